import { type Client, createClient } from 'graphql-ws'
import { resuming } from './resuming.ts'

/** WebSocket for subscriptions, whose state a page can show. */
export interface LiveConnection {
  readonly client: Client
  readonly isConnected: () => boolean
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
  let isConnected = false
  function change(value: boolean): void {
    isConnected = value
    for (const listener of listeners) listener()
  }
  client.on('connected', () => change(true))
  client.on('closed', () => change(false))
  return {
    client: resuming(client),
    isConnected: () => isConnected,
    onChange(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}
