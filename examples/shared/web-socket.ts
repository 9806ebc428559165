import { type Client, createClient } from 'graphql-ws'
import { askForToken, authorizationOf, type GetToken } from './access.ts'
import { resuming } from './resuming.ts'

/** Close code for a missing, invalid or expired token. */
const FORBIDDEN = 4403

/** State of a connection: `reconnecting` after the first connection has closed, `rejected` if the token was. */
export type ConnectionState = 'connecting' | 'connected' | 'reconnecting' | 'rejected'

/** WebSocket for subscriptions, whose state a page can show. */
export interface LiveConnection {
  readonly client: Client
  readonly state: () => ConnectionState
  /** Calls a listener after each change of the state. Returns a function that removes it. */
  readonly onChange: (listener: () => void) => () => void
}

/**
 * Creates a client of graphql-ws that connects at the first subscription, reconnects without limit unless the gateway
 * rejects the token, and resumes.
 */
export function createLiveConnection(url: string, getToken: GetToken): LiveConnection {
  const client = createClient({
    url: url.replace('http', 'ws'),
    // Called for each connection, so that it has the current token.
    connectionParams: () => authorizationOf(getToken),
    retryAttempts: Number.POSITIVE_INFINITY,
    shouldRetry: (reason) => !isRejection(reason),
    // Spread over a second, so that a deploy does not bring all clients back at once.
    retryWait: () => new Promise((resolve) => setTimeout(resolve, 500 + 1000 * Math.random())),
    keepAlive: 12_000,
  })
  const listeners = new Set<() => void>()
  let state: ConnectionState = 'connecting'
  function change(next: ConnectionState): void {
    state = next
    for (const listener of listeners) listener()
  }
  client.on('connected', () => change('connected'))
  client.on('closed', (event) => {
    if (isRejection(event)) change('rejected')
    else if (state !== 'connecting') change('reconnecting')
  })
  return {
    client: resuming(withErrors(client)),
    state: () => state,
    onChange(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}

/** Wraps a client so that its subscriptions end with an `Error` with a message for people, not with a `CloseEvent`. */
function withErrors(client: Client): Client {
  return {
    ...client,
    subscribe: (operation, sink) =>
      client.subscribe(operation, { ...sink, error: (reason) => sink.error(toError(reason)) }),
  }
}

/** Converts the end of a subscription: errors of GraphQL, or the close of the WebSocket. */
function toError(reason: unknown): Error {
  if (reason instanceof Error) return reason
  if (isRejection(reason)) return new Error(askForToken(reason.reason))
  if (reason instanceof CloseEvent)
    return new Error(`The connection was closed (${reason.code} ${reason.reason}).`)
  if (Array.isArray(reason)) return new Error(reason.map(({ message }) => message).join(' '))
  return new Error(String(reason))
}

function isRejection(reason: unknown): reason is CloseEvent {
  return reason instanceof CloseEvent && reason.code === FORBIDDEN
}
