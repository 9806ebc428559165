import type { Clock, Schedule } from '../clock.ts'
import type { FinishedCommand } from './redis/engine/engine.ts'
import type { SharedObserver } from './redis/observer.ts'
import type { RedisShared } from './redis/shared.ts'

/** Server that replicas share state through. */
export interface SharedStateSettings {
  readonly url: string
  readonly ca?: string
  readonly isCluster: boolean
  readonly deployment: string
}

export interface CreateSharedOptions {
  readonly clock: Clock
  readonly schedule: Schedule
  /** Milliseconds for which cursors of subscriptions can be resumed. */
  readonly logMaxAgeMs: number
  readonly observer: SharedObserver
  readonly onCommand: (command: FinishedCommand) => void
}

/** Creates the shared state of this replica. It connects once started. */
export type CreateShared = (options: CreateSharedOptions) => RedisShared

/** Bounds of the log of all commits, which is in the memory of the server. */
const LOG_MAX_ENTRIES = 20_000
const LOG_MAX_BYTES = 64 * 1024 * 1024

/** Loads the client library, unless there is a single process, which does not need it. */
export async function loadShared(
  settings: SharedStateSettings | undefined,
): Promise<CreateShared | undefined> {
  if (settings === undefined) return undefined
  const [{ createRedisShared }, { createPeers }] = await Promise.all([
    import('./redis/shared.ts'),
    import('./redis/peers/peers.ts'),
  ])
  return ({ clock, schedule, logMaxAgeMs, observer, onCommand }) =>
    createRedisShared({
      ...settings,
      clock,
      schedule,
      log: { maxAgeMs: logMaxAgeMs, maxEntries: LOG_MAX_ENTRIES, maxBytes: LOG_MAX_BYTES },
      observer,
      onCommand,
      peers: (context) => createPeers(context, { clock, schedule }),
    })
}
