import { createHmac, randomBytes } from 'node:crypto'
import { LRUCache } from 'lru-cache'
import type { Clock } from '../../clock.ts'
import { type Flight, launch, type Waiter } from '../../inventory/cache/flight.ts'
import type { TokenRequest } from '../../shared/peers.ts'
import { type Coordination, coordinate } from './coordinated-run.ts'
import type { IdempotentMutation, Settled } from './idempotent-mutation.ts'

/** Idempotency store: results of creating mutations by client token. A repeat gets the first result. */
export interface ClientTokens {
  /**
   * Runs once per key and caller within ten minutes; repeats join a run in progress. The run is aborted when the
   * signals of all its waiters have aborted; they still wait until it has determined its outcome.
   * @returns undefined if the key was used with another input
   */
  once<Result>(
    request: Omit<TokenRequest, 'settleMs'>,
    by: Waiter,
    mutation: IdempotentMutation<Result>,
  ): Promise<{ readonly result: Result; readonly isRepeat: boolean } | undefined>
}

interface Entry {
  readonly fingerprint: string
  readonly expiresAt: number
  /** Run in progress; once settled, only its result. Undefined if another replica ran another input. */
  run: Pick<Flight<Settled<unknown> | undefined>, 'result' | 'hold'>
}

const KEPT_MS = 600_000
/** Maximum number of entries per caller. The oldest are evicted first. */
const MAX_KEPT = 1000
/** Maximum number of callers. The least recently used are evicted first. */
const MAX_CALLERS = 1000

/** Creates an empty store of client tokens in this process, which asks the other replicas first, if there are any. */
export function createClientTokens(clock: Clock, coordination?: Coordination): ClientTokens {
  // A hash without a key would let a reader of the memory guess a password in an input.
  const secret = randomBytes(32)
  const byCaller = new LRUCache<string, Map<string, Entry>>({ max: MAX_CALLERS, memoMethod: () => new Map() })

  /** Returns the entries of a caller, in order of expiry, after evicting expired ones. */
  function entriesOf(caller: string): Map<string, Entry> {
    const entries = byCaller.memo(caller)
    for (const [key, { expiresAt }] of entries) {
      if (expiresAt > clock.now() && entries.size < MAX_KEPT) break
      entries.delete(key)
    }
    return entries
  }

  function begin(
    entries: Map<string, Entry>,
    key: string,
    fingerprint: string,
    run: (signal: AbortSignal) => Promise<Settled<unknown> | undefined>,
  ): Entry {
    const flight = launch(({ signal }) => run(signal), {})
    const entry: Entry = { fingerprint, expiresAt: clock.now() + KEPT_MS, run: flight }
    entries.set(key, entry)
    const forget = () => {
      if (entries.get(key) === entry) entries.delete(key)
    }
    flight.result.then((settled) => {
      if (settled?.keep) entry.run = endedRun(settled)
      else forget()
    }, forget)
    return entry
  }

  return {
    async once<Result>(
      request: Omit<TokenRequest, 'settleMs'>,
      by: Waiter,
      mutation: IdempotentMutation<Result>,
    ) {
      const { caller, key, input } = request
      const entries = entriesOf(caller)
      const fingerprint = createHmac('sha256', secret).update(input).digest('base64')
      const known = entries.get(key)
      if (known !== undefined && known.fingerprint !== fingerprint) return undefined
      const entry =
        known ??
        begin(entries, key, fingerprint, (signal) =>
          coordination === undefined
            ? mutation.run(signal)
            : coordinate(coordination, request, mutation, signal),
        )
      entry.run.hold(by)
      const settled = await entry.run.result
      if (settled === undefined) return undefined
      // The fingerprint includes the operation, so the result has its type.
      return { result: settled.result as Result, isRepeat: known !== undefined || settled.isRepeat === true }
    },
  }
}

/** Returns a settled run. A separate scope, because a closure in the caller would retain the request. */
function endedRun(settled: Settled<unknown>): Entry['run'] {
  return { result: Promise.resolve(settled), hold() {} }
}
