import { createHash } from 'node:crypto'
import { RateLimiterRedis, RateLimiterRes } from 'rate-limiter-flexible'
import type { SharedCounts } from '../../peers.ts'
import type { Engine } from '../engine/engine.ts'
import { defineScript, type Script } from '../engine/script.ts'
import { QUOTA_FORMAT } from './buckets.ts'

const DEADLINE_MS = 250

/** Creates the counts of a deployment. Keys are hashed, since they identify callers. */
export function createCounts(
  engine: Engine,
  { isAvailable, count }: Pick<SharedCounts, 'isAvailable' | 'count'>,
): SharedCounts {
  const scripts = new Map<string, Script>()

  function scriptOf(lua: string): Script {
    const script = scripts.get(lua) ?? defineScript('COUNT', lua)
    scripts.set(lua, script)
    return script
  }

  const limiter = (limit: number, windowS: number) =>
    new RateLimiterRedis({
      useRedisPackage: true,
      points: limit,
      duration: windowS,
      keyPrefix: `${engine.tag}:${QUOTA_FORMAT}:r`,
      // The only method that counting needs.
      storeClient: {
        eval: (
          lua: string,
          options: { readonly keys: readonly string[]; readonly arguments: readonly string[] },
        ) => engine.run(scriptOf(lua), options.keys, options.arguments, { deadlineMs: DEADLINE_MS }),
      },
    })

  return {
    isAvailable,
    count,
    counter(limit, windowS) {
      const rate = limiter(limit, windowS)
      return async (key, points) => {
        const hashed = createHash('sha256').update(key).digest('base64url')
        const result = await rate.consume(hashed, points).catch((error: unknown) => {
          // The limiter rejects with the counts when they exceed the limit.
          if (error instanceof RateLimiterRes) return error
          throw error
        })
        return { consumed: result.consumedPoints, resetMs: result.msBeforeNext }
      }
    },
  }
}
