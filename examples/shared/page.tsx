import type { Client } from 'graphql-ws'
import { type ReactNode, StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import type { GetToken } from './access.ts'
import { ConnectionContext } from './LiveStatus.tsx'
import './page.css'
import { TokenBox } from './TokenBox.tsx'
import { createLiveConnection } from './web-socket.ts'

/** Access of one user to the gateway. */
export interface Session {
  readonly url: string
  /** Client of graphql-ws for subscriptions. */
  readonly webSocket: Client
  readonly getToken: GetToken
}

/**
 * Renders a page with a token box. Each token starts a new session, with a client and a cache of its own: the token may
 * belong to another person, who must not see the data of the one before.
 * @param content creates a client, and renders the page with it.
 */
export function renderPage(content: (session: Session) => ReactNode): void {
  const element = document.getElementById('root')
  if (element === null) throw new Error('index.html has no element with the id `root`.')
  const root = createRoot(element)
  const url = `${location.origin}/graphql`
  let sessions = 0

  function start(token?: string): void {
    const getToken = () => token
    const connection = createLiveConnection(url, getToken)
    root.render(
      <StrictMode>
        <TokenBox hasToken={token !== undefined} onToken={start} />
        {/* Another key unmounts the old session, whose subscription then ends and closes its WebSocket. */}
        <ConnectionContext key={sessions++} value={connection}>
          {content({ url, webSocket: connection.client, getToken })}
        </ConnectionContext>
      </StrictMode>,
    )
  }

  start()
}
