import { constants } from 'node:os'
import type { Logger } from 'pino'

/** What ends with the process. */
export interface Lifecycle {
  /** Finishes what is in flight and lets go of everything. Idempotent. */
  readonly stop: () => Promise<void>
  /** Milliseconds that it may take, as is configured. */
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
 * Ends the process as it should: on a signal gracefully, with 0, on a second one at once; on an error that nobody caught
 * as well as can be, once that is logged, with 70.
 */
export function endWith({ stop, graceMs, logger }: Lifecycle): void {
  let exitCode = 0
  let isFaulty = false
  let isStopping = false

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
    isFaulty = true
    exitCode = EXIT_FAULT
    end(Math.min(graceMs, FAULT_GRACE_MS) + MARGIN_MS)
  }

  function onSignal(signal: (typeof SIGNALS)[number]): void {
    // As a shell tells a death by a signal.
    if (isStopping) process.exit(128 + constants.signals[signal])
    isStopping = true
    end(graceMs + MARGIN_MS)
  }

  for (const signal of SIGNALS) process.on(signal, onSignal)
  // Rejections that nobody handled come here, too.
  process.on('uncaughtException', fail)
}
