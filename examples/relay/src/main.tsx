import { RelayEnvironmentProvider } from 'react-relay'
import { renderPage } from '../../shared/page.tsx'
import { App } from './App.tsx'
import { createEnvironment } from './environment.ts'

renderPage((session) => (
  <RelayEnvironmentProvider environment={createEnvironment(session)}>
    <App />
  </RelayEnvironmentProvider>
))
