// Starts a demo supergraph: this gateway with its emulator, another team's subgraph, and Hive Gateway in
// front of both. Everything listens on 127.0.0.1; Ctrl-C ends it.
import { once } from 'node:events'
import { loadConfig } from '../../src/config.ts'
import { startEmulator } from '../../src/emulator/server.ts'
import { createGateway } from '../../src/gateway.ts'
import { createLogger } from '../../src/logger.ts'
import { startHive } from './routers/hive.ts'
import { startSupergraph } from './supergraph.ts'

const PORT = 4100

await using emulator = await startEmulator()
const config = loadConfig({
  ...process.env,
  HOST: '127.0.0.1',
  PORT: '0',
  AWS_ENDPOINT_URL_APPSTREAM: emulator.url,
})
await using gateway = createGateway(config, { logger: createLogger(config.log.level) })
await gateway.start()

const arnOf = (name: string) => `arn:aws:appstream:us-east-1:123456789012:${name}`
await using supergraph = await startSupergraph(gateway.url, {
  monthlyCosts: {
    [arnOf('image-builder/office-suite')]: 312.5,
    [arnOf('image-builder/analytics-desktop')]: 1280,
    [arnOf('image-builder/finance-desktop')]: 640,
  },
  applications: [
    { id: 'crm', name: 'CRM', owner: 'sales', imageArns: [arnOf('image/office-suite-v9')] },
    { id: 'ledger', name: 'Ledger', owner: 'finance', imageArns: [arnOf('image/finance-desktop-v4')] },
  ],
})
await using hive = await startHive(supergraph.sdl, { subscriptions: 'ws', port: PORT })
console.log(`Supergraph of ${gateway.url} and another subgraph at ${hive.url}; Ctrl-C ends it.`)
await Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')])
