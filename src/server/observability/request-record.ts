import { randomUUID } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { ExecutionArgs } from 'graphql'
import type { Logger } from 'pino'
import { roundMs } from '../../clock.ts'
import type { Identity } from '../auth/identity.ts'
import type { Metrics } from './metrics/metrics.ts'

/** Span of one operation. */
export interface OperationTrace {
  readonly traceId: string
  /** Runs a function within the span, so that spans of AWS calls are its children. */
  run<Result>(work: () => Result): Result
  /** Names the span after the operation and ends it. Idempotent. */
  end(record: Pick<RequestRecord, 'operation' | 'errorCodes'>): void
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
const NO_CODES: ReadonlySet<string> = new Set()

/**
 * Data collected about one operation while it is served, for its log line and for metrics. There is one for each
 * subscription too, so it creates what few operations need only on demand.
 */
export class RequestRecord {
  readonly transport: 'http' | 'websocket'
  /** Identity of the sender. Absent before authentication, which every operation requires. */
  identity: Identity | undefined
  /** Key for limits per caller. Absent before authentication. */
  limitKey: string | undefined
  /** Requested operation. Absent before its document is parsed. */
  operation:
    | {
        readonly name: string | undefined
        readonly type: string
        /** Name for metrics, from a bounded set. */
        readonly label: string
      }
    | undefined
  /** Estimated cost of the operation. Absent before execution. */
  cost: number | undefined
  /** True while the operation waits until the limits of concurrent work allow its execution. */
  isQueued = false
  readonly #observers: RequestObservers
  readonly #startedAtMs = performance.now()
  #requestId: string | undefined
  #logger: Logger | undefined
  #errorCodes: Set<string> | undefined
  #trace: OperationTrace | undefined
  #isFinished = false

  constructor(
    { headers }: Pick<IncomingMessage, 'headers'>,
    observers: RequestObservers,
    transport: RequestRecord['transport'],
  ) {
    const proposed = headers['x-request-id']
    if (typeof proposed === 'string' && SANE_REQUEST_ID.test(proposed)) this.#requestId = proposed
    this.#observers = observers
    this.transport = transport
  }

  get requestId(): string {
    this.#requestId ??= randomUUID()
    return this.#requestId
  }

  /** Adds the request id to every line, and the trace id once it is known. */
  get logger(): Logger {
    this.#logger ??= this.#observers.logger.child(this.#bindings())
    return this.#logger
  }

  /** Span of the operation. Absent without an OpenTelemetry SDK. */
  get trace(): OperationTrace | undefined {
    return this.#trace
  }

  set trace(trace: OperationTrace) {
    this.#trace = trace
    // The next line needs the trace id.
    this.#logger = undefined
  }

  /** `extensions.code` of the errors sent to the client. */
  get errorCodes(): ReadonlySet<string> {
    return this.#errorCodes ?? NO_CODES
  }

  /** Records an error sent to the client. */
  noteError(code: string): void {
    this.#errorCodes ??= new Set()
    this.#errorCodes.add(code)
    this.#observers.metrics.noteError(code)
  }

  /** Logs and counts the finished request. Idempotent. */
  finish(end: RequestEnd): void {
    if (this.#isFinished) return
    this.#isFinished = true
    const durationMs = performance.now() - this.#startedAtMs
    this.#trace?.end(this)
    this.#log(end, durationMs)
    if (this.operation === undefined) return
    const { label, type } = this.operation
    const isAborted = end.aborted && type !== 'subscription'
    const outcome = this.errorCodes.size > 0 ? 'error' : isAborted ? 'aborted' : 'ok'
    this.#observers.metrics.noteOperation({ label, type, outcome, durationMs })
  }

  /**
   * Writes one log line: `info` for GraphQL operations and errors, `debug` for probes and pages. Never logs variables
   * or headers, which may contain secrets.
   */
  #log({ status, aborted }: RequestEnd, durationMs: number): void {
    const { operation, errorCodes, cost, identity, transport } = this
    const { logger } = this.#observers
    const level = operation === undefined && errorCodes.size === 0 ? 'debug' : 'info'
    if (!logger.isLevelEnabled(level)) return
    // Creating a child logger takes longer than writing the line.
    logger[level](
      {
        ...this.#bindings(),
        ...(operation && {
          operationName: operation.name?.slice(0, MAX_OPERATION_NAME_LENGTH),
          operationType: operation.type,
          caller: identity?.caller.name,
          cost,
        }),
        ...(transport === 'http' ? { status } : { transport }),
        durationMs: roundMs(durationMs),
        ...(errorCodes.size > 0 && { errorCodes: [...errorCodes] }),
        ...(aborted && { aborted }),
      },
      'request',
    )
  }

  #bindings() {
    const { requestId } = this
    return this.#trace === undefined ? { requestId } : { requestId, traceId: this.#trace.traceId }
  }
}

/** Creates the record of a request. Its id is that of the `x-request-id` header if valid, else a new one. */
export function createRequestRecord(
  request: Pick<IncomingMessage, 'headers'>,
  observers: RequestObservers,
  transport: RequestRecord['transport'] = 'http',
): RequestRecord {
  return new RequestRecord(request, observers, transport)
}

/** Returns the record from the context of an operation. */
export function recordOf({ contextValue }: Pick<ExecutionArgs, 'contextValue'>): RequestRecord {
  return (contextValue as { readonly record: RequestRecord }).record
}
