import { loadConfig } from '../../src/config.ts'
import { startEmulator } from '../../src/emulator/server.ts'
import { createGateway } from '../../src/gateway.ts'
import { createLogger } from '../../src/server/logger.ts'

/** A whole gateway before an emulator of its own. */
export interface RunningGateway extends AsyncDisposable {
  /** The GraphQL endpoint. */
  readonly url: string
}

/** Starts a gateway on a free port, before an emulator that holds its company. */
export async function startGateway(): Promise<RunningGateway> {
  await using started = new AsyncDisposableStack()
  const emulator = started.use(await startEmulator())
  const config = loadConfig({ PORT: '0', AWS_ENDPOINT_URL_APPSTREAM: emulator.url })
  const gateway = started.use(createGateway(config, { logger: createLogger('silent') }))
  await gateway.start()
  const { url } = gateway
  const running = started.move()
  return { url, [Symbol.asyncDispose]: () => running.disposeAsync() }
}
