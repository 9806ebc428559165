import type { IncomingMessage, ServerResponse } from 'node:http'
import { GraphQLError } from 'graphql'
import { isPromise, type PromiseOrValue } from 'graphql-yoga'
import { truncate } from '../schema/errors.ts'
import type { Authenticator } from './auth/authenticator.ts'
import { type Identity, limitKeyOf } from './auth/identity.ts'
import type { HostCheck } from './browser/hosts.ts'
import { type OriginPolicy, originNotAllowed } from './browser/origins.ts'
import { codedError } from './coded-error.ts'
import type { CallerLimits } from './limits/per-caller.ts'
import type { RequestRecord } from './observability/request-record.ts'

/** Checks before every operation: host, origin of the page, authentication and rate limit. */
export interface Gate {
  /** Sets the CORS headers that let a page of a listed origin read the response. */
  share(request: IncomingMessage, response: ServerResponse): void
  /** Rejects a request whose `Host` is not allowed. Returns and logs the error. */
  rejectHost(request: IncomingMessage, log: Log): GraphQLError | undefined
  /**
   * Rejects a request from a page of another origin. Returns the error, and logs it because the page cannot read it.
   */
  rejectPage(request: IncomingMessage, log: Log): GraphQLError | undefined
  /** Checks the origin and the caller of an operation, and records the caller. Returns the error, if any. */
  admit(record: RequestRecord, request: IncomingMessage): PromiseOrValue<GraphQLError | undefined>
}

/** Provides a logger, which is created on first use. */
type Log = Pick<RequestRecord, 'logger'>

/** Configures {@link createGate}. */
export interface GateOptions {
  readonly authenticator: Authenticator
  readonly isHostAllowed: HostCheck
  readonly origins: OriginPolicy
  readonly callerLimits: CallerLimits
}

/** Creates the gate. */
export function createGate({ authenticator, isHostAllowed, origins, callerLimits }: GateOptions): Gate {
  function rejectPage({ headers }: IncomingMessage, log: Log): GraphQLError | undefined {
    if (origins.isAllowed(headers)) return undefined
    const { origin = '', host = '' } = headers
    const message = originNotAllowed(headers)
    log.logger.warn({ origin: truncate(origin), host: truncate(host) }, message)
    return codedError('ORIGIN_NOT_ALLOWED', message, 403)
  }

  return {
    share: origins.share,
    rejectHost({ headers: { host = '' }, rawHeaders }, log) {
      // With more than one Host header, a proxy may have checked a different one (RFC 9112, 3.2).
      if (!hasSeveralHosts(rawHeaders) && isHostAllowed(host)) return undefined
      const name = truncate(host)
      const message = `The host "${name}" is not allowed: use a loopback name, or add it to ALLOWED_HOSTS.`
      log.logger.warn({ host: name }, message)
      return codedError('HOST_NOT_ALLOWED', message, 403)
    },
    rejectPage,
    admit(record, request) {
      const rejection = rejectPage(request, record)
      if (rejection !== undefined) return rejection
      // A CORS preflight carries no credentials.
      if (request.method === 'OPTIONS') return undefined
      const count = (identity: Identity) => {
        record.identity = identity
        record.limitKey = limitKeyOf(identity, request)
        return callerLimits.countOperation(record.limitKey)
      }
      const identity = authenticator.identify(request.headers.authorization)
      const counted = isPromise(identity) ? identity.then(count) : count(identity)
      return counted?.then(
        () => undefined,
        (error: unknown) => rejectionOf(error, record),
      )
    },
  }
}

/** Returns the error of an operation that is not admitted. Only logs its cause, because callers must not see it. */
function rejectionOf(error: unknown, log: Log): GraphQLError {
  if (!(error instanceof GraphQLError)) throw error
  if (error.cause !== undefined) log.logger.error({ err: error.cause }, error.message)
  return error
}

/** Returns true for more than one Host header. Node joins or drops the others in `headers`. */
function hasSeveralHosts(rawHeaders: readonly string[]): boolean {
  let hosts = 0
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const name = rawHeaders[index]
    if (name?.length === 4 && name.toLowerCase() === 'host') hosts++
  }
  return hosts > 1
}
