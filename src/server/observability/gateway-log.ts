import type { Logger } from 'pino'
import type { FinishedCall } from '../../appstream/calls/calls.ts'
import { describeCause } from '../../appstream/errors/cause.ts'
import type { Target } from '../../appstream/target.ts'
import { roundMs } from '../../clock.ts'
import type { FoundSessions } from '../../inventory/sessions.ts'
import type { WatchObserver } from '../../inventory/target-inventory.ts'
import { locate } from './metrics/inventory.ts'

/** Listeners of AWS calls and of the inventory that write log lines. */
export interface GatewayLog {
  /** Logs a failed call, even if the client got no error because a snapshot or another target supplied the data. */
  readonly callFinished: (call: FinishedCall) => void
  readonly renewalFailed: (error: unknown) => void
  readonly sessionsMissing: (missing: FoundSessions & { readonly target: Target }) => void
  readonly watched: WatchObserver
  readonly notReady: (errors: readonly unknown[]) => void
}

/** Creates the listeners. */
export function createGatewayLog(logger: Logger): GatewayLog {
  return {
    callFinished(call) {
      if (call.outcome === 'OK' || call.outcome === 'ABORTED') return
      // AWS rejects some requests, such as a read of the theme of a stack without one. Polls read existing resources only.
      const isExpected = call.outcome === 'UPSTREAM_REJECTED' && call.purpose !== 'poll'
      logger[isExpected ? 'debug' : 'warn'](
        { call: { ...call, durationMs: roundMs(call.durationMs) } },
        'AWS call failed',
      )
    },
    renewalFailed: (error) =>
      logger.warn({ cause: describeCause(error) }, 'could not renew role credentials; using the old ones'),
    sessionsMissing: ({ target, fleet, inUse, found }) =>
      logger.warn(
        { sessions: { ...locate(target), fleet, inUse, found } },
        'fewer sessions found than the fleet reports in use; if this persists, set SESSIONS_BY_AUTHENTICATION_TYPE=true',
      ),
    watched({ target, kind, outcome }) {
      const watched = { kind, ...locate(target) }
      if (outcome === 'recovered') return logger.info({ watched }, 'polling recovered')
      if (outcome === 'stopped while failing')
        return logger.info({ watched }, 'polling stopped: no subscribers left')
      logger.warn({ watched, err: outcome.error, failures: outcome.failures }, 'poll failed')
    },
    notReady: (errors) => logger.warn({ errors: errors.map(String) }, 'not ready: no target is readable'),
  }
}
