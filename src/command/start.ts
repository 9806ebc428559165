import { setFlagsFromString } from 'node:v8'
import type { Logger } from 'pino'
import type { Warning } from '../config/warnings.ts'
import { type Config, ConfigError, configWarnings, loadConfig, withAwsProfile } from '../config.ts'
import type { Emulator, EmulatorOptions } from '../emulator/server.ts'
import { createGateway, type Gateway } from '../gateway.ts'
import { endWith } from '../lifecycle.ts'
import { openLog } from '../logger.ts'
import { createProcessMetrics } from '../server/observability/metrics/metrics.ts'
import { loadShared } from '../shared/load.ts'
import { VERSION } from '../version.ts'

/** Circumstances of the start that the configuration does not contain. */
export interface StartOptions {
  /** True if the environment sets `NODE_ENV=production`. The gateway also sets it itself, as a default. */
  readonly isProduction: boolean
}

/** Starts the gateway or only the emulator. Prints invalid configuration and other expected errors, and exits with 1. */
export async function start(command: 'gateway' | 'emulator', options: StartOptions): Promise<void> {
  try {
    const config = loadConfig()
    await (command === 'emulator'
      ? runEmulator(config, configWarnings(config, { isProduction: false }))
      : runGateway(await withAwsProfile(config), options))
  } catch (error) {
    console.error(isExpected(error) ? error.message : error)
    process.exitCode = 1
  }
}

/**
 * V8 flags for a process that uses tens of megabytes. V8 collects garbage once the heap has grown by 40 %. By default,
 * on a large machine, the heap grows to four times its size, which is hundreds of megabytes of finished requests. The
 * young generation keeps the 64 MB that it has after startup: doubling it, the default, does not make requests faster.
 */
export const HEAP_FLAGS = ['--heap-growing-percent=40', '--semi-space-growth-factor=1']

async function runGateway(config: Config, options: StartOptions): Promise<void> {
  const logger = await openLog(config.log)
  logWarnings(configWarnings(config, options), logger)
  const emulator =
    config.upstream.kind === 'emulator' && config.upstream.endpoint === undefined
      ? await startLocalEmulator({ speed: config.emulator.speed })
      : undefined
  const endpoint = emulator?.url ?? config.upstream.endpoint
  const createShared = await loadShared(config.sharedState)
  // Not earlier: V8 rejects compiled code from the cache that was compiled with other flags.
  for (const flag of HEAP_FLAGS) setFlagsFromString(flag)
  const gateway = createGateway(
    { ...config, upstream: { ...config.upstream, ...(endpoint !== undefined && { endpoint }) } },
    { logger, processMetrics: createProcessMetrics(), createShared },
  )
  const stop = async () => {
    await gateway.stop()
    await emulator?.stop()
  }
  try {
    await gateway.start()
  } catch (error) {
    await stop()
    throw error
  }
  const { shutdownDelayMs: delayMs, shutdownGraceMs: graceMs } = config.server
  endWith({
    drain: () => gateway.drain(),
    delayMs,
    whenQuiet: () => gateway.whenQuiet(),
    stop,
    graceMs,
    logger,
  })
  const { kind, regions } = config.upstream
  logger.info(
    {
      version: VERSION,
      node: process.versions.node,
      url: gateway.url,
      upstream: kind,
      regions,
      endpoints: gateway.endpoints,
    },
    'listening',
  )
  const status = await gateway.status()
  const upstream = describeUpstream(config, gateway, emulator?.url)
  if (status.isReady) return console.log(`${gateway.url} is ready. ${upstream}`)
  console.log(
    `${gateway.url} is listening, but not ready. ${upstream}. Problems: ${status.problems.join(' ') || 'no response yet.'}`,
  )
}

/** Starts an emulator. Its 120 modules are loaded only here, since a gateway in front of AWS does not need them. */
async function startLocalEmulator(options: EmulatorOptions): Promise<Emulator> {
  const { startEmulator } = await import('../emulator/server.ts')
  return startEmulator(options)
}

function logWarnings(warnings: readonly Warning[], logger: Logger): void {
  for (const { details, message } of warnings) logger.warn(details, message)
}

async function runEmulator({ emulator: { port, speed }, log }: Config, warnings: readonly Warning[]) {
  const logger = await openLog(log)
  logWarnings(warnings, logger)
  const emulator = await startLocalEmulator({ port, speed })
  endWith({ stop: () => emulator.stop(), graceMs: 0, logger })
  console.log(
    `${emulator.url} is ready: an AppStream emulator for the AWS SDKs and CLI (--endpoint-url ${emulator.url})`,
  )
}

function describeUpstream(
  { upstream }: Config,
  { endpoints }: Pick<Gateway, 'endpoints'>,
  emulatorUrl: string | undefined,
): string {
  const regions = upstream.regions.join(', ')
  if (emulatorUrl === undefined) return `Upstream: AppStream in ${regions} (${endpoints.join(', ')})`
  return `Upstream: AppStream emulator at ${emulatorUrl} (for AWS: UPSTREAM=aws AWS_REGION=us-east-1 npm start)`
}

/** Returns true for errors that need no stack trace, such as an invalid configuration or a port in use. */
function isExpected(error: unknown): error is Error {
  return (
    error instanceof ConfigError ||
    isSystemError(error) ||
    (error instanceof Error && isSystemError(error.cause))
  )
}

function isSystemError(error: unknown): boolean {
  return error instanceof Error && 'syscall' in error
}
