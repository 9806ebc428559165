import type { IncomingMessage, ServerResponse } from 'node:http'
import { GraphQLError } from 'graphql'
import type { Authenticator } from './auth/authenticator.ts'
import { limitKeyOf } from './auth/identity.ts'
import type { HostCheck } from './browser/hosts.ts'
import type { OriginPolicy } from './browser/origins.ts'
import type { CallerLimits } from './limits/per-caller.ts'
import type { RequestRecord } from './observability/request-record.ts'
import { refusal } from './refusal.ts'

/** What stands before every operation: was it meant for us, by which page was it sent, by whom, and how often. */
export interface Gate {
  /** Whether a request names this gateway as its host. */
  isMeantForUs(request: IncomingMessage): boolean
  /** Whether the page that sent a request may. */
  isPageAllowed(request: IncomingMessage): boolean
  /** Lets a request in, noting in its record who it comes from; or says why not. */
  admit(
    record: RequestRecord,
    request: IncomingMessage,
    response: ServerResponse,
  ): Promise<GraphQLError | undefined>
}

/** What a gate is made of. */
export interface GateOptions {
  readonly authenticator: Authenticator
  readonly isHostAllowed: HostCheck
  readonly origins: OriginPolicy
  readonly callerLimits: CallerLimits
}

/** Makes the gate. */
export function createGate({ authenticator, isHostAllowed, origins, callerLimits }: GateOptions): Gate {
  async function letIn(record: RequestRecord, request: IncomingMessage): Promise<void> {
    if (!origins.isAllowed(request.headers)) {
      const message = 'A page of another site may not send requests here: its origin is none of CORS_ORIGINS.'
      throw refusal('ORIGIN_NOT_ALLOWED', message, 403)
    }
    // A browser asks without credentials whether it may ask.
    if (request.method === 'OPTIONS') return
    record.identity = await authenticator.identify(request.headers.authorization)
    record.limitKey = limitKeyOf(record.identity, request)
    await callerLimits.countOperation(record.limitKey)
  }

  return {
    // Two hosts are one too many: whoever stands in front may have looked at the other (RFC 9112, 3.2).
    isMeantForUs: ({ headers, headersDistinct }) =>
      (headersDistinct['host']?.length ?? 0) <= 1 && isHostAllowed(headers.host),
    isPageAllowed: ({ headers }) => origins.isAllowed(headers),
    async admit(record, request, response) {
      origins.share(request, response)
      try {
        await letIn(record, request)
        return undefined
      } catch (error) {
        if (error instanceof GraphQLError) {
          // What it was caused by is ours to mend, not the caller's.
          if (error.cause !== undefined) record.logger.error({ err: error.cause }, error.message)
          return error
        }
        throw error
      }
    },
  }
}
