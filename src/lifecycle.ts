import { constants } from 'node:os'
import type { Logger } from 'pino'

/** Service that ends with the process. */
export interface Lifecycle {
  /** Announces the end while serving on. */
  readonly drain?: () => void
  /** Milliseconds between the announcement and the stop: load balancers notice it with a delay, and send requests until then. */
  readonly delayMs?: number
  /** Resolves when the stop disturbs nobody; it begins no earlier after a signal. */
  readonly whenQuiet?: () => Promise<void>
  /** Finishes requests in flight and releases everything. Idempotent. */
  readonly stop: () => Promise<void>
  /** Milliseconds that stopping may take. */
  readonly graceMs: number
  readonly logger: Logger
}

const SIGNALS = ['SIGTERM', 'SIGINT'] as const
/** sysexits' EX_SOFTWARE: a defect of the gateway's. A configuration that is wrong is 1, a wrong argument 2. */
const EXIT_FAULT = 70
/** What a fault has left behind may be broken: it gets no longer to finish what is in flight. */
const FAULT_GRACE_MS = 5_000
/** What stopping may take beyond its grace, and what else runs in the process after it, before it is given up. */
const MARGIN_MS = 2_000

/**
 * Ends the process: on a signal it drains, waits for the delay and for quiet, stops, and exits with 0; on a second signal it exits at
 * once; on an uncaught error it logs that, stops without the delay, and exits with 70.
 */
export function endWith(lifecycle: Lifecycle): void {
  const { drain, delayMs = 0, whenQuiet = async () => {}, stop, graceMs, logger } = lifecycle
  let exitCode = 0
  let isFaulty = false
  let isStopping = false
  let delay: NodeJS.Timeout | undefined

  function end(withinMs: number): void {
    const fuse = setTimeout(() => {
      logger.fatal('stopping took too long: what is in flight is lost')
      process.exit(EXIT_FAULT)
    }, withinMs)
    stop().then(() => {
      clearTimeout(fuse)
      // Nothing of ours is left, so it ends by itself: what else runs here, say an exporter of traces, may finish first.
      process.exitCode = exitCode
      setTimeout(() => process.exit(exitCode), MARGIN_MS).unref()
    }, fail)
  }

  function fail(error: unknown): void {
    logger.fatal({ err: error }, 'a fault that nobody handled: the process ends')
    if (isFaulty) process.exit(EXIT_FAULT)
    clearTimeout(delay)
    isFaulty = true
    exitCode = EXIT_FAULT
    end(Math.min(graceMs, FAULT_GRACE_MS) + MARGIN_MS)
  }

  function onSignal(signal: (typeof SIGNALS)[number]): void {
    // As a shell tells a death by a signal.
    if (isStopping) process.exit(128 + constants.signals[signal])
    isStopping = true
    drain?.()
    if (delayMs > 0)
      logger.info({ signal, delayMs }, 'no longer ready; requests are served until the delay is over')
    delay = setTimeout(() => {
      whenQuiet().then(() => {
        // A fault in the meantime has begun the end.
        if (!isFaulty) end(graceMs + MARGIN_MS)
      }, fail)
    }, delayMs)
  }

  for (const signal of SIGNALS) process.on(signal, onSignal)
  // Rejections that nobody handled come here, too.
  process.on('uncaughtException', fail)
}
