import { GraphQLError } from 'graphql'
import type { Context } from 'graphql-ws'
import type { Logger } from 'pino'
import type { CallerLimits } from '../limits/per-caller.ts'
import type { ConnectionExtra } from '../subscriptions/websocket-connections.ts'
import type { Authenticator } from './authenticator.ts'
import { type ExpiryOptions, runAt } from './expiry.ts'
import { type Identity, limitKeyOf } from './identity.ts'

/** The WebSocket connections that were let in, each with who it comes from. */
export interface ConnectionIdentities {
  /** Proves who a connection comes from, by its `connection_init` or its upgrade request; closes it where that fails. */
  open(context: ConnectionContext): Promise<boolean>
  /** Who a connection that was let in comes from. */
  identityOf(context: ConnectionContext): Identity | undefined
  /** Forgets a connection. */
  close(context: ConnectionContext): void
}

type ConnectionContext = Context<Record<string, unknown> | undefined, ConnectionExtra>

/** What connections are let in by. */
export interface ConnectionIdentityOptions extends ExpiryOptions {
  readonly authenticator: Authenticator
  readonly callerLimits: CallerLimits
  readonly logger: Logger
}

/** Close codes: graphql-ws has 4403 for who may not; 1013 is the WebSocket protocol's "try again later". */
const FORBIDDEN = 4403
const TRY_AGAIN_LATER = 1013
/** As many bytes as a close frame has room for. */
const MAX_REASON_LENGTH = 120

/** Lets WebSocket connections in, and ends each when its token expires. */
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
        return close(TRY_AGAIN_LATER, 'This caller has as many connections as it may.')
      const { expiresAt } = identity
      const cancel =
        expiresAt === undefined
          ? () => {}
          : runAt(expiresAt, () => close(FORBIDDEN, 'The token has expired.'), options)
      const leave = () => {
        cancel()
        release()
      }
      opened.set(context, { identity, leave })
      // It may have gone while its token was looked at, and then nobody tells us.
      if (socket.readyState !== socket.OPEN) leave()
      return true
    },
    identityOf: (context) => opened.get(context)?.identity,
    close: (context) => opened.get(context)?.leave(),
  }
}

/** Clients put what is a header over HTTP into the parameters, under its name in any case, or under `headers`. */
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
