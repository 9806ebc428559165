import { ApolloProvider } from '@apollo/client/react'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { ConnectionContext } from '../../shared/LiveStatus.tsx'
import '../../shared/page.css'
import { createLiveConnection } from '../../shared/web-socket.ts'
import { App } from './App.tsx'
import { createApolloClient } from './client.ts'

const root = document.getElementById('root')
if (root === null) throw new Error('index.html has no element with the id `root`.')

const url = `${location.origin}/graphql`
const connection = createLiveConnection(url)

createRoot(root).render(
  <StrictMode>
    <ConnectionContext value={connection}>
      <ApolloProvider client={createApolloClient(url, connection.client)}>
        <App />
      </ApolloProvider>
    </ConnectionContext>
  </StrictMode>,
)
