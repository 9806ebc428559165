import { randomUUID } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { ExecutionArgs } from 'graphql'
import type { Logger } from 'pino'
import type { Identity } from '../auth/identity.ts'
import type { Metrics } from './metrics/metrics.ts'

/** Span of one operation. */
export interface OperationTrace {
  /** Runs a function within the span, so that spans of AWS calls are its children. */
  run<Result>(work: () => Result): Result
  /** Names the span after the operation and ends it. Idempotent. */
  end(record: Pick<RequestRecord, 'operation' | 'errorCodes'>): void
}

/** Data collected about one operation while it is served, for its log line and for metrics. */
export interface RequestRecord {
  readonly requestId: string
  readonly transport: 'http' | 'websocket'
  /** Adds the request id to every line, and the trace id once it is known. */
  logger: Logger
  /** Identity of the sender. Absent before authentication, which every operation requires. */
  identity?: Identity
  /** Key for limits per caller. Absent before authentication. */
  limitKey?: string
  /** `extensions.code` of the errors sent to the client. */
  readonly errorCodes: ReadonlySet<string>
  /** Requested operation. Absent before its document is parsed. */
  operation?: {
    readonly name: string | undefined
    readonly type: string
    /** Name for metrics, from a bounded set. */
    readonly label: string
  }
  /** Estimated cost of the operation. Absent before execution. */
  cost?: number
  /** Span of the operation. Absent without an OpenTelemetry SDK. */
  trace?: OperationTrace
  /** Records an error sent to the client. */
  noteError(code: string): void
  /** Logs and counts the finished request. Idempotent. */
  finish(end: RequestEnd): void
}

/** End of a request. */
export interface RequestEnd {
  /** HTTP status. Absent for other transports. */
  readonly status?: number
  /** True if the client disconnected before the end of its response. */
  readonly aborted: boolean
}

/** Receivers of finished requests. */
export interface RequestObservers {
  readonly logger: Logger
  readonly metrics: Metrics
}

/** Server context of Yoga's plugins. */
export interface ServerContext {
  readonly record: RequestRecord
  /** Absent for transports other than HTTP. */
  readonly res?: ServerResponse
}

const SANE_REQUEST_ID = /^[\w.:-]{1,128}$/
/** Maximum length of an operation name in logs and spans. */
export const MAX_OPERATION_NAME_LENGTH = 100

/** Creates the record of a request. Its id is that of the `x-request-id` header if valid, else a new one. */
export function createRequestRecord(
  request: IncomingMessage,
  { logger, metrics }: RequestObservers,
  transport: RequestRecord['transport'] = 'http',
): RequestRecord {
  const startedAtMs = performance.now()
  const proposed = request.headers['x-request-id']
  const requestId = typeof proposed === 'string' && SANE_REQUEST_ID.test(proposed) ? proposed : randomUUID()
  const errorCodes = new Set<string>()
  let isFinished = false
  const record: RequestRecord = {
    requestId,
    transport,
    logger: logger.child({ requestId }),
    errorCodes,
    noteError(code) {
      errorCodes.add(code)
      metrics.noteError(code)
    },
    finish(end) {
      if (isFinished) return
      isFinished = true
      const durationMs = performance.now() - startedAtMs
      record.trace?.end(record)
      log(record, end, durationMs)
      if (record.operation === undefined) return
      const { label, type } = record.operation
      const outcome =
        errorCodes.size > 0 ? 'error' : end.aborted && type !== 'subscription' ? 'aborted' : 'ok'
      metrics.noteOperation({ label, type, outcome, durationMs })
    },
  }
  return record
}

/** Finishes the record once the response is sent or its connection is closed. */
export function finishWhenSent(record: RequestRecord, response: ServerResponse): void {
  response.once('close', () => {
    record.finish({ status: response.statusCode, aborted: !response.writableFinished })
  })
}

/** Returns the record from the context of an operation. */
export function recordOf({ contextValue }: Pick<ExecutionArgs, 'contextValue'>): RequestRecord {
  return (contextValue as { readonly record: RequestRecord }).record
}

/**
 * Writes one log line: `info` for GraphQL operations and errors, `debug` for probes and pages. Never logs variables or
 * headers, which may contain secrets.
 */
function log(
  { operation, errorCodes, cost, identity, logger, transport }: RequestRecord,
  { status, aborted }: RequestEnd,
  durationMs: number,
): void {
  logger[operation === undefined && errorCodes.size === 0 ? 'debug' : 'info'](
    {
      ...(operation && {
        operationName: operation.name?.slice(0, MAX_OPERATION_NAME_LENGTH),
        operationType: operation.type,
        caller: identity?.caller.name,
        cost,
      }),
      ...(transport === 'http' ? { status } : { transport }),
      durationMs: Math.round(durationMs),
      ...(errorCodes.size > 0 && { errorCodes: [...errorCodes] }),
      ...(aborted && { aborted }),
    },
    'request',
  )
}
