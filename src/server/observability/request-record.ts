import { randomUUID } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { ExecutionArgs } from 'graphql'
import type { Logger } from 'pino'
import type { Identity } from '../auth/identity.ts'
import type { Metrics } from './metrics/metrics.ts'

/** The span of one operation. */
export interface OperationTrace {
  /** Runs something in it: calls to AWS nest under it. */
  run<Result>(work: () => Result): Result
  /** Names it after the operation, and ends it; the first call counts. */
  end(record: Pick<RequestRecord, 'operation' | 'errorCodes'>): void
}

/** What the edge learns of one operation while it is served; it becomes its log line, and part of the metrics. */
export interface RequestRecord {
  readonly requestId: string
  readonly transport: 'http' | 'websocket'
  /** Writes the request id in every line, and the trace id once there is one. */
  logger: Logger
  /** Who it comes from, once that is known; until then nothing is run for it. */
  identity?: Identity
  /** Whose limits it counts against, once that is known. */
  limitKey?: string
  /** `extensions.code` of the errors that the client was told. */
  readonly errorCodes: ReadonlySet<string>
  /** The operation asked for, once its document is parsed. */
  operation?: {
    readonly name: string | undefined
    readonly type: string
    /** The name, out of a bounded set. */
    readonly label: string
  }
  /** Estimated cost of the operation, once it is to be executed. */
  cost?: number
  /** Where something traces. */
  trace?: OperationTrace
  /** Notes that the client is told an error. */
  noteError(code: string): void
  /** It is over: told once, whoever says so first. */
  finish(end: RequestEnd): void
}

/** How a request ended. */
export interface RequestEnd {
  /** Of the HTTP response. */
  readonly status?: number
  /** The client left before its answer was through. */
  readonly aborted: boolean
}

/** Who is told of requests. */
export interface RequestObservers {
  readonly logger: Logger
  readonly metrics: Metrics
}

/** What Yoga's plugins know of the request beside the request itself. */
export interface ServerContext {
  readonly record: RequestRecord
  /** Absent on transports that are not HTTP. */
  readonly res?: ServerResponse
}

const SANE_REQUEST_ID = /^[\w.:-]{1,128}$/
/** As much of a name as is told to operators. */
export const MAX_OPERATION_NAME_LENGTH = 100

/** Starts the record of a request, under the id that its `x-request-id` header proposes if that is a sane one. */
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

/** Finishes the record once the response is sent or given up. */
export function finishWhenSent(record: RequestRecord, response: ServerResponse): void {
  response.once('close', () => {
    record.finish({ status: response.statusCode, aborted: !response.writableFinished })
  })
}

/** The record of the request that an operation is run for: every context has it. */
export function recordOf({ contextValue }: Pick<ExecutionArgs, 'contextValue'>): RequestRecord {
  return (contextValue as { readonly record: RequestRecord }).record
}

/**
 * Writes one line: GraphQL operations at `info`, probes and pages at `debug`. Never variables or headers, which may
 * hold secrets.
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
