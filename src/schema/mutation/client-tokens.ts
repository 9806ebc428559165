import { LRUCache } from 'lru-cache'
import type { Clock } from '../../clock.ts'
import { type Flight, launch, type Waiting } from '../../inventory/flight.ts'

/** Outcome of a mutation, kept under its token for repeats. */
export interface Settled<Result> {
  readonly result: Result
  /** False for a failure that a repeat may not meet again. */
  readonly keep: boolean
}

/** Idempotency: results of creating mutations by client token. A repeat gets the first one's result. */
export interface ClientTokens {
  /**
   * Runs once for each key of a caller within ten minutes; repeats join a run in progress. The run is aborted once the
   * signals of all its waiters have aborted; they still wait until it has determined its outcome.
   * @returns undefined if the key was used with another fingerprint
   */
  once<Result>(
    caller: string,
    key: string,
    fingerprint: string,
    by: Waiting,
    run: (signal: AbortSignal) => Promise<Settled<Result>>,
  ): Promise<Result> | undefined
}

interface Entry {
  readonly fingerprint: string
  readonly expiresAt: number
  /** The run; once it has settled, its result without what the run held. */
  run: Pick<Flight<Settled<unknown>>, 'result' | 'hold'>
}

const KEPT_MS = 600_000
/** Of one caller: beyond this its own oldest are forgotten, and nobody else's. Each is as large as one result. */
const MAX_KEPT = 1000
/** Beyond this those who sent nothing for longest are forgotten. */
const MAX_CALLERS = 1000

/** No tokens yet. They live in this process. */
export function createClientTokens(clock: Clock): ClientTokens {
  const byCaller = new LRUCache<string, Map<string, Entry>>({ max: MAX_CALLERS, memoMethod: () => new Map() })

  /** A caller's entries, the old ones forgotten: they stand in the order of their expiry. */
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
    run: (signal: AbortSignal) => Promise<Settled<unknown>>,
  ): Entry {
    const flight = launch(({ signal }) => run(signal), {})
    const entry: Entry = { fingerprint, expiresAt: clock.now() + KEPT_MS, run: flight }
    entries.set(key, entry)
    const forget = () => {
      if (entries.get(key) === entry) entries.delete(key)
    }
    flight.result.then((settled) => {
      if (settled.keep) entry.run = endedRun(settled)
      else forget()
    }, forget)
    return entry
  }

  return {
    once<Result>(
      caller: string,
      key: string,
      fingerprint: string,
      by: Waiting,
      run: (signal: AbortSignal) => Promise<Settled<Result>>,
    ) {
      const entries = entriesOf(caller)
      const known = entries.get(key)
      if (known !== undefined && known.fingerprint !== fingerprint) return undefined
      const entry = known ?? begin(entries, key, fingerprint, run)
      entry.run.hold(by)
      // The fingerprint includes the operation, so the result has its type.
      return entry.run.result.then(({ result }) => result as Result)
    },
  }
}

/** Returns a run that has ended, from a scope of its own: a closure of the caller's would hold the request. */
function endedRun(settled: Settled<unknown>): Entry['run'] {
  return { result: Promise.resolve(settled), hold() {} }
}
