import { createHash, randomUUID } from 'node:crypto'
import type { Clock, Schedule } from '../../../clock.ts'
import type { Peers } from '../../shared.ts'
import { type Engine, EngineUnavailable } from '../engine/engine.ts'
import { defineScript } from '../engine/script.ts'

export interface ClaimsOptions {
  readonly engine: Engine
  /** Start of the keys of the shared state. */
  readonly prefix: string
  readonly clock: Clock
  readonly schedule: Schedule
  /** Waits until the commit of this number is applied here, or not for long. */
  readonly untilApplied: (number: number) => Promise<void>
}

/** Rights to load a value for all replicas. */
export interface Claims {
  readonly claim: Peers['claim']
  /** Lets waiting replicas check whether they are satisfied. Called after commits are applied. */
  wake(): void
}

const TTL_MS = 2000
const RENEW_INTERVAL_MS = 600
const RETRY_INTERVAL_MS = 100

// KEYS claim, meta; ARGV holder, ttl. Returns whether it is held by the holder, and the number of the last commit.
const CLAIM = defineScript(
  'CLAIM',
  `local holder = redis.call('GET', KEYS[1])
if holder and holder ~= ARGV[1] then return {0, 0} end
redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
return {1, tonumber(redis.call('HGET', KEYS[2], 'n') or '0')}`,
)

// KEYS claim; ARGV holder
const RELEASE = defineScript(
  'RELEASE',
  `if redis.call('GET', KEYS[1]) == ARGV[1] then return redis.call('DEL', KEYS[1]) end
return 0`,
)

/** Creates the claims of one replica. */
export function createClaims({ engine, prefix, clock, schedule, untilApplied }: ClaimsOptions): Claims {
  const waiting = new Set<() => void>()

  /** Resolves at the next wake-up, after a short time, or when the signal aborts. */
  async function pause(signal: AbortSignal | undefined): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>()
    const wakeUp = () => resolve()
    const cancel = schedule(RETRY_INTERVAL_MS, wakeUp)
    waiting.add(wakeUp)
    signal?.addEventListener('abort', wakeUp)
    await promise
    signal?.removeEventListener('abort', wakeUp)
    waiting.delete(wakeUp)
    cancel()
  }

  /** Renews a claim until the returned function is called. */
  function hold(key: string, holder: string): () => void {
    let cancel = () => {}
    let isHeld = true
    const renew = () => {
      cancel = schedule(RENEW_INTERVAL_MS, () => {
        if (!isHeld) return
        void engine.run(CLAIM, [key, `${prefix}meta`], [holder, TTL_MS]).catch(ignoreUnavailable)
        renew()
      })
    }
    renew()
    return () => {
      if (!isHeld) return
      isHeld = false
      cancel()
      void engine.run(RELEASE, [key], [holder]).catch(ignoreUnavailable)
    }
  }

  /** Returns the number of the last commit; undefined if another holds the claim. */
  async function acquire(key: string, holder: string): Promise<number | undefined> {
    const reply = await engine.run(CLAIM, [key, `${prefix}meta`], [holder, TTL_MS])
    const [isHeld, head] = Array.isArray(reply) ? reply : []
    return isHeld === 1 ? Number(head) : undefined
  }

  /** Takes the claim unless another holds it, or the value has arrived. */
  async function attempt(
    key: string,
    holder: string,
    isSatisfied: () => boolean | Promise<boolean>,
  ): Promise<(() => void) | undefined> {
    const head = await acquire(key, holder)
    if (head === undefined) return undefined
    const release = hold(key, holder)
    try {
      // The previous holder may have committed what is not applied here yet.
      await untilApplied(head)
      if (!(await isSatisfied())) return release
    } catch (error) {
      release()
      throw error
    }
    release()
    return undefined
  }

  return {
    async claim(name, isSatisfied, signal) {
      const key = `${prefix}l:list:${createHash('sha256').update(name).digest('base64url')}`
      const holder = randomUUID()
      let nextAttemptAt = 0
      while (!(await isSatisfied())) {
        signal?.throwIfAborted()
        if (clock.now() >= nextAttemptAt) {
          nextAttemptAt = clock.now() + RETRY_INTERVAL_MS
          try {
            const release = await attempt(key, holder, isSatisfied)
            if (release !== undefined) return release
          } catch (error) {
            ignoreUnavailable(error)
            return () => {}
          }
          if (await isSatisfied()) break
        }
        await pause(signal)
      }
      return undefined
    },
    wake() {
      for (const resolve of waiting) resolve()
    },
  }
}

function ignoreUnavailable(error: unknown): void {
  if (!(error instanceof EngineUnavailable)) throw error
}
