import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { RelayEnvironmentProvider } from 'react-relay'
import { ConnectionContext } from '../../shared/LiveStatus.tsx'
import '../../shared/page.css'
import { createLiveConnection } from '../../shared/web-socket.ts'
import { App } from './App.tsx'
import { createEnvironment } from './environment.ts'

const root = document.getElementById('root')
if (root === null) throw new Error('index.html has no element with the id `root`.')

const url = `${location.origin}/graphql`
const connection = createLiveConnection(url)

createRoot(root).render(
  <StrictMode>
    <ConnectionContext value={connection}>
      <RelayEnvironmentProvider environment={createEnvironment(url, connection.client)}>
        <App />
      </RelayEnvironmentProvider>
    </ConnectionContext>
  </StrictMode>,
)
