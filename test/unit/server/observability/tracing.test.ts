import { context, trace } from '@opentelemetry/api'
import { afterEach, expect, test } from 'vitest'
import { createLogger } from '../../../../src/logger.ts'
import { createMetrics } from '../../../../src/server/observability/metrics/metrics.ts'
import { createRequestRecord } from '../../../../src/server/observability/request-record.ts'
import { beginTrace } from '../../../../src/server/observability/tracing.ts'
import { setUpTracing, tearDownTracing } from '../../../support/tracing.ts'

const headers = { traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01' }

function createRecord() {
  return createRequestRecord({ headers }, { logger: createLogger('silent'), metrics: createMetrics() })
}

afterEach(tearDownTracing)

test('leaves log records unchanged if no SDK is set up', () => {
  const record = createRecord()
  const { logger } = record
  beginTrace(record, headers)

  expect(record.trace).toBeUndefined()
  expect(record.logger).toBe(logger)
})

test('puts the operation under the span of an instrumented HTTP server', () => {
  const spans = setUpTracing()
  const http = trace.getTracer('http').startSpan('POST /graphql')
  context.with(trace.setSpan(context.active(), http), () => {
    const record = createRecord()
    beginTrace(record, headers)
    record.finish({ aborted: false })
  })

  expect(spans.take()[0]?.parentSpanContext?.spanId).toBe(http.spanContext().spanId)
})

test('ends a span once, at the latest with its request', () => {
  const spans = setUpTracing()
  const record = createRecord()
  beginTrace(record, headers)
  record.noteError('UPSTREAM_TIMEOUT')
  record.finish({ aborted: true })
  record.finish({ aborted: true })
  record.trace?.end(record)

  expect(spans.take().map(({ attributes }) => attributes)).toEqual([{ 'error.type': 'UPSTREAM_TIMEOUT' }])
})
