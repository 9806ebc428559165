import { ApolloProvider } from '@apollo/client/react'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import '../../shared/page.css'
import { App } from './App.tsx'
import { createApolloClient } from './client.ts'

const root = document.getElementById('root')
if (root === null) throw new Error('index.html has no element with the id `root`.')

createRoot(root).render(
  <StrictMode>
    <ApolloProvider client={createApolloClient()}>
      <App />
    </ApolloProvider>
  </StrictMode>,
)
