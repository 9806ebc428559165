import type { IncomingMessage } from 'node:http'
import { ALL_SCOPES, type Caller, createCaller } from '../../schema/access.ts'

/** Identity of the sender of a request or connection, and its expiry. */
export interface Identity {
  readonly caller: Caller
  /** Epoch milliseconds. Absent if it does not expire. */
  readonly expiresAt?: number
}

/** Identity without authentication. The gateway then listens on loopback only. */
export const anonymous: Identity = { caller: { ...createCaller('anonymous', ALL_SCOPES), isAnonymous: true } }

/** Identity of requests signed by a trusted router that carry no token. */
export const trustedRouter: Identity = {
  caller: { ...createCaller('router', ALL_SCOPES), isAnonymous: true },
}

/** Returns the key for limits per caller: the subject of the token, or without a token the client address. */
export function limitKeyOf({ caller, expiresAt }: Identity, { socket }: IncomingMessage): string {
  return expiresAt === undefined ? `address ${socket.remoteAddress ?? 'unknown'}` : `caller ${caller.name}`
}
