import type { IncomingMessage } from 'node:http'
import { ALL_SCOPES, type Caller, createCaller } from '../../schema/access.ts'

/** Who a request or a connection comes from, and until when that is proven. */
export interface Identity {
  readonly caller: Caller
  /** Epoch milliseconds; undefined where nothing expires. */
  readonly expiresAt?: number
}

/** Where nobody has to say who they are: the gateway then listens on loopback only. */
export const anonymous: Identity = { caller: createCaller('anonymous', ALL_SCOPES) }

/** Where requests are known to come from a trusted router, and from nobody in particular beyond it. */
export const trustedRouter: Identity = { caller: createCaller('router', ALL_SCOPES) }

/** Whose limits a caller counts against. Only a token names it: without one, limits are those of the address. */
export function limitKeyOf({ caller, expiresAt }: Identity, { socket }: IncomingMessage): string {
  return expiresAt === undefined ? `address ${socket.remoteAddress ?? 'unknown'}` : `caller ${caller.name}`
}
