// Starts several replicas as one: redis-server, the AppStream emulator, gateways that share their state, and a proxy
// that distributes connections to them. Everything listens on 127.0.0.1; Ctrl-C ends it.
import { startEmulator } from '../../src/emulator/server.ts'
import { startProxy } from '../support/clients/proxy.ts'
import { isRedisInstalled, startRedis } from '../support/redis-server.ts'
import { type Environment, startReplicas } from '../support/replicas/replicas.ts'
import { describeLogLine, invitation, REDIS_MISSING } from './messages.ts'
import { parseOptions } from './options.ts'

const { port, replicas: count } = parseOptions(process.argv.slice(2))
if (!isRedisInstalled) {
  console.error(REDIS_MISSING)
  process.exit(2)
}
const ended = Promise.withResolvers<void>()
let isReady = false
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => {
    // While starting, or at a second signal, kills the child processes.
    if (!isReady) process.exit(1)
    isReady = false
    ended.resolve()
  })
}

await using proxy = await startProxy({
  port,
  onConnect: (url) => console.log(`proxy: connection to replica ${numberOf(url)}`),
}).catch(explain)
await using redis = await startRedis()
console.log(`redis-server: ${redis.url}`)
await using emulator = await startEmulator()
console.log(`emulator: ${emulator.url}`)
await using replicas = await startReplicas({
  count,
  environment: {
    ...ownEnvironment(),
    HOST: '127.0.0.1',
    PORT: '0',
    UPSTREAM: 'emulator',
    AWS_ENDPOINT_URL_APPSTREAM: emulator.url,
    SHARED_STATE_URL: redis.url,
  },
  onReady: ({ number, url, process: { pid } }) => console.log(`replica ${number}: ${url} (process ${pid})`),
  onLog(number, line) {
    const text = describeLogLine(line)
    if (text !== undefined) console.log(`replica ${number}: ${text}`)
  },
})
proxy.forward(...replicas.all.map(({ url }) => url))
isReady = true
console.log(invitation(proxy.url, replicas.all))
await ended.promise
console.log('Stopping.')
// The gateways end before redis-server, so that they can give up their leases.
proxy.cut()
await Promise.all(
  replicas.running().map((replica) => {
    replica.resume()
    return replica.stop()
  }),
)

function numberOf(url: string): number | undefined {
  return replicas.all.find((replica) => replica.url === url)?.number
}

function ownEnvironment(): Environment {
  return Object.fromEntries(
    Object.entries(process.env).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  )
}

function explain(error: unknown): never {
  const isTaken = error instanceof Error && 'code' in error && error.code === 'EADDRINUSE'
  console.error(isTaken ? `Port ${port} is in use: run npm run replicas -- --port ${port + 1}` : error)
  process.exit(1)
}
