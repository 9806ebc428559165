import type { CommitMeta, StateMachine, Translation } from '../../shared.ts'
import type { EngineTime } from '../engine/engine-time.ts'
import { unpack } from '../engine/payload.ts'
import type { Chain } from '../log/chain.ts'
import type { Entry } from '../log/entries.ts'
import type { SharedSequence } from '../log/sequence.ts'
import type { SharedCounters, SharedObserver } from '../observer.ts'
import type { DownloadedBase, DownloadedJournal } from './download.ts'
import type { OwnCommit, OwnCommits } from './own-commits.ts'

/** What the journals of a replica have in common. */
export interface JournalContext {
  readonly id: string
  readonly chain: Chain
  readonly sequence: SharedSequence
  readonly time: EngineTime
  readonly own: OwnCommits
  readonly translation: Translation
  readonly observer: SharedObserver
  readonly counters: SharedCounters
}

/** State of one journal in this replica. */
export interface LocalJournal {
  readonly name: string
  readonly hasHistory: boolean
  /** Number and nonce of the last commit of this journal that the state includes; 0 and empty before the first. */
  last(): { readonly number: number; readonly nonce: string }
  /** Size of the base, and of the commits since; and the time of the first of these. */
  sizes(): { readonly baseBytes: number; readonly deltaBytes: number; readonly firstDeltaAt: number }
  /** Returns true if the entry cannot be applied to the state, so that it has to be downloaded. */
  needsDownload(entry: Entry): boolean
  /** Applies the next entry of the journal. Returns false if that failed. */
  apply(entry: Entry): boolean
  /** Replaces the state by a downloaded one, up to this commit. */
  install(downloaded: DownloadedJournal, upTo: number): void
}

/** Creates the state of a journal. */
export function createLocalJournal<Commit>(
  name: string,
  machine: StateMachine<Commit>,
  context: JournalContext,
): LocalJournal {
  const { id, chain, sequence, time, own, translation, observer, counters } = context
  let last = { number: 0, nonce: '' }
  let baseBytes = 0
  let deltaBytes = 0
  let firstDeltaAt = Number.POSITIVE_INFINITY

  function metaOf(entry: Pick<Entry, 'number' | 'nonce' | 'time'>, isOwn: boolean): CommitMeta {
    return {
      sequence: sequence.ofCommit(entry.number),
      at: time.toLocal(entry.time),
      isOwn,
      position: { epoch: chain.position().epoch, number: entry.number, nonce: entry.nonce },
    }
  }

  /** Runs a function of the state machine, none of which should fail. */
  function succeeds(during: string, run: () => void): boolean {
    try {
      run()
      return true
    } catch (error) {
      observer.trouble?.(`${during} of ${name}`, error)
      return false
    }
  }

  function applyDelta(entry: Entry, commit?: OwnCommit): boolean {
    if (entry.kind === 'checkpoint') return true
    const meta = metaOf(entry, entry.writer === id)
    return succeeds('applying a commit', () =>
      commit !== undefined
        ? commit.apply(meta)
        : machine.apply(machine.decode(entry.delta(), translation), meta),
    )
  }

  function restore(base: DownloadedBase): void {
    const meta = metaOf(base, false)
    const isRestored = succeeds('restoring the base', () => {
      machine.restore(unpack(base.payload) ?? undefined, meta, translation)
    })
    // The next listing replaces a damaged base.
    if (!isRestored) clear()
  }

  function clear(): void {
    succeeds('clearing', () =>
      machine.restore(undefined, metaOf({ number: 0, nonce: '', time: 0 }, false), translation),
    )
  }

  function count(entry: Entry): void {
    last = { number: entry.number, nonce: entry.nonce }
    counters.commitsApplied++
    if (entry.kind === 'delta') {
      if (deltaBytes === 0) firstDeltaAt = time.toLocal(entry.time)
      deltaBytes += entry.bytes
    } else {
      startFrom(entry.baseBytes)
    }
  }

  function startFrom(bytes: number): void {
    baseBytes = bytes
    deltaBytes = 0
    firstDeltaAt = Number.POSITIVE_INFINITY
  }

  return {
    name,
    hasHistory: machine.recall !== undefined,
    last: () => last,
    sizes: () => ({ baseBytes, deltaBytes, firstDeltaAt }),
    needsDownload: (entry) =>
      entry.number > last.number &&
      (entry.previous !== last.number ||
        (entry.kind === 'base' && own.find(entry.nonce, machine) === undefined)),
    apply(entry) {
      if (entry.number <= last.number) return true
      const isApplied = applyDelta(entry, own.find(entry.nonce, machine))
      count(entry)
      return isApplied
    },
    install({ base, history, entries }, upTo) {
      startFrom(base?.payload.length ?? 0)
      last = { number: base?.number ?? 0, nonce: base?.nonce ?? '' }
      if (base === undefined) clear()
      else restore(base)
      for (const entry of history) {
        own.applied(entry.nonce)
        succeeds('recalling a commit', () => {
          const delta = machine.recall && entry.delta()
          // A commit may consist of its base only.
          if (delta !== null) machine.recall?.(delta, metaOf(entry, entry.writer === id), translation)
        })
      }
      for (const entry of entries) {
        if (entry.number > upTo) break
        applyDelta(entry)
        count(entry)
        own.applied(entry.nonce)
      }
    },
  }
}
