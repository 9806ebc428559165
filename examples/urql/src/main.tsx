import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { Provider } from 'urql'
import '../../shared/page.css'
import { App } from './App.tsx'
import { createUrqlClient } from './client.ts'

const root = document.getElementById('root')
if (root === null) throw new Error('index.html has no element with the id `root`.')

createRoot(root).render(
  <StrictMode>
    <Provider value={createUrqlClient()}>
      <App />
    </Provider>
  </StrictMode>,
)
