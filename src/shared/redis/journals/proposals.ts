import { randomBytes } from 'node:crypto'
import type { Schedule } from '../../../clock.ts'
import type { CommitMeta, Proposed } from '../../shared.ts'
import type { Engine } from '../engine/engine.ts'
import type { Keys } from '../engine/keys.ts'
import { pack } from '../engine/payload.ts'
import { type AppendReply, type AppendRequest, append } from '../log/append.ts'
import { timeout } from '../timeout.ts'
import type { JournalContext } from './local-journal.ts'
import type { OpenJournal } from './open-journals.ts'
import type { OwnCommit } from './own-commits.ts'

/** Commit to propose, in the form in which it is sent. */
export interface BuiltCommit {
  readonly apply: (meta: CommitMeta) => void
  readonly kind: 'delta' | 'base' | 'checkpoint'
  readonly delta: unknown
  readonly base?: unknown
}

export interface Proposal {
  /** Builds the commit for the newest state; undefined if there is nothing to commit. */
  readonly build: () => BuiltCommit | undefined
  readonly isWrite: boolean
  /** Start of the listing as a local sequence number, and its lease. */
  readonly listing?: {
    readonly started: number
    readonly lease?: { readonly name: string; readonly fence: string } | undefined
  }
}

/** Commit in the log, applied here. */
export interface Committed {
  readonly own: OwnCommit
  /** Undefined if the replies of the engine were lost. */
  readonly reply: Extract<AppendReply, { result: 'ok' }> | undefined
}

/** `later`: the engine does not answer, or this replica cannot follow the log now. */
export type Decision = Committed | Exclude<Proposed, 'committed' | 'unavailable'> | 'later'

/** Request with an unknown outcome. */
interface Sent {
  readonly request: AppendRequest
  readonly own: OwnCommit
}

export interface ProposalsOptions {
  readonly engine: Engine
  readonly keys: Keys
  readonly schedule: Schedule
  readonly context: JournalContext
  /** Reloads everything unless the log continues from the last applied commit. */
  readonly ifBroken: (reason: string) => Promise<void>
}

/** Maximum wait for the log, in milliseconds. */
const APPLY_MS = 2500
const CATCH_UP_MS = 1500
const REPEAT_AFTER_MS = 50
/** Maximum number of rebuilds of a commit because other replicas committed first. */
const MAX_REBUILDS = 50

/** Proposal whose request may have been sent already. */
export interface Undecided {
  readonly proposal: Proposal
  sent: Sent | undefined
}

/** Returns a function that tries to commit a proposal. The calls for a journal must not overlap. */
export function createCommitter(journal: OpenJournal, owner: object, options: ProposalsOptions) {
  const { engine, keys, schedule, context, ifBroken } = options
  const { id, chain, sequence, own, translation, counters, observer } = context
  const { local } = journal

  function prepare({ proposal }: Undecided): Sent | 'nothing' | 'outdated' {
    const { listing, isWrite } = proposal
    if (listing !== undefined && !sequence.isCurrent(listing.started)) return 'outdated'
    const built = proposal.build()
    if (built === undefined) return 'nothing'
    const nonce = randomBytes(9).toString('base64url')
    const request: AppendRequest = {
      journal: local.name,
      epoch: chain.position().epoch,
      nonce,
      writer: id,
      expected: local.last(),
      wantsAcks: isWrite,
      kind: built.kind,
      payload: pack(built.delta),
      base: built.kind === 'delta' ? undefined : pack(built.base),
      listing: listing && { started: translation.toShared(listing.started), lease: listing.lease },
    }
    return { request, own: own.register(nonce, owner, built.apply) }
  }

  /** Sends a request, twice if the first reply is lost. */
  async function send({ request }: Sent): Promise<AppendReply | undefined> {
    try {
      return await append(engine, keys, request)
    } catch (error) {
      observer.trouble?.('append', error)
    }
    await timeout(schedule, REPEAT_AFTER_MS).elapsed
    counters.appendsRepeated++
    try {
      return await append(engine, keys, request)
    } catch {
      return undefined
    }
  }

  /** Drops a request that is known not to be committed. */
  function drop(undecided: Undecided): void {
    undecided.sent?.own.forget()
    undecided.sent = undefined
  }

  /** Reloads everything unless the log continues. Returns false if the engine does not answer. */
  async function verify(reason: string): Promise<boolean> {
    try {
      await ifBroken(reason)
      return true
    } catch (error) {
      observer.trouble?.('rejoining', error)
      return false
    }
  }

  async function follow(undecided: Undecided, sent: Sent, reply: AppendReply): Promise<Decision | 'again'> {
    switch (reply.result) {
      case 'ok': {
        const limit = timeout(schedule, APPLY_MS)
        const isApplied = await Promise.race([sent.own.applied, limit.elapsed.then(() => false)])
        limit.cancel()
        if (isApplied || sent.own.isApplied()) return { own: sent.own, reply }
        return 'later'
      }
      case 'behind': {
        counters.proposalsRebuilt++
        const { number } = sent.request.expected
        const limit = timeout(schedule, CATCH_UP_MS)
        const hasCaughtUp = await chain.reached(reply.head, limit.elapsed)
        limit.cancel()
        if (sent.own.isApplied()) return { own: sent.own, reply: undefined }
        if (!hasCaughtUp) return 'later'
        drop(undecided)
        // All commits are applied, but the journal has not reached its last commit: data was lost.
        if (reply.last <= number) {
          const isVerified = await verify('The engine lost commits.')
          if (isVerified && local.last().number === number) journal.reload()
          return 'later'
        }
        return 'again'
      }
      case 'epoch':
        drop(undecided)
        return (await verify('The engine lost its data.')) ? 'again' : 'later'
      case 'rejected':
        drop(undecided)
        return 'outdated'
    }
  }

  return async function decide(undecided: Undecided): Promise<Decision> {
    for (let builds = 0; builds < MAX_REBUILDS; builds++) {
      if (undecided.sent?.own.isApplied()) return { own: undecided.sent.own, reply: undefined }
      if (chain.kind() !== 'shared' || !journal.isLoaded()) return 'later'
      if (undecided.sent?.request.epoch !== chain.position().epoch) drop(undecided)
      if (undecided.sent === undefined) {
        const prepared = prepare(undecided)
        if (typeof prepared === 'string') return prepared
        undecided.sent = prepared
      }
      const reply = await send(undecided.sent)
      if (reply === undefined) return 'later'
      const decision = await follow(undecided, undecided.sent, reply)
      if (decision !== 'again') return decision
    }
    return 'later'
  }
}
