import type { Clock } from '../../inventory/clock.ts'

/** What came of a mutation: kept under its token when a repeat should get the same. */
export interface Settled<Result> {
  readonly result: Result
  /** A failure that a repeat may escape is not kept. */
  readonly keep: boolean
}

/** The results of creating mutations, by the tokens that their callers gave: a repeat gets the first one's result. */
export interface ClientTokens {
  /**
   * Runs once for each key within ten minutes, and joins a run under way.
   * @returns undefined when the key was used for something else, by its fingerprint.
   */
  once<Result>(
    key: string,
    fingerprint: string,
    run: () => Promise<Settled<Result>>,
  ): Promise<Result> | undefined
}

interface Entry {
  readonly fingerprint: string
  readonly expiresAt: number
  readonly result: Promise<unknown>
}

const KEPT_MS = 600_000
/** Beyond this the oldest are forgotten; each is as large as one result. */
const MAX_KEPT = 10_000

/** No tokens yet. They live in this process. */
export function createClientTokens(clock: Clock): ClientTokens {
  const entries = new Map<string, Entry>()

  /** Entries stand in the order of their expiry. */
  function forgetOld(): void {
    for (const [key, { expiresAt }] of entries) {
      if (expiresAt > clock.now() && entries.size <= MAX_KEPT) return
      entries.delete(key)
    }
  }

  return {
    once<Result>(key: string, fingerprint: string, run: () => Promise<Settled<Result>>) {
      forgetOld()
      const known = entries.get(key)
      if (known !== undefined) {
        // The fingerprint tells the operation too, so the result is of its type.
        return known.fingerprint === fingerprint ? (known.result as Promise<Result>) : undefined
      }
      const settling = run()
      const result = settling.then((settled) => settled.result)
      const entry = { fingerprint, expiresAt: clock.now() + KEPT_MS, result }
      entries.set(key, entry)
      const forget = () => {
        if (entries.get(key) === entry) entries.delete(key)
      }
      settling.then(({ keep }) => {
        if (!keep) forget()
      }, forget)
      return result
    },
  }
}
