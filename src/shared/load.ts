import type { Clock, Schedule } from '../clock.ts'
import type { FinishedCommand } from './redis/engine/engine.ts'
import type { MembershipTimes } from './redis/members/membership.ts'
import type { SharedObserver } from './redis/observer.ts'
import type { ClaimTimes } from './redis/peers/claims.ts'
import type { RedisShared } from './redis/shared.ts'

/** Server through which replicas share state. */
export interface SharedStateSettings {
  readonly url: string
  readonly ca?: string
  readonly isCluster: boolean
  readonly deployment: string
  /** Differences from the default times. */
  readonly times?: Partial<MembershipTimes>
  readonly claimTimes?: Partial<ClaimTimes>
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

/** Bounds of the log of all commits, which the server keeps in memory. */
const LOG_MAX_ENTRIES = 20_000
const LOG_MAX_BYTES = 64 * 1024 * 1024

/** Imports the Redis client, only if shared state is configured. */
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
      peers: (context) => createPeers(context, { clock, schedule, claimTimes: settings.claimTimes }),
    })
}
