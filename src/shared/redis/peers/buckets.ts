import type { BucketStore } from '../../peers.ts'
import type { Engine } from '../engine/engine.ts'
import { numberOf } from '../engine/replies.ts'
import { defineScript, NOW } from '../engine/script.ts'

/** Version of the format of quotas. It differs from that of the state, so that quotas outlive a change of the latter. */
export const QUOTA_FORMAT = 'q1'

/** Calls to AWS should not wait for an engine that does not answer. */
const DEADLINE_MS = 250

// KEYS one or two buckets; ARGV rate and burst of each. Returns 0, or the milliseconds until all have a token.
const TAKE = defineScript(
  'TAKE',
  `${NOW}
local wait = 0
local left = {}
for i = 1, #KEYS do
  local rate, burst = tonumber(ARGV[2 * i - 1]), tonumber(ARGV[2 * i])
  local bucket = redis.call('HMGET', KEYS[i], 'tokens', 'at')
  local elapsed = math.max(0, now - (tonumber(bucket[2]) or now))
  local tokens = math.min(burst, (tonumber(bucket[1]) or burst) + elapsed * rate / 1000)
  -- Tolerates the rounding of tokens in text form.
  if tokens < 1 - 1e-6 then wait = math.max(wait, math.ceil((1 - tokens) * 1000 / rate)) end
  left[i] = tokens - 1
end
if wait > 0 then return wait end
for i = 1, #KEYS do
  redis.call('HSET', KEYS[i], 'tokens', string.format('%.9f', left[i]), 'at', now)
  local rate, burst = tonumber(ARGV[2 * i - 1]), tonumber(ARGV[2 * i])
  redis.call('PEXPIRE', KEYS[i], math.ceil(burst * 1000 / rate) + 60000)
end
return 0`,
)

/** Creates the token buckets of a deployment. */
export function createBuckets(
  engine: Engine,
  { isAvailable, count }: Pick<BucketStore, 'isAvailable' | 'count'>,
): BucketStore {
  return {
    isAvailable,
    count,
    async take(buckets) {
      const keys = buckets.map(({ name }) => `${engine.tag}:${QUOTA_FORMAT}:b:${name}`)
      const args = buckets.flatMap(({ rate }) => [rate.perSecond, rate.burst])
      return numberOf(await engine.run(TAKE, keys, args, { deadlineMs: DEADLINE_MS }))
    },
  }
}
