import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { type EmulatorBehaviour, strictBehaviour } from './behaviour.ts'
import { type CallLog, createCallLog } from './calls.ts'
import { adjustableClock, type EmulatorClock, systemClock } from './clock.ts'
import { createControl } from './control.ts'
import { createFaults, type Faults } from './faults.ts'
import { serviceModel } from './model.ts'
import { operations } from './operations/registry.ts'
import type { RegionStore } from './region.ts'
import { companySeed } from './seed/company.ts'
import type { Seed } from './seed/seed.ts'
import { createService } from './service.ts'
import { createStore, type EmulatorStore } from './store.ts'

export type { EmulatorBehaviour } from './behaviour.ts'
export type { Call, CallLog } from './calls.ts'
export { type EmulatorClock, type ManualClock, manualClock } from './clock.ts'
export type { Fault, Faults } from './faults.ts'
export type { ImageBuilderRecord, ImagePermissions, ImageRecord } from './records.ts'
export type { RegionStore } from './region.ts'
export { companySeed } from './seed/company.ts'
export { emptySeed, type Seed } from './seed/seed.ts'
export type { EmulatorStore } from './store.ts'

/** How to start an emulator. */
export interface EmulatorOptions {
  /** 127.0.0.1 unless told. */
  readonly host?: string
  /** Any free one unless told. */
  readonly port?: number
  /** What the store holds at the start: a company of two accounts and regions unless told. */
  readonly seed?: Seed
  /** The machine's clock unless told; latencies run in real time all the same. */
  readonly clock?: EmulatorClock
  /** How much faster than usual resources change their states; at 1 a builder starts in about 5 s. */
  readonly speed?: number
  /** Another reading of what the service leaves open than the strict one. */
  readonly behaviour?: Partial<EmulatorBehaviour>
  /** The account of every access key that is not 12 digits; 123456789012 unless told. */
  readonly accountId?: string
  /** Added to each call; 0 unless told. */
  readonly latencyMs?: number
}

/** A running emulator. */
export interface Emulator extends AsyncDisposable {
  /** Where it listens, without a slash at the end. */
  readonly url: string
  readonly calls: CallLog
  readonly faults: Faults
  readonly store: EmulatorStore
  /** What an account (the default one unless told) holds in a region, settled as of now. */
  region(region: string, accountId?: string): RegionStore
  /** Empties the store and seeds it anew; calls and faults are cleared too. */
  reset(): void
  /** Stops at once: calls in flight lose their connection. */
  stop(): Promise<void>
}

const serviceName = 'Amazon AppStream emulator: AWS JSON 1.1 on POST /, control on /_emulator/\n'

/** Starts an emulator of Amazon AppStream that speaks the AWS protocol; resolves when it listens. */
export async function startEmulator(options: EmulatorOptions = {}): Promise<Emulator> {
  const {
    host = '127.0.0.1',
    port = 0,
    accountId = '123456789012',
    seed = companySeed,
    latencyMs = 0,
  } = options
  const clock = adjustableClock(options.clock ?? systemClock)
  const store = createStore(clock.now)
  const calls = createCallLog()
  const faults = createFaults()
  const stop = new AbortController()
  const service = createService({
    model: serviceModel,
    operations,
    store,
    clock,
    behaviour: { ...strictBehaviour, ...options.behaviour },
    calls,
    faults,
    accountId,
    latencyMs,
    stopping: stop.signal,
  })

  function reset(): void {
    calls.clear()
    faults.clear()
    store.clear()
    seed({ store, accountId, nowMs: clock.now() })
  }

  const control = createControl({ calls, faults, reset })

  async function route(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = request.url?.split('?')[0] ?? '/'
    if (path.startsWith('/_emulator/')) return control(request, response)
    if (path === '/' && request.method === 'POST') return service(request, response)
    response.writeHead(path === '/' && request.method === 'GET' ? 200 : 404, { 'content-type': 'text/plain' })
    response.end(
      path.startsWith('/service/')
        ? 'Smithy RPC v2 CBOR is not spoken here, AWS JSON 1.1 is.\n'
        : serviceName,
    )
  }

  reset()
  const server = createServer((request, response) => {
    // Only a connection that broke while its request was read ends up here.
    route(request, response).catch(() => request.socket.destroy())
  })
  // Longer than clients keep idle connections, so that it is never the emulator that closes one under a request.
  server.keepAliveTimeout = 65_000
  const url = await listen(server, host, port)

  async function stopServer(): Promise<void> {
    stop.abort()
    if (!server.listening) return
    const closed = Promise.withResolvers<void>()
    server.close(() => closed.resolve())
    server.closeAllConnections()
    await closed.promise
  }

  return {
    url,
    calls,
    faults,
    store,
    region: (region, account = accountId) => {
      store.settle()
      return store.region(region, account)
    },
    reset,
    stop: stopServer,
    [Symbol.asyncDispose]: stopServer,
  }
}

function listen(server: Server, host: string, port: number): Promise<string> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, () => {
      server.off('error', reject)
      const address = server.address()
      const bound = typeof address === 'object' && address !== null ? address.port : port
      resolve(`http://${host.includes(':') ? `[${host}]` : host}:${bound}`)
    })
  })
}
