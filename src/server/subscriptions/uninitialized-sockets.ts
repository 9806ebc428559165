import type { IncomingMessage } from 'node:http'
import type { GraphQLError } from 'graphql'
import { codedError } from '../coded-error.ts'
import { createSlots } from '../limits/slots.ts'

/** Limits on WebSockets that are not initialized yet, whose caller is therefore unknown. 0: no limit. */
export interface UninitializedLimits {
  readonly maxUninitialized: number
  readonly addressMaxUninitialized: number
}

/** WebSockets between upgrade and `connection_init`. */
export interface UninitializedSockets {
  /** Takes a slot for the connection of an upgrade request. Returns an error if there is none. */
  admit(request: IncomingMessage): GraphQLError | undefined
  /** Releases the slot, since the connection now counts towards the limits of its caller. */
  initialized(request: IncomingMessage): void
}

/** Creates the limits of uninitialized sockets, all unused. */
export function createUninitializedSockets(limits: UninitializedLimits): UninitializedSockets {
  const { maxUninitialized, addressMaxUninitialized } = limits
  const ofAddress = createSlots(addressMaxUninitialized)
  const ofAll = createSlots(maxUninitialized)
  const releases = new WeakMap<IncomingMessage, () => void>()

  return {
    admit(request) {
      const { remoteAddress = 'unknown' } = request.socket
      const leaveAddress = ofAddress(remoteAddress)
      if (leaveAddress === undefined) {
        const message = `This address has ${addressMaxUninitialized} WebSockets without connection_init (WS_MAX_UNINITIALIZED_PER_ADDRESS). Initialize them, or retry later.`
        return codedError('TOO_MANY_CONNECTIONS', message, 429)
      }
      const leaveAll = ofAll('all')
      if (leaveAll === undefined) {
        leaveAddress()
        const message = `The gateway has ${maxUninitialized} WebSockets without connection_init (WS_MAX_UNINITIALIZED). Retry later.`
        return codedError('TOO_MANY_CONNECTIONS', message, 503)
      }
      const release = () => {
        leaveAddress()
        leaveAll()
      }
      releases.set(request, release)
      // The client may disconnect before the response to its upgrade. Releasing is idempotent.
      request.socket.once('close', release)
      return undefined
    },
    initialized: (request) => releases.get(request)?.(),
  }
}
