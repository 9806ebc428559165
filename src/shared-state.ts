import type { Logger } from 'pino'
import type { Clock, Schedule } from './clock.ts'
import type { Config } from './config.ts'
import type { Metrics } from './server/observability/metrics/metrics.ts'
import { createSharedStateLog } from './server/observability/shared-status.ts'
import { createAlone } from './shared/alone.ts'
import type { CreateShared } from './shared/load.ts'
import type { Shared } from './shared/shared.ts'

/** Creates the state that this process shares with other replicas, with its log lines and metrics. */
export function createSharedState(
  { sharedState, watch }: Pick<Config, 'sharedState' | 'watch'>,
  { createShared, logger }: { readonly createShared?: CreateShared | undefined; readonly logger: Logger },
  {
    clock,
    schedule,
    metrics,
  }: { readonly clock: Clock; readonly schedule: Schedule; readonly metrics: Metrics },
): Shared {
  if (sharedState === undefined) return createAlone(clock)
  if (createShared === undefined) throw new Error('Shared state is configured, but createShared is missing.')
  const startedAt = clock.now()
  const shared = createShared({
    clock,
    schedule,
    logMaxAgeMs: watch.logMaxAgeMs,
    observer: createSharedStateLog(logger, () => shared.replicas()),
    onCommand: metrics.noteSharedCommand,
  })
  metrics.observeShared(() => ({
    status: shared.status(),
    replicas: shared.replicas(),
    leases: shared.leases(),
    beatAgeMs: shared.beatAgeMs() ?? clock.now() - startedAt,
    counters: shared.counters,
  }))
  return shared
}
