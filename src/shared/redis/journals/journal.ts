import type { Clock, Schedule } from '../../../clock.ts'
import type { Journal, ProposalOptions, Proposed, StateMachine } from '../../shared.ts'
import type { Leases } from '../members/leases.ts'
import type { ReplicaMembership } from '../members/membership.ts'
import { createSerially } from '../serially.ts'
import { timeout } from '../timeout.ts'
import { acknowledged } from './acknowledged.ts'
import { createLocalJournal, type JournalContext } from './local-journal.ts'
import type { OpenJournals } from './open-journals.ts'
import {
  type BuiltCommit,
  type Committed,
  createCommitter,
  type Decision,
  type Proposal,
  type ProposalsOptions,
  type Undecided,
} from './proposals.ts'

/** Journal of this replica, with its maintenance. */
export interface ReplicaJournal<Commit> extends Journal<Commit> {
  readonly name: string
  /** Returns the number of the last commit that the state includes; undefined while it is not loaded. */
  number(): number | undefined
  isClosed(): boolean
  /** Returns true if writes were applied while this replica worked alone. */
  isDirty(): boolean
  /** Commits the writes that were applied while this replica worked alone. */
  proposeAgain(): Promise<void>
  /** Saves the state if its base is old or small compared to the commits since. */
  checkpointIfDue(maxAgeMs: number): Promise<void>
}

export interface JournalOptions extends ProposalsOptions {
  readonly context: JournalContext
  readonly journals: OpenJournals
  readonly membership: ReplicaMembership
  readonly leases: Leases
  readonly clock: Clock
  readonly schedule: Schedule
  readonly ttlMs: number
  /** After failing to reach the engine for this long, the replica works alone. */
  readonly graceMs: number
  readonly isStopped: () => boolean
  readonly onClosed: () => void
}

const MIN_RETRY_MS = 50
const MAX_RETRY_MS = 200
/** Time after which AWS shows a write, so that other replicas no longer need its commit. */
const DIRTY_MS = 300_000
const MAX_DIRTY = 1000
/** Minimum size of the commits since the base for which a new base is saved. */
const MIN_CHECKPOINT_BYTES = 64 * 1024

