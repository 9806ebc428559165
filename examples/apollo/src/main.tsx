import { ApolloProvider } from '@apollo/client/react'
import { renderPage } from '../../shared/page.tsx'
import { App } from './App.tsx'
import { createApolloClient } from './client.ts'

renderPage((session) => (
  <ApolloProvider client={createApolloClient(session)}>
    <App />
  </ApolloProvider>
))
