import type { Logger } from 'pino'
import { describeCause } from '../../appstream/cause.ts'
import type { SharedStatus } from '../../shared/shared.ts'

/** Change of the status of the state shared with other replicas. */
export interface SharedStatusChange {
  readonly status: SharedStatus
  readonly previous: SharedStatus
  /** Replicas seen last, including this one. */
  readonly replicas: number
  /** Last error of the engine, if it is unavailable. */
  readonly error?: unknown
}

/** Creates a listener that writes one log line for each change of the status. */
export function createSharedStatusLog(logger: Logger): (change: SharedStatusChange) => void {
  return ({ status, previous, replicas, error }) => {
    if (status === previous || status === 'alone') return
    const shared = { status, previous, replicas, ...(error !== undefined && { cause: describeCause(error) }) }
    if (status === 'member') {
      const text = previous === 'alone' ? 'shared state connected' : 'shared state connected again'
      logger.info({ shared }, `${text}: ${replicas} replica${replicas === 1 ? '' : 's'}`)
    } else if (status === 'lost') {
      logger.warn({ shared }, 'shared state unavailable: reads go to AWS, subscriptions pause')
    } else {
      logger.warn({ shared }, 'shared state still unavailable: this replica works alone until it is back')
    }
  }
}