/** Opens a journal. */
export function createJournal<Commit>(
  name: string,
  machine: StateMachine<Commit>,
  options: JournalOptions,
): ReplicaJournal<Commit> {
  const { context, journals, membership, leases, clock, schedule, isStopped, onClosed } = options
  const { ttlMs, graceMs } = options
  const { chain, sequence, counters, observer, translation } = context
  const local = createLocalJournal(name, machine, context)
  const journal = journals.open(local)
  const decide = createCommitter(journal, machine, options)
  let dirty: { readonly build: () => Commit | undefined; readonly at: number }[] = []
  const serially = createSerially()
  let isClosed = false
  let openWrites = 0
  let isCheckpointing = false

  function encode(build: () => Commit | undefined): () => BuiltCommit | undefined {
    return () => {
      const commit = build()
      if (commit === undefined) return undefined
      const { delta, base } = machine.encode(commit, translation)
      const kind = base === undefined ? 'delta' : 'base'
      return { apply: (meta) => machine.apply(commit, meta), kind, delta, base }
    }
  }

  function applyLocally(build: () => Commit | undefined, { isWrite, listing }: ProposalOptions): Proposed {
    if (listing !== undefined && !sequence.isCurrent(listing.started)) return 'outdated'
    const commit = build()
    if (commit === undefined) return 'nothing'
    const number = chain.advanceLocally()
    machine.apply(commit, { sequence: number, at: clock.now(), isOwn: true, position: chain.position() })
    counters.commitsApplied++
    if (isWrite) {
      dirty.push({ build, at: clock.now() })
      if (dirty.length > MAX_DIRTY) dirty.shift()
    }
    chain.moved()
    return 'committed'
  }

  /** Proposes a commit that AWS can supply again, so it does not wait for the engine. */
  async function proposeOnce(build: () => Commit | undefined, proposed: ProposalOptions): Promise<Proposed> {
    const { listing } = proposed
    const proposal: Proposal = {
      build: encode(build),
      isWrite: false,
      ...(listing && {
        listing: { started: listing.started, lease: listing.lease && leases.fenceOf(listing.lease) },
      }),
    }
    if (membership.floor() > 0) await membership.confirm()
    await ready()
    return serially(async () => {
      if (isClosed || isStopped()) return 'unavailable'
      if (chain.kind() === 'local') return applyLocally(build, proposed)
      if (membership.floor() > 0) return 'unavailable'
      const decision = await decide({ proposal, sent: undefined })
      if (decision === 'later') return 'unavailable'
      if (typeof decision === 'string') return decision
      finish()
      decision.own.forget()
      return 'committed'
    })
  }

  function finish(): void {
    counters.commitsProposed++
    const { baseBytes, deltaBytes } = local.sizes()
    if (deltaBytes > Math.max(MIN_CHECKPOINT_BYTES, baseBytes / 2)) void checkpoint()
  }

  /** Retries with backoff until the outcome of the write is known. */
  async function commit(build: () => Commit | undefined): Promise<Committed | Proposed> {
    const undecided: Undecided = { proposal: { build: encode(build), isWrite: true }, sent: undefined }
    for (let retryMs = MIN_RETRY_MS; !isStopped(); retryMs = Math.min(2 * retryMs, MAX_RETRY_MS)) {
      const decision = await serially<Decision | Proposed>(async () =>
        chain.kind() === 'local' ? applyLocally(build, { isWrite: true }) : decide(undecided),
      )
      if (typeof decision !== 'string') finish()
      else if (decision !== 'later') undecided.sent?.own.forget()
      if (decision !== 'later') return decision
      await timeout(schedule, retryMs).elapsed
    }
    return 'unavailable'
  }

  async function proposeWrite(build: () => Commit | undefined): Promise<Proposed> {
    const committing = commit(build)
    openWrites++
    const ended = committing.finally(() => {
      openWrites--
      if (isClosed) leave()
    })
    // While the engine is down, no other replica serves from memory. Once it is back, they might do so before this
    // write is committed. The write therefore resolves once it is committed, or once this replica works alone.
    const limit = timeout(schedule, graceMs + ttlMs)
    const result = await Promise.race([ended, limit.elapsed])
    limit.cancel()
    if (result === undefined) {
      ended.then(
        (late) => typeof late === 'object' && late.own.forget(),
        (error) => observer.trouble?.(`committing a write to ${name}`, error),
      )
      return 'unavailable'
    }
    if (typeof result === 'string') return result
    await acknowledged(result, context, schedule, ttlMs)
    return 'committed'
  }

  async function checkpoint(): Promise<void> {
    if (isCheckpointing || isClosed) return
    isCheckpointing = true
    const build = (): BuiltCommit => ({
      apply() {},
      kind: 'checkpoint',
      delta: null,
      base: machine.save(translation),
    })
    try {
      await serially(async () => {
        if (membership.floor() > 0 || chain.kind() !== 'shared' || local.last().number === 0) return
        const decision = await decide({ proposal: { build, isWrite: false }, sent: undefined })
        if (typeof decision === 'string') return
        counters.checkpoints++
        decision.own.forget()
      })
    } catch (error) {
      observer.trouble?.(`saving ${name}`, error)
    } finally {
      isCheckpointing = false
    }
  }

  /** Resolves once loaded, or once loading has failed for now. */
  function ready(): Promise<void> | undefined {
    if (journal.isLoaded() || isClosed) return undefined
    const loaded = journal.loaded()
    const confirmed = async () => {
      do {
        await membership.confirm()
        if (membership.floor() > 0) return
        await Promise.race([loaded, timeout(schedule, MIN_RETRY_MS).elapsed])
      } while (!journal.isLoaded() && !isClosed && !isStopped())
    }
    return Promise.race([loaded, confirmed()])
  }

  function leave(): void {
    if (openWrites > 0) return
    journal.close()
    onClosed()
  }

  return {
    name,
    ready,
    isReady: () => journal.isLoaded() || isClosed,
    number: () => (journal.isLoaded() ? local.last().number : undefined),
    isClosed: () => isClosed,
    isDirty: () => dirty.length > 0,
    propose(build, proposed = {}) {
      if (isClosed || isStopped()) return 'unavailable'
      if (chain.kind() === 'local') return applyLocally(build, proposed)
      return proposed.isWrite ? proposeWrite(build) : proposeOnce(build, proposed)
    },
    async proposeAgain() {
      const writes = dirty.filter(({ at }) => clock.now() - at < DIRTY_MS)
      dirty = []
      for (const { build } of writes) {
        try {
          const result = await commit(build)
          if (typeof result === 'object') result.own.forget()
        } catch (error) {
          observer.trouble?.(`committing a write to ${name} again`, error)
        }
      }
    },
    async checkpointIfDue(maxAgeMs) {
      if (clock.now() - local.sizes().firstDeltaAt > maxAgeMs) await checkpoint()
    },
    close() {
      if (isClosed) return
      isClosed = true
      leave()
    },
  }
}
