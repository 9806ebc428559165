import type { IncomingHttpHeaders } from 'node:http'
import {
  context,
  isSpanContextValid,
  propagation,
  ROOT_CONTEXT,
  SpanKind,
  SpanStatusCode,
  trace,
} from '@opentelemetry/api'
import type { Schedule } from '../../inventory/clock.ts'
import { MAX_OPERATION_NAME_LENGTH, type RequestRecord } from './request-record.ts'

const TRACER = 'appstream-graphql'
/** The name of a span whose document could not be parsed (OpenTelemetry's semantic conventions for GraphQL). */
const UNPARSED = 'GraphQL Operation'

/**
 * Begins the span of an operation, as a child of the caller's if the headers name one (W3C trace context); the trace's id
 * goes into the record's log lines. Does nothing where no OpenTelemetry SDK is set up.
 */
export function beginTrace(record: RequestRecord, headers: IncomingHttpHeaders): void {
  const active = context.active()
  // An instrumentation of HTTP has read the headers, and has a span of its own in between.
  const parent = trace.getSpan(active) === undefined ? propagation.extract(active, headers) : active
  const span = trace.getTracer(TRACER).startSpan(UNPARSED, { kind: SpanKind.SERVER }, parent)
  const { traceId } = span.spanContext()
  if (!isSpanContextValid(span.spanContext())) return
  const within = trace.setSpan(parent, span)
  let hasEnded = false
  record.logger = record.logger.child({ traceId })
  record.trace = {
    run: (work) => context.with(within, work),
    end({ operation, errorCodes }) {
      if (hasEnded) return
      hasEnded = true
      if (operation !== undefined) {
        span.updateName(nameOf(operation))
        span.setAttribute('graphql.operation.type', operation.type)
        const name = operation.name?.slice(0, MAX_OPERATION_NAME_LENGTH)
        if (name !== undefined) span.setAttribute('graphql.operation.name', name)
      }
      const [code] = errorCodes
      if (code !== undefined) {
        span.setAttribute('error.type', code)
        span.setStatus({ code: SpanStatusCode.ERROR, message: code })
      }
      span.end()
    },
  }
}

/** Clients choose names, and backends group by them: only those that metrics tell apart are in it. */
function nameOf({ type, name, label }: NonNullable<RequestRecord['operation']>): string {
  return name === label ? `${type} ${name}` : type
}

/** Runs something outside of any span: what goes on when the operation that began it is over. */
export function untraced<Result>(work: () => Result): Result {
  return context.with(ROOT_CONTEXT, work)
}

/** A schedule whose runs belong to no span: a timer would else keep the one of whoever set it off, for ever. */
export function untracedSchedule(schedule: Schedule): Schedule {
  return (delayMs, run) => schedule(delayMs, () => untraced(run))
}
