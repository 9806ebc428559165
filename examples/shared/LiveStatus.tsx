import { createContext, useContext, useSyncExternalStore } from 'react'
import type { LiveConnection } from './web-socket.ts'

/** Connection of the page's subscriptions. */
export const ConnectionContext = createContext<LiveConnection | undefined>(undefined)

/** Event of `imageBuilderStateChanged`, as far as the page announces it. */
interface Change {
  readonly kind: string
  readonly imageBuilder?: { readonly name: string; readonly state: string } | null
}

/** Returns the text for an event. It is empty until the first change. */
export function describeChange(previous: string, { kind, imageBuilder }: Change): string {
  // A snapshot after RESET repeats what the table shows.
  if (kind === 'SNAPSHOT' || !imageBuilder) return previous
  return `${imageBuilder.name} is ${kind === 'DELETED' ? 'deleted' : imageBuilder.state}`
}

/** Announces the last change, or the state of the connection. */
export function LiveStatus({ last }: { readonly last: string }) {
  const connection = useContext(ConnectionContext)
  if (connection === undefined) throw new Error('Render LiveStatus inside a ConnectionContext.')
  const state = useSyncExternalStore(connection.onChange, connection.state)
  const text = {
    connecting: 'Connecting …',
    connected: last || 'Live',
    reconnecting: 'Reconnecting …',
    rejected: 'Disconnected',
  }[state]
  return <p role="status">{text}</p>
}
