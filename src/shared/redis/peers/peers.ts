import type { Clock, Schedule } from '../../../clock.ts'
import type { Peers } from '../../shared.ts'
import type { PeersContext } from '../shared.ts'
import { createBuckets } from './buckets.ts'
import { createClaims } from './claims.ts'
import { createCounts } from './counts.ts'
import { createDetails } from './details.ts'
import { createTokens } from './tokens.ts'

/** Creates what only several replicas need. */
export function createPeers(
  context: PeersContext,
  { clock, schedule }: { readonly clock: Clock; readonly schedule: Schedule },
): Peers {
  const { id, engine, keys, translation, epoch, count, isShared, onCommit, untilApplied } = context
  const { prefix } = keys
  const claims = createClaims({ engine, prefix, clock, schedule, untilApplied })
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
