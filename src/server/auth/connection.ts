import { GraphQLError } from 'graphql'
import type { Context } from 'graphql-ws'
import type { Logger } from 'pino'
import type { CallerLimits } from '../limits/per-caller.ts'
import type { ConnectionExtra } from '../subscriptions/websocket-connections.ts'
import type { Authenticator } from './authenticator.ts'
import { type ExpiryOptions, runAt } from './expiry.ts'
import { type Identity, limitKeyOf } from './identity.ts'

/** Admitted WebSocket connections with their identities. */
export interface ConnectionIdentities {
  /** Authenticates a connection by its `connection_init` or its upgrade request. Closes it if that fails. */
  open(context: ConnectionContext): Promise<boolean>
  /** Returns the identity of an admitted connection. */
  identityOf(context: ConnectionContext): Identity | undefined
  /** Removes a connection. */
  close(context: ConnectionContext): void
}

type ConnectionContext = Context<Record<string, unknown> | undefined, ConnectionExtra>

/** Dependencies of {@link createConnectionIdentities}. */
export interface ConnectionIdentityOptions extends ExpiryOptions {
  readonly authenticator: Authenticator
  readonly callerLimits: CallerLimits
  readonly logger: Logger
}

/** Close codes: graphql-ws defines 4403 for forbidden; 1013 is "try again later" in the WebSocket protocol. */
const FORBIDDEN = 4403
const TRY_AGAIN_LATER = 1013
/** Maximum length of the reason in a close frame, in bytes. */
const MAX_REASON_LENGTH = 120

/** Admits WebSocket connections, and closes each when its token expires. */
export function createConnectionIdentities(options: ConnectionIdentityOptions): ConnectionIdentities {
  const { authenticator, callerLimits, logger } = options
  const opened = new WeakMap<ConnectionContext, { readonly identity: Identity; readonly leave: () => void }>()

  async function identify({ extra, connectionParams }: ConnectionContext): Promise<Identity | GraphQLError> {
    try {
      return await authenticator.identify(
        authorizationOf(connectionParams) ?? extra.request.headers.authorization,
      )
    } catch (error) {
      if (!(error instanceof GraphQLError)) throw error
      if (error.cause !== undefined) logger.error({ err: error.cause }, error.message)
      return error
    }
  }

  return {
    async open(context) {
      const { socket, request } = context.extra
      const close = (code: number, reason: string) => {
        socket.close(code, reason.slice(0, MAX_REASON_LENGTH))
        return false
      }
      const identity = await identify(context)
      if (identity instanceof GraphQLError) {
        const isOurs = identity.extensions['code'] === 'IDENTITY_UNAVAILABLE'
        return close(isOurs ? TRY_AGAIN_LATER : FORBIDDEN, identity.message)
      }
      const release = callerLimits.admitConnection(limitKeyOf(identity, request))
      if (release === undefined)
        return close(
          TRY_AGAIN_LATER,
          'Too many connections of this caller (CALLER_MAX_CONNECTIONS): close one first.',
        )
      const { expiresAt } = identity
      const cancel =
        expiresAt === undefined
          ? () => {}
          : runAt(
              expiresAt,
              () => close(FORBIDDEN, 'The token has expired: connect with a new one.'),
              options,
            )
      const leave = () => {
        cancel()
        release()
      }
      opened.set(context, { identity, leave })
      // The client may have disconnected during authentication; its `close` event has then already been emitted.
      if (socket.readyState !== socket.OPEN) leave()
      return true
    },
    identityOf: (context) => opened.get(context)?.identity,
    close: (context) => opened.get(context)?.leave(),
  }
}

/**
 * Returns the token from the connection parameters. Clients put it under `authorization` (in any case), at the top
 * level or in `headers`.
 */
function authorizationOf(params: unknown): string | undefined {
  if (!isRecord(params)) return undefined
  for (const [name, value] of [...Object.entries(params), ...entriesOf(params['headers'])])
    if (name.toLowerCase() === 'authorization' && typeof value === 'string') return value
  return undefined
}

function entriesOf(value: unknown): [string, unknown][] {
  return isRecord(value) ? Object.entries(value) : []
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null
}
