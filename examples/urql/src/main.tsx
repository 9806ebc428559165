import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { Provider } from 'urql'
import { ConnectionContext } from '../../shared/LiveStatus.tsx'
import '../../shared/page.css'
import { createLiveConnection } from '../../shared/web-socket.ts'
import { App } from './App.tsx'
import { createUrqlClient } from './client.ts'

const root = document.getElementById('root')
if (root === null) throw new Error('index.html has no element with the id `root`.')

const url = `${location.origin}/graphql`
const connection = createLiveConnection(url)

createRoot(root).render(
  <StrictMode>
    <ConnectionContext value={connection}>
      <Provider value={createUrqlClient(url, connection.client)}>
        <App />
      </Provider>
    </ConnectionContext>
  </StrictMode>,
)
