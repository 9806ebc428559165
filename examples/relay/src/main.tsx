import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { RelayEnvironmentProvider } from 'react-relay'
import '../../shared/page.css'
import { App } from './App.tsx'
import { createEnvironment } from './environment.ts'

const root = document.getElementById('root')
if (root === null) throw new Error('index.html has no element with the id `root`.')

createRoot(root).render(
  <StrictMode>
    <RelayEnvironmentProvider environment={createEnvironment()}>
      <App />
    </RelayEnvironmentProvider>
  </StrictMode>,
)
