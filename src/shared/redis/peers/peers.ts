import type { Clock, Schedule } from '../../../clock.ts'
import type { Peers } from '../../shared.ts'
import type { PeersContext } from '../shared.ts'
import { createBuckets } from './buckets.ts'
import { type ClaimTimes, createClaims } from './claims.ts'
import { createCounts } from './counts.ts'
import { createDetails } from './details.ts'
import { createTokens } from './tokens.ts'

export interface PeersOptions {
  readonly clock: Clock
  readonly schedule: Schedule
  readonly claimTimes?: Partial<ClaimTimes> | undefined
}

/** Creates the coordination with other replicas. */
export function createPeers(context: PeersContext, { clock, schedule, claimTimes }: PeersOptions): Peers {
  const { id, engine, keys, translation, epoch, count, isShared, onCommit, untilApplied } = context
  const { prefix } = keys
  const claims = createClaims({ engine, prefix, clock, schedule, untilApplied, times: claimTimes })
  onCommit(claims.wake)
  return {
    count,
    claim: claims.claim,
    details: createDetails({ engine, prefix, translation, epoch }),
    tokens: createTokens({ engine, replica: id, members: keys.members, clock, schedule }),
    buckets: createBuckets(engine, { isAvailable: isShared, count }),
    counts: createCounts(engine, { isAvailable: isShared, count }),
  }
}
