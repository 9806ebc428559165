import type { IncomingMessage, ServerResponse } from 'node:http'
import { GraphQLError } from 'graphql'
import type { Logger } from 'pino'
import { truncate } from '../truncate.ts'
import type { Authenticator } from './auth/authenticator.ts'
import { limitKeyOf } from './auth/identity.ts'
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
  rejectHost(request: IncomingMessage, logger: Logger): GraphQLError | undefined
  /**
   * Rejects a request from a page of another origin. Returns the error, and logs it because the page cannot read it.
   */
  rejectPage(request: IncomingMessage, logger: Logger): GraphQLError | undefined
  /** Checks the origin and the caller of an operation, and records the caller. Returns the error, if any. */
  admit(record: RequestRecord, request: IncomingMessage): Promise<GraphQLError | undefined>
}

/** Configures {@link createGate}. */
export interface GateOptions {
  readonly authenticator: Authenticator
  readonly isHostAllowed: HostCheck
  readonly origins: OriginPolicy
  readonly callerLimits: CallerLimits
}

/** Creates the gate. */
export function createGate({ authenticator, isHostAllowed, origins, callerLimits }: GateOptions): Gate {
  function rejectPage({ headers }: IncomingMessage, logger: Logger): GraphQLError | undefined {
    if (origins.isAllowed(headers)) return undefined
    const { origin = '', host = '' } = headers
    const message = originNotAllowed(headers)
    logger.warn({ origin: truncate(origin), host: truncate(host) }, message)
    return codedError('ORIGIN_NOT_ALLOWED', message, 403)
  }

  return {
    share: origins.share,
    rejectHost({ headers: { host = '' }, headersDistinct }, logger) {
      // With more than one Host header, a proxy may have checked a different one (RFC 9112, 3.2).
      if ((headersDistinct['host']?.length ?? 0) <= 1 && isHostAllowed(host)) return undefined
      const name = truncate(host)
      const message = `The host "${name}" is not allowed: use a loopback name, or add it to ALLOWED_HOSTS.`
      logger.warn({ host: name }, message)
      return codedError('HOST_NOT_ALLOWED', message, 403)
    },
    rejectPage,
    async admit(record, request) {
      const rejection = rejectPage(request, record.logger)
      if (rejection !== undefined) return rejection
      // A CORS preflight carries no credentials.
      if (request.method === 'OPTIONS') return undefined
      try {
        record.identity = await authenticator.identify(request.headers.authorization)
        record.limitKey = limitKeyOf(record.identity, request)
        await callerLimits.countOperation(record.limitKey)
        return undefined
      } catch (error) {
        if (error instanceof GraphQLError) {
          // Only logged, because callers must not see the cause.
          if (error.cause !== undefined) record.logger.error({ err: error.cause }, error.message)
          return error
        }
        throw error
      }
    },
  }
}
