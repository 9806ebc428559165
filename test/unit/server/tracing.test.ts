import { context, trace } from '@opentelemetry/api'
import { afterEach, expect, test } from 'vitest'
import { createLogger } from '../../../src/server/observability/logger.ts'
import { createMetrics } from '../../../src/server/observability/metrics/metrics.ts'
import { createRequestRecord } from '../../../src/server/observability/request-record.ts'
import { beginTrace } from '../../../src/server/observability/tracing.ts'
import { setUpTracing, tearDownTracing } from '../../support/tracing.ts'

const headers = { traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01' }

function createRecord() {
  // All that a record looks at.
  const request = { headers } as unknown as Parameters<typeof createRequestRecord>[0]
  return createRequestRecord(request, { logger: createLogger('silent'), metrics: createMetrics() })
}

afterEach(tearDownTracing)

test('where no SDK is set up, a record stays as it was', () => {
  const record = createRecord()
  const { logger } = record
  beginTrace(record, headers)

  expect(record).not.toHaveProperty('trace')
  expect(record.logger).toBe(logger)
})

test('where HTTP is instrumented already, the operation is under the span of the HTTP request', () => {
  const spans = setUpTracing()
  const http = trace.getTracer('http').startSpan('POST /graphql')
  context.with(trace.setSpan(context.active(), http), () => {
    const record = createRecord()
    beginTrace(record, headers)
    record.finish({ aborted: false })
  })

  expect(spans.take()[0]?.parentSpanContext?.spanId).toBe(http.spanContext().spanId)
})

test('a span ends with its request at the latest, and once', () => {
  const spans = setUpTracing()
  const record = createRecord()
  beginTrace(record, headers)
  record.noteError('UPSTREAM_TIMEOUT')
  record.finish({ aborted: true })
  record.finish({ aborted: true })
  record.trace?.end(record)

  expect(spans.take().map(({ attributes }) => attributes)).toEqual([{ 'error.type': 'UPSTREAM_TIMEOUT' }])
})
