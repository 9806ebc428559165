import { type Client, createClient } from 'graphql-ws'
import { resuming } from './resuming.ts'

/** State of a connection: `reconnecting` after the first connection has closed. */
export type ConnectionState = 'connecting' | 'connected' | 'reconnecting'

/** WebSocket for subscriptions, whose state a page can show. */
export interface LiveConnection {
  readonly client: Client
  readonly state: () => ConnectionState
  /** Calls a listener after each change of the state. Returns a function that removes it. */
  readonly onChange: (listener: () => void) => () => void
}

/** Creates a client of graphql-ws that connects at the first subscription, reconnects without limit, and resumes. */
export function createLiveConnection(url: string): LiveConnection {
  const client = createClient({
    url: url.replace('http', 'ws'),
    retryAttempts: Number.POSITIVE_INFINITY,
    shouldRetry: () => true,
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
  client.on('closed', () => change(state === 'connecting' ? state : 'reconnecting'))
  return {
    client: resuming(client),
    state: () => state,
    onChange(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}
