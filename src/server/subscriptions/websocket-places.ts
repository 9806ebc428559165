import type { IncomingMessage } from 'node:http'
import type { GraphQLError } from 'graphql'
import { createPlaces } from '../limits/places.ts'
import { refusal } from '../refusal.ts'

/** Bounds of the WebSockets that are not initialized yet: nobody knows whose they are. 0 means no limit. */
export interface UninitializedLimits {
  readonly maxUninitialized: number
  readonly addressMaxUninitialized: number
}

/** WebSockets between their upgrade and their `connection_init`. */
export interface UninitializedSockets {
  /** Takes a place for the connection of an upgrade request; returns the refusal if there is none. */
  admit(request: IncomingMessage): GraphQLError | undefined
  /** Gives the place back: the connection counts as one of its caller from now on. */
  initialized(request: IncomingMessage): void
}

/** Creates the places of uninitialized sockets, all free. */
export function createUninitializedSockets(limits: UninitializedLimits): UninitializedSockets {
  const { maxUninitialized, addressMaxUninitialized } = limits
  const ofAddress = createPlaces(addressMaxUninitialized)
  const ofAll = createPlaces(maxUninitialized)
  const releases = new WeakMap<IncomingMessage, () => void>()

  return {
    admit(request) {
      const { remoteAddress = 'unknown' } = request.socket
      const leaveAddress = ofAddress(remoteAddress)
      if (leaveAddress === undefined) {
        const message = `This address has ${addressMaxUninitialized} WebSockets without connection_init (WS_MAX_UNINITIALIZED_PER_ADDRESS). Initialize them, or retry later.`
        return refusal('TOO_MANY_CONNECTIONS', message, 429)
      }
      const leaveAll = ofAll('all')
      if (leaveAll === undefined) {
        leaveAddress()
        const message = `The gateway has ${maxUninitialized} WebSockets without connection_init (WS_MAX_UNINITIALIZED). Retry later.`
        return refusal('TOO_MANY_CONNECTIONS', message, 503)
      }
      const release = () => {
        leaveAddress()
        leaveAll()
      }
      releases.set(request, release)
      // A client may leave before its upgrade is answered; a place is given back once, however often.
      request.socket.once('close', release)
      return undefined
    },
    initialized: (request) => releases.get(request)?.(),
  }
}
