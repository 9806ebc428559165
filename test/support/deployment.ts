import { loadConfig } from '../../src/config.ts'
import { emptySeed, type RegionStore, startEmulator } from '../../src/emulator/server.ts'
import { createGateway, type Gateway } from '../../src/gateway.ts'
import { createLogger } from '../../src/logger.ts'
import { startProxy } from './clients/proxy.ts'
import { REGION } from './gateway.ts'

/** Gateway behind a stable address, which outlives the serving process. */
export interface Deployment extends AsyncDisposable {
  readonly url: string
  readonly emulatorUrl: string
  /** Contents of the emulator. */
  readonly home: RegionStore
  /** Closes every connection and refuses new ones. */
  disconnect(): void
  /** Accepts connections again. */
  connect(): void
  /** Closes every connection and refuses new ones while `change` runs. */
  interrupt(change: () => void): void
  /** Stops the gateway, runs `change` and starts a new gateway. */
  replace(change: () => void): Promise<void>
}

/** Starts a gateway that polls ten times a second, behind a proxy. */
export async function startDeployment(env: Readonly<Record<string, string>> = {}): Promise<Deployment> {
  await using started = new AsyncDisposableStack()
  const emulator = started.use(await startEmulator({ seed: emptySeed }))
  const proxy = started.use(await startProxy())
  async function start(): Promise<Gateway> {
    const intervals = {
      WATCH_ACTIVE_INTERVAL_MS: '100',
      WATCH_IDLE_INTERVAL_MS: '100',
      // Clients wait up to 5 s before they reconnect, longer on a busy machine, and must find the missed changes.
      WATCH_LINGER_MS: '60000',
    }
    const config = loadConfig({ PORT: '0', AWS_ENDPOINT_URL_APPSTREAM: emulator.url, ...intervals, ...env })
    const gateway = createGateway(config, { logger: createLogger('silent') })
    await gateway.start()
    proxy.forward(gateway.url)
    return gateway
  }
  let gateway = await start()
  started.defer(() => gateway.stop())
  const running = started.move()
  function disconnect(): void {
    proxy.forward()
    proxy.cut()
  }
  const connect = () => proxy.forward(gateway.url)
  return {
    url: proxy.url,
    emulatorUrl: emulator.url,
    home: emulator.region(REGION),
    disconnect,
    connect,
    interrupt(change) {
      disconnect()
      change()
      connect()
    },
    async replace(change) {
      proxy.forward()
      await gateway.stop()
      change()
      gateway = await start()
    },
    [Symbol.asyncDispose]: () => running.disposeAsync(),
  }
}
