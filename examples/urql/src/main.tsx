import { Provider } from 'urql'
import { renderPage } from '../../shared/page.tsx'
import { App } from './App.tsx'
import { createUrqlClient } from './client.ts'

renderPage((session) => (
  <Provider value={createUrqlClient(session)}>
    <App />
  </Provider>
))
