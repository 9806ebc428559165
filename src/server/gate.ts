import type { IncomingMessage, ServerResponse } from 'node:http'
import { GraphQLError } from 'graphql'
import type { Logger } from 'pino'
import type { Authenticator } from './auth/authenticator.ts'
import { limitKeyOf } from './auth/identity.ts'
import type { HostCheck } from './browser/hosts.ts'
import { type OriginPolicy, originNotAllowed } from './browser/origins.ts'
import { clip, MAX_NAME_LENGTH } from './clip.ts'
import type { CallerLimits } from './limits/per-caller.ts'
import type { RequestRecord } from './observability/request-record.ts'
import { refusal } from './refusal.ts'

/** Checks before every operation: host, origin of the page, authentication and rate limit. */
export interface Gate {
  /** Sets the CORS headers that let a page of a listed origin read the response. */
  share(request: IncomingMessage, response: ServerResponse): void
  /** Rejects a request with another `Host`. Returns and logs the error. */
  refuseHost(request: IncomingMessage, logger: Logger): GraphQLError | undefined
  /** Rejects a request from a page of another origin. Returns and logs the error, since the page cannot read it. */
  refusePage(request: IncomingMessage, logger: Logger): GraphQLError | undefined
  /** Checks the origin and the caller of an operation, and sets the caller in its record. Returns the error, if any. */
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
  function refusePage({ headers }: IncomingMessage, logger: Logger): GraphQLError | undefined {
    if (origins.isAllowed(headers)) return undefined
    const { origin = '', host = '' } = headers
    const message = originNotAllowed(headers)
    logger.warn({ origin: clip(origin, MAX_NAME_LENGTH), host: clip(host, MAX_NAME_LENGTH) }, message)
    return refusal('ORIGIN_NOT_ALLOWED', message, 403)
  }

  return {
    share: origins.share,
    refuseHost({ headers: { host = '' }, headersDistinct }, logger) {
      // More than one Host header: a proxy in front may have checked another one than we do (RFC 9112, 3.2).
      if ((headersDistinct['host']?.length ?? 0) <= 1 && isHostAllowed(host)) return undefined
      const name = clip(host, MAX_NAME_LENGTH)
      const message = `The host "${name}" is not allowed: use a loopback name, or add it to ALLOWED_HOSTS.`
      logger.warn({ host: name }, message)
      return refusal('HOST_NOT_ALLOWED', message, 403)
    },
    refusePage,
    async admit(record, request) {
      const refused = refusePage(request, record.logger)
      if (refused !== undefined) return refused
      // A CORS preflight carries no credentials.
      if (request.method === 'OPTIONS') return undefined
      try {
        record.identity = await authenticator.identify(request.headers.authorization)
        record.limitKey = limitKeyOf(record.identity, request)
        await callerLimits.countOperation(record.limitKey)
        return undefined
      } catch (error) {
        if (error instanceof GraphQLError) {
          // The cause is for the operator, not for the caller.
          if (error.cause !== undefined) record.logger.error({ err: error.cause }, error.message)
          return error
        }
        throw error
      }
    },
  }
}
