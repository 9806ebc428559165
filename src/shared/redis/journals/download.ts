import type { Engine, Reply } from '../engine/engine.ts'
import type { Keys } from '../engine/keys.ts'
import { bytesOf, listOf, numberOf, textOf } from '../engine/replies.ts'
import { type Entry, parseEntry } from '../log/entries.ts'
import { DROP, ENTRIES, LOAD } from '../log/scripts.ts'

/** State of a journal as the engine has it. */
export interface DownloadedJournal {
  readonly epoch: string
  /** Undefined if the state before the first entry is empty. */
  readonly base: DownloadedBase | undefined
  /** Commits that the base includes, oldest first. */
  readonly history: readonly Entry[]
  /** Commits after the base, oldest first, without gaps. */
  readonly entries: readonly Entry[]
}

export interface DownloadedBase {
  readonly number: number
  readonly nonce: string
  /** Epoch milliseconds of the engine's clock. */
  readonly time: number
  readonly payload: Buffer
}

/** Large bases take longer than other replies. */
const DOWNLOAD = { deadlineMs: 3000, isBinary: true }
const PAGE_ENTRIES = 500
const MAX_ATTEMPTS = 5

/** Downloads a journal, with the commits in the log that are older than its base if `withHistory` is true. */
export async function downloadJournal(
  engine: Engine,
  keys: Keys,
  name: string,
  withHistory: boolean,
): Promise<DownloadedJournal> {
  for (let attempt = 1; attempt <= MAX_ATTEMPTS; attempt++) {
    const { head, base, index } = keys.journal(name)
    const [epoch, number, , based, basedNonce, basedAt, payload] = listOf(
      await engine.run(LOAD, [keys.meta, head, base], [], DOWNLOAD),
    )
    const last = numberOf(number)
    const from = numberOf(based)
    const all =
      last === 0 || (last === from && !withHistory)
        ? []
        : await downloadEntries(engine, [keys.log, index], withHistory ? 0 : from + 1, last)
    const entries = all.filter((entry) => entry.number > from && entry.epoch === textOf(epoch))
    if (!isUnbroken(entries, from, last)) {
      // Another replica may have renewed the base and trimmed the log between the commands.
      if (attempt < MAX_ATTEMPTS) continue
      // The engine evicted or lost a part, which would prevent all replicas from loading the journal forever.
      await engine.run(DROP, [head, base, index, keys.pending], [name, last])
      break
    }
    return {
      epoch: textOf(epoch),
      base:
        from === 0
          ? undefined
          : {
              number: from,
              nonce: textOf(basedNonce),
              time: numberOf(basedAt),
              payload: bytesOf(payload),
            },
      history: all.filter((entry) => entry.number <= from && entry.epoch === textOf(epoch)),
      entries,
    }
  }
  throw new Error(
    `The shared state of ${name} was incomplete and has been deleted. Set maxmemory-policy to noeviction.`,
  )
}

async function downloadEntries(
  engine: Engine,
  keys: readonly string[],
  from: number,
  to: number,
): Promise<readonly Entry[]> {
  const entries: Reply[] = []
  let next = from
  do {
    const [following, ...page] = listOf(await engine.run(ENTRIES, keys, [next, to, PAGE_ENTRIES], DOWNLOAD))
    entries.push(...page)
    next = numberOf(following)
  } while (next > 0)
  return entries.map(parseEntry)
}

/** Returns true if the entries lead from the base to the last commit. Those with a base are never after it. */
function isUnbroken(entries: readonly Entry[], from: number, to: number): boolean {
  let last = from
  for (const { previous, number, kind } of entries) {
    if (previous !== last || kind !== 'delta') return false
    last = number
  }
  return last === to
}
