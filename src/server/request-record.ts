import { randomUUID } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { ExecutionArgs } from 'graphql'
import type { Logger } from 'pino'
import type { Identity } from './auth/identity.ts'

/** What the edge learns of one request while it is served; it becomes the request's log line. */
export interface RequestRecord {
  readonly requestId: string
  /** Writes the request id in every line. */
  readonly logger: Logger
  /** Who it comes from, once that is known; until then nothing is run for it. */
  identity?: Identity
  /** Whose limits it counts against, once that is known. */
  limitKey?: string
  /** `extensions.code` of the errors that the client was told. */
  readonly errorCodes: Set<string>
  /** The operation asked for, once its document is parsed. */
  operation?: { readonly name: string | undefined; readonly type: string }
}

/** What Yoga's plugins know of the request beside the request itself. */
export interface ServerContext {
  readonly record: RequestRecord
}

const SANE_REQUEST_ID = /^[\w.:-]{1,128}$/
const MAX_OPERATION_NAME_LENGTH = 100

/** Starts the record of a request, under the id that its `x-request-id` header proposes if that is a sane one. */
export function createRequestRecord(request: IncomingMessage, logger: Logger): RequestRecord {
  const proposed = request.headers['x-request-id']
  const requestId = typeof proposed === 'string' && SANE_REQUEST_ID.test(proposed) ? proposed : randomUUID()
  return { requestId, logger: logger.child({ requestId }), errorCodes: new Set() }
}

/** The record of the request that an operation is run for: every context has it. */
export function recordOf({ contextValue }: Pick<ExecutionArgs, 'contextValue'>): RequestRecord {
  return (contextValue as { readonly record: RequestRecord }).record
}

/**
 * Logs one line once the response is sent or given up: GraphQL operations at `info`, probes and pages at `debug`.
 * Never variables or headers, which may hold secrets.
 */
export function logWhenDone(record: RequestRecord, response: ServerResponse): void {
  const startedAtMs = performance.now()
  response.once('close', () => {
    const { operation, errorCodes, identity, logger } = record
    logger[operation === undefined && errorCodes.size === 0 ? 'debug' : 'info'](
      {
        ...(operation && {
          operationName: operation.name?.slice(0, MAX_OPERATION_NAME_LENGTH),
          operationType: operation.type,
          caller: identity?.caller.name,
        }),
        status: response.statusCode,
        durationMs: Math.round(performance.now() - startedAtMs),
        ...(errorCodes.size > 0 && { errorCodes: [...errorCodes] }),
        ...(!response.writableFinished && { aborted: true }),
      },
      'request',
    )
  })
}
