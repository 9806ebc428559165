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
import type { Schedule } from '../../clock.ts'
import { MAX_OPERATION_NAME_LENGTH, type RequestRecord } from './request-record.ts'

const TRACER = 'appstream-graphql'
/** Span name for a document that could not be parsed (OpenTelemetry semantic conventions for GraphQL). */
const UNPARSED = 'GraphQL Operation'

/**
 * Starts the span of an operation and adds the trace id to the log lines of its record. The span is a child of the one
 * in the headers, if any (W3C trace context). Does nothing without an OpenTelemetry SDK.
 */
export function beginTrace(record: RequestRecord, headers: IncomingHttpHeaders): void {
  const active = context.active()
  // If HTTP instrumentation is active, it has already read the headers and started a span.
  const parent = trace.getSpan(active) === undefined ? propagation.extract(active, headers) : active
  const span = trace.getTracer(TRACER).startSpan(UNPARSED, { kind: SpanKind.SERVER }, parent)
  const { traceId } = span.spanContext()
  if (!isSpanContextValid(span.spanContext())) return
  const within = trace.setSpan(parent, span)
  let hasEnded = false
  record.trace = {
    traceId,
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

/**
 * Returns the name of a span. Backends group spans by name, and clients choose operation names, so only names that are
 * metric labels are included.
 */
function nameOf({ type, name, label }: NonNullable<RequestRecord['operation']>): string {
  return name === label ? `${type} ${name}` : type
}

/** Runs a function outside of any span, for work that outlives its operation. */
export function untraced<Result>(work: () => Result): Result {
  return context.with(ROOT_CONTEXT, work)
}

/**
 * Wraps a schedule so that timers run outside of any span. Otherwise they would retain the span in which they were set.
 */
export function untracedSchedule(schedule: Schedule): Schedule {
  return (delayMs, run) => schedule(delayMs, () => untraced(run))
}
