import { setFlagsFromString } from 'node:v8'
import type { Logger } from 'pino'
import { type Config, ConfigError, loadConfig, withAwsProfile } from './config.ts'
import { startEmulator } from './emulator/server.ts'
import { createGateway, type GatewayStatus } from './gateway.ts'
import { endWith } from './lifecycle.ts'
import { createLogger } from './server/observability/logger.ts'
import { createProcessMetrics } from './server/observability/metrics/process.ts'

const usage = `usage: main.ts            starts the gateway, with a built-in AppStream emulator unless UPSTREAM=aws
       main.ts emulator   starts only the emulator`

/**
 * Runs the command in the arguments. On invalid arguments or configuration, prints a message and sets the exit code.
 */
export async function runCommand([command, ...rest]: readonly string[]): Promise<void> {
  if (rest.length > 0 || (command !== undefined && command !== 'emulator')) {
    console.error(usage)
    process.exitCode = 2
    return
  }
  try {
    const config = loadConfig()
    await (command === 'emulator' ? runEmulator(config) : runGateway(await withAwsProfile(config)))
  } catch (error) {
    console.error(isExpected(error) ? error.message : error)
    process.exitCode = 1
  }
}

/**
 * V8's settings for a process that holds tens of megabytes. The heap grows by 40 % beyond what is in use before garbage is
 * collected: on a large machine V8 lets it grow to four times as much, hundreds of megabytes of finished requests. The
 * young generation keeps the 64 MB that it has after startup: V8 would double it, and requests take no less time then.
 */
const HEAP_FLAGS = ['--heap-growing-percent=40', '--semi-space-growth-factor=1']

async function runGateway(config: Config): Promise<void> {
  for (const flag of HEAP_FLAGS) setFlagsFromString(flag)
  const logger = createLogger(config.logLevel)
  warnOfSwitches(config, logger)
  const emulator =
    config.upstream.kind === 'emulator' && config.upstream.endpoint === undefined
      ? await startEmulator({ speed: config.emulator.speed })
      : undefined
  const endpoint = emulator?.url ?? config.upstream.endpoint
  const gateway = createGateway(
    { ...config, upstream: { ...config.upstream, ...(endpoint !== undefined && { endpoint }) } },
    { logger, processMetrics: createProcessMetrics() },
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
  const status = await gateway.status()
  const upstream = describeUpstream(config, status, emulator?.url)
  if (status.isReady) return console.log(`${gateway.url} is ready, ${upstream}`)
  console.log(
    `${gateway.url} is listening, but not ready, ${upstream}: ${status.problems.join(' ') || 'no answer yet.'}`,
  )
}

/** Warns that the FIPS and dual-stack switches do not apply to a custom endpoint. */
function warnOfSwitches({ upstream: { endpoint, fips, dualstack } }: Config, logger: Logger): void {
  if (endpoint === undefined || !(fips || dualstack)) return
  const switches = [fips && 'FIPS', dualstack && 'dual-stack'].filter(Boolean).join(' and ')
  logger.warn(
    { endpoint },
    `the ${switches} switch of the AWS settings does not apply to AppStream, because a custom endpoint is configured`,
  )
}

async function runEmulator({ emulator: { port, speed }, logLevel }: Config): Promise<void> {
  const emulator = await startEmulator({ port, speed })
  endWith({ stop: () => emulator.stop(), graceMs: 0, logger: createLogger(logLevel) })
  console.log(
    `${emulator.url} is ready: an AppStream emulator for the AWS SDKs and CLI (--endpoint-url ${emulator.url})`,
  )
}

function describeUpstream(
  { upstream }: Config,
  { endpoints }: GatewayStatus,
  emulatorUrl: string | undefined,
): string {
  const regions = upstream.regions.join(', ')
  if (emulatorUrl === undefined) return `reading AppStream in ${regions} at ${endpoints.join(', ')}`
  return `reading an emulator of AppStream at ${emulatorUrl} (for AWS: UPSTREAM=aws AWS_REGION=us-east-1 npm start)`
}

/** Returns true for errors that need no stack trace: invalid configuration, a port in use. */
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
