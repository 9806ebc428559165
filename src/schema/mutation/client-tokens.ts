import { LRUCache } from 'lru-cache'
import type { Clock } from '../../clock.ts'
import { type Flight, launch, type Waiting } from '../../inventory/flight.ts'

/** What came of a mutation: kept under its token when a repeat should get the same. */
export interface Settled<Result> {
  readonly result: Result
  /** A failure that a repeat may escape is not kept. */
  readonly keep: boolean
}

/** The results of creating mutations, by the tokens that their callers gave: a repeat gets the first one's result. */
export interface ClientTokens {
  /**
   * Runs once for each key of a caller within ten minutes, and joins a run under way. The run is given up once the signals of all
   * who joined have aborted; they wait all the same until it has found out what it came to.
   * @returns undefined when the key was used for something else, by its fingerprint.
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
  readonly flight: Flight<Settled<unknown>>
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
    const entry = { fingerprint, expiresAt: clock.now() + KEPT_MS, flight }
    entries.set(key, entry)
    const forget = () => {
      if (entries.get(key) === entry) entries.delete(key)
    }
    flight.result.then(({ keep }) => {
      if (!keep) forget()
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
      const { flight } = known ?? begin(entries, key, fingerprint, run)
      flight.hold(by)
      // The fingerprint tells the operation too, so the result is of its type.
      return flight.result.then(({ result }) => result as Result)
    },
  }
}
