import react from '@vitejs/plugin-react'
import { defineConfig, loadEnv } from 'vite'

export default defineConfig(({ mode }) => {
  const { GATEWAY_URL: target = 'http://127.0.0.1:4000' } = loadEnv(mode, '.', 'GATEWAY_URL')
  // The page uses the path alone: for the gateway, requests come from its own origin.
  const proxy = { '/graphql': { target, ws: true } }
  return {
    plugins: [react()],
    server: { proxy },
    preview: { proxy },
  }
})
