import { createHash, randomUUID } from 'node:crypto'
import type { Clock, Schedule } from '../../../clock.ts'
import { PeerLoadFailed, type ReleaseClaim } from '../../peers.ts'
import type { Peers } from '../../shared.ts'
import { type Engine, EngineUnavailable } from '../engine/engine.ts'
import { listOf, numberOf, textOf } from '../engine/replies.ts'
import { defineScript } from '../engine/script.ts'

export interface ClaimsOptions {
  readonly engine: Engine
  /** Start of the keys of the shared state. */
  readonly prefix: string
  readonly clock: Clock
  readonly schedule: Schedule
  /** Resolves once the commit of this number is applied here, or after a short time. */
  readonly untilApplied: (number: number) => Promise<void>
  readonly times?: Partial<ClaimTimes> | undefined
}

/** Times of claims, in milliseconds. */
export interface ClaimTimes {
  /** Lifetime of a claim that is not renewed. Default: 2000. */
  readonly ttlMs: number
  /** Time for which waiting replicas can see the failure of a load. Default: 1000. */
  readonly failureTtlMs: number
}

/** Claims: exclusive rights to load a value for all replicas. */
export interface Claims {
  readonly claim: Peers['claim']
  /** Wakes the waiting claims, to check again. Called after commits are applied. */
  wake(): void
}

/** A failure is kept for long enough that every waiting replica tries again, and as long as caches pause after one. */
const TIMES: ClaimTimes = { ttlMs: 2000, failureTtlMs: 1000 }
const RENEW_INTERVAL_MS = 600
const RETRY_INTERVAL_MS = 100

// KEYS claim, meta, failure of the holder waited for; ARGV holder, ttl. Returns that failure, the other holder, or the
// number of the last commit if the claim is held by this one.
const CLAIM = defineScript(
  'CLAIM',
  `local failure = redis.call('GET', KEYS[3])
if failure then return {'failed', failure} end
local holder = redis.call('GET', KEYS[1])
if holder and holder ~= ARGV[1] then return {'taken', holder} end
redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
return {'held', redis.call('HGET', KEYS[2], 'n') or '0'}`,
)

// KEYS claim, failure of the holder; ARGV holder, failure or empty, ttl of the failure
const RELEASE = defineScript(
  'RELEASE',
  `if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
if ARGV[2] ~= '' then redis.call('SET', KEYS[2], ARGV[2], 'PX', ARGV[3]) end
return redis.call('DEL', KEYS[1])`,
)

/** Returns the key of the failure of a holder. Only those that were waiting for this holder know it. */
const failureOf = (key: string, holder: string) => `${key}:${holder}`

/** Creates the claims of one replica. */
export function createClaims(options: ClaimsOptions): Claims {
  const { engine, prefix, clock, schedule, untilApplied } = options
  const { ttlMs, failureTtlMs } = { ...TIMES, ...options.times }
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
  function hold(key: string, holder: string): ReleaseClaim {
    let cancel = () => {}
    let isHeld = true
    const renew = () => {
      cancel = schedule(RENEW_INTERVAL_MS, () => {
        if (!isHeld) return
        void acquire(key, holder).catch(ignoreUnavailable)
        renew()
      })
    }
    renew()
    return (failure) => {
      if (!isHeld) return
      isHeld = false
      cancel()
      const passed = failure === undefined ? '' : JSON.stringify(failure)
      void engine
        .run(RELEASE, [key, failureOf(key, holder)], [holder, passed, failureTtlMs])
        .catch(ignoreUnavailable)
    }
  }

  /**
   * Returns the number of the last commit, or the other holder of the claim.
   * @throws PeerLoadFailed if the load of the holder waited for failed
   */
  async function acquire(
    key: string,
    holder: string,
    awaited = holder,
  ): Promise<number | { holder: string }> {
    const keys = [key, `${prefix}meta`, failureOf(key, awaited)]
    const [state, content] = listOf(await engine.run(CLAIM, keys, [holder, ttlMs]))
    if (textOf(state) === 'failed') throw new PeerLoadFailed(JSON.parse(textOf(content)))
    return textOf(state) === 'held' ? numberOf(content) : { holder: textOf(content) }
  }

  /** Takes the claim. Returns its holder if another has it, and undefined if the value has arrived. */
  async function attempt(
    key: string,
    holder: string,
    awaited: string | undefined,
    isSatisfied: () => boolean | Promise<boolean>,
  ): Promise<ReleaseClaim | { holder: string } | undefined> {
    const head = await acquire(key, holder, awaited)
    if (typeof head === 'object') return head
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
      let awaited: string | undefined
      while (!(await isSatisfied())) {
        signal?.throwIfAborted()
        if (clock.now() >= nextAttemptAt) {
          nextAttemptAt = clock.now() + RETRY_INTERVAL_MS
          try {
            const taken = await attempt(key, holder, awaited, isSatisfied)
            if (typeof taken === 'function') return taken
            awaited = taken?.holder
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
