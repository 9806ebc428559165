import type { Clock, Schedule } from '../../../clock.ts'
import type { Engine } from '../engine/engine.ts'
import type { Keys } from '../engine/keys.ts'
import type { Chain } from '../log/chain.ts'
import type { Entry } from '../log/entries.ts'
import type { SharedObserver } from '../observer.ts'
import { type DownloadedJournal, downloadJournal } from './download.ts'
import type { LocalJournal } from './local-journal.ts'

/** Journal that is open in this replica. */
export interface OpenJournal {
  readonly local: LocalJournal
  /** True once the state of the other replicas is loaded. */
  readonly isLoaded: () => boolean
  /** Resolves once it is loaded or closed. */
  loaded(): Promise<void>
  /** Loads the state again, in the background. */
  reload(): void
  close(): void
}

/** Journals of this replica. They are loaded when they are opened, and reloaded when the log is replaced. */
export interface OpenJournals {
  open(local: LocalJournal): OpenJournal
  /** Returns true if loading a journal has been failing for long, so that this replica misses its commits. */
  isStuck(): boolean
  of(name: string): readonly OpenJournal[]
  /**
   * Downloads what applying the next entry requires; undefined if the entry is enough. Resolves to false if it is no
   * longer the next one.
   */
  prepare(entry: Entry): Promise<boolean> | undefined
  /** Applies the next entry of the log. Journals that fail to do so are loaded again. */
  apply(entry: Entry): void
  /** Downloads all loaded journals. The returned function replaces their state. */
  download(epoch: string): Promise<(upTo: number) => void>
  /** Declares all journals loaded, because no other replica can supply their state. */
  workAlone(): void
  /** Ends all downloads. */
  stop(): void
}

interface Tracked extends OpenJournal {
  isLoaded: () => boolean
  /** Entries that arrive during the download. */
  backlog: Entry[]
  /** Time of the first of the downloads that failed in a row. */
  failingSince: number | undefined
  finish(): void
}

export interface OpenJournalsOptions {
  readonly engine: Engine
  readonly keys: Keys
  readonly chain: Chain
  readonly clock: Clock
  readonly schedule: Schedule
  readonly observer: SharedObserver
  /** Called when a journal skipped commits, so that events may be missing. */
  readonly onSkipped: () => void
}

const RETRY_MS = 100
/** Maximum time for which downloads of a journal may fail. */
const MAX_FAILING_MS = 1500
/** Concurrent downloads. */
const BATCH = 8

export function createOpenJournals(options: OpenJournalsOptions): OpenJournals {
  const { engine, keys, chain, clock, schedule, observer, onSkipped } = options
  const journals = new Set<Tracked>()
  const download = ({ name, hasHistory }: LocalJournal) => downloadJournal(engine, keys, name, hasHistory)
  const pause = () => new Promise<void>((resolve) => void schedule(RETRY_MS, resolve))

  /** Loads a journal while the tail runs. Entries that arrive meanwhile go to the backlog. */
  async function load(journal: Tracked): Promise<void> {
    while (journals.has(journal) && !journal.isLoaded()) {
      if (chain.kind() !== 'shared') {
        await chain.nextMove()
        continue
      }
      journal.backlog = []
      try {
        const downloaded = await download(journal.local)
        journal.failingSince = undefined
        const { epoch, number } = chain.position()
        if (journal.isLoaded() || !journals.has(journal)) return
        if (chain.kind() !== 'shared' || downloaded.epoch !== epoch) {
          await pause()
          continue
        }
        journal.local.install(downloaded, number)
        if (drain(journal)) journal.finish()
      } catch (error) {
        journal.failingSince ??= clock.now()
        observer.trouble?.(`loading ${journal.local.name}`, error)
        await pause()
      }
    }
  }

  /** Applies the backlog. Returns false if the journal must be downloaded again. */
  function drain({ local, backlog }: Tracked): boolean {
    return backlog.every((entry) => !local.needsDownload(entry) && local.apply(entry))
  }

  function of(name: string): Tracked[] {
    return [...journals].filter(({ local }) => local.name === name)
  }

  /** Downloads journals in batches. */
  async function downloadAll(all: readonly OpenJournal[]) {
    const downloads: (readonly [OpenJournal, DownloadedJournal])[] = []
    for (let index = 0; index < all.length; index += BATCH) {
      const batch = all.slice(index, index + BATCH)
      downloads.push(
        ...(await Promise.all(
          batch.map(async (journal) => [journal, await download(journal.local)] as const),
        )),
      )
    }
    return downloads
  }

  return {
    open(local) {
      let state = Promise.withResolvers<void>()
      let isLoaded = chain.kind() === 'local'
      const journal: Tracked = {
        local,
        backlog: [],
        failingSince: undefined,
        isLoaded: () => isLoaded,
        loaded: () => (isLoaded ? Promise.resolve() : state.promise),
        finish() {
          isLoaded = true
          journal.backlog = []
          journal.failingSince = undefined
          state.resolve()
        },
        reload() {
          if (!isLoaded) return
          isLoaded = false
          state = Promise.withResolvers()
          void load(journal)
        },
        close() {
          journals.delete(journal)
          state.resolve()
        },
      }
      journals.add(journal)
      if (!isLoaded) void load(journal)
      return journal
    },
    isStuck: () =>
      journals.values().some(({ failingSince = Infinity }) => clock.now() - failingSince > MAX_FAILING_MS),
    of,
    prepare(entry) {
      const outdated = of(entry.journal).filter(
        ({ local, isLoaded }) => isLoaded() && local.needsDownload(entry),
      )
      if (outdated.length === 0) return undefined
      const hasHistory = outdated.some(({ local }) => local.hasHistory)
      return downloadJournal(engine, keys, entry.journal, hasHistory).then((downloaded) => {
        if (downloaded.epoch !== entry.epoch) throw new Error('The log was replaced.')
        if (!chain.isNext(entry)) return false
        for (const { local } of outdated) {
          const isSkipping =
            entry.previous !== local.last().number || downloaded.base?.number !== entry.number
          local.install(downloaded, entry.number)
          if (isSkipping) onSkipped()
        }
        return true
      })
    },
    apply(entry) {
      for (const journal of of(entry.journal)) {
        if (!journal.isLoaded()) journal.backlog.push(entry)
        // It may have been loaded after the entry was prepared.
        else if (journal.local.needsDownload(entry) || !journal.local.apply(entry)) {
          journal.reload()
          onSkipped()
        }
      }
    },
    async download(epoch) {
      const downloads = await downloadAll([...journals].filter(({ isLoaded }) => isLoaded()))
      if (downloads.some(([, downloaded]) => downloaded.epoch !== epoch)) {
        throw new Error('The log was replaced during the download.')
      }
      return (upTo) => {
        const restored = new Set<OpenJournal>()
        for (const [journal, downloaded] of downloads) {
          journal.local.install(downloaded, upTo)
          restored.add(journal)
        }
        for (const journal of journals) {
          journal.backlog = []
          if (journal.isLoaded() && !restored.has(journal)) journal.reload()
        }
      }
    },
    workAlone() {
      for (const journal of journals) if (!journal.isLoaded()) journal.finish()
    },
    stop() {
      for (const journal of [...journals]) journal.close()
    },
  }
}
