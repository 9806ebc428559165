import type { Logger } from 'pino'
import { describeCause } from '../../appstream/errors/cause.ts'
import type { SharedStatus } from '../../shared/shared.ts'

/** Listeners of the shared state that write log lines. */
export interface SharedStateLog {
  /** Writes one line per change, except for the moment between working alone and being connected again. */
  statusChanged(status: SharedStatus, previous: SharedStatus): void
  /** Receives a failure that is retried. The next change to a worse status has it as its cause. */
  trouble(during: string, error: unknown): void
  /** Local state was replaced by that of the engine, for the given reason. */
  replaced(reason: string): void
}

/** Creates the listeners. `countReplicas` returns the number of replicas at the last beat. */
export function createSharedStateLog(logger: Logger, countReplicas: () => number): SharedStateLog {
  let lastError: unknown

  function statusChanged(status: SharedStatus, previous: SharedStatus): void {
    const replicas = countReplicas()
    const shared = { status, previous, replicas, cause: describeCause(lastError) }
    if (status === 'lost' && previous === 'degraded') return
    if (status === 'lost') {
      logger.warn({ shared }, 'shared state unavailable: reads go to AWS, subscriptions pause')
    } else if (status === 'degraded') {
      logger.warn(
        { shared },
        'shared state still unavailable: this replica works alone until the engine answers',
      )
    } else if (status === 'member') {
      lastError = undefined
      const { cause: _, ...recovered } = shared
      logger.info(
        { shared: recovered },
        `shared state available: ${replicas} replica${replicas === 1 ? '' : 's'}`,
      )
    }
  }

  return {
    statusChanged,
    trouble(during, error) {
      lastError = error
      logger.debug({ during, err: error }, 'shared state: attempt failed, retrying')
    },
    replaced: (reason) => logger.info({ reason }, 'shared state: replaced the local state by the shared one'),
  }
}
