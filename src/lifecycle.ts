import { constants } from 'node:os'
import type { Logger } from 'pino'

/** Service whose lifetime is that of the process. */
export interface Lifecycle {
  /** Announces the shutdown; the service keeps serving. */
  readonly drain?: () => void
  /** Milliseconds between `drain` and `stop`, during which load balancers still send requests. Default: 0. */
  readonly delayMs?: number
  /** Resolves when stopping interrupts no client. After a signal, `stop` waits for it. */
  readonly whenQuiet?: () => Promise<void>
  /** Finishes requests in flight and releases all resources. Idempotent. */
  readonly stop: () => Promise<void>
  /** Maximum duration of `stop` in milliseconds. */
  readonly graceMs: number
  readonly logger: Logger
}

const SIGNALS = ['SIGTERM', 'SIGINT'] as const
/**
 * Exit status for a defect (EX_SOFTWARE of sysexits). Invalid configuration exits with 1, an invalid argument with 2.
 */
const EXIT_FAULT = 70
/** Shorter grace period after a fault, since the state of the process may be corrupt. */
const FAULT_GRACE_MS = 5_000
/**
 * Time between the end of the grace period and a forced exit. Also the time that other code may run after a stop.
 */
const MARGIN_MS = 2_000

/**
 * Shuts the process down. On a signal: drains, waits for the delay and for quiet, stops and exits with 0. On a second
 * signal: exits at once. On an uncaught error: logs it, stops without the delay and exits with 70.
 */
export function endWith(lifecycle: Lifecycle): void {
  const { drain, delayMs = 0, whenQuiet = async () => {}, stop, graceMs, logger } = lifecycle
  let exitCode = 0
  let isFaulty = false
  let isStopping = false
  let delay: NodeJS.Timeout | undefined

  function end(withinMs: number): void {
    const fuse = setTimeout(() => {
      logger.fatal(
        `shutdown exceeded ${withinMs - MARGIN_MS} ms (SHUTDOWN_GRACE_MS): requests in flight are lost`,
      )
      process.exit(EXIT_FAULT)
    }, withinMs)
    stop().then(() => {
      clearTimeout(fuse)
      // The gateway has stopped, so the process ends by itself. Other code, such as a trace exporter, may finish first.
      process.exitCode = exitCode
      setTimeout(() => process.exit(exitCode), MARGIN_MS).unref()
    }, fail)
  }

  function fail(error: unknown): void {
    logger.fatal({ err: error }, 'uncaught error: shutting down')
    if (isFaulty) process.exit(EXIT_FAULT)
    clearTimeout(delay)
    isFaulty = true
    exitCode = EXIT_FAULT
    end(Math.min(graceMs, FAULT_GRACE_MS) + MARGIN_MS)
  }

  function onSignal(signal: (typeof SIGNALS)[number]): void {
    // The exit status that shells use for a process killed by a signal.
    if (isStopping) process.exit(128 + constants.signals[signal])
    isStopping = true
    drain?.()
    if (delayMs > 0)
      logger.info(
        { signal, delayMs },
        'draining: readiness fails, requests are still served until the delay ends',
      )
    delay = setTimeout(() => {
      whenQuiet().then(() => {
        // A fault in the meantime has already started the shutdown.
        if (!isFaulty) end(graceMs + MARGIN_MS)
      }, fail)
    }, delayMs)
  }

  for (const signal of SIGNALS) process.on(signal, onSignal)
  // Also receives unhandled rejections.
  process.on('uncaughtException', fail)
}
