import { randomBytes } from 'node:crypto'
import { type Clock, type Schedule, systemSchedule } from '../../clock.ts'
import type { Peers, Shared, StateMachine, Translation } from '../shared.ts'
import { createEngine, type Engine, type EngineOptions } from './engine/engine.ts'
import { createEngineTime } from './engine/engine-time.ts'
import { createKeys, type Keys } from './engine/keys.ts'
import { createJournal, type ReplicaJournal } from './journals/journal.ts'
import { createOpenJournals } from './journals/open-journals.ts'
import { createOwnCommits } from './journals/own-commits.ts'
import { createChain } from './log/chain.ts'
import { createRejoin } from './log/rejoin.ts'
import { createSharedSequence } from './log/sequence.ts'
import { createSweeper, type LogBounds } from './log/sweeper.ts'
import { createTail } from './log/tail.ts'
import { createLeases } from './members/leases.ts'
import { createMembership, type MembershipTimes } from './members/membership.ts'
import { createValidity } from './members/validity.ts'
import { createCounters, type SharedCounters, type SharedObserver } from './observer.ts'
import { timeout } from './timeout.ts'

export interface RedisSharedOptions extends EngineOptions {
  readonly clock: Clock
  readonly schedule?: Schedule
  /** Bounds of the log of commits, within which feeds can be resumed. */
  readonly log: LogBounds
  readonly observer?: SharedObserver
  readonly times?: Partial<MembershipTimes>
  /** Creates the coordination with other replicas. */
  readonly peers: (context: PeersContext) => Peers
}

/** Dependencies of {@link Peers}. */
export interface PeersContext {
  readonly engine: Engine
  readonly keys: Keys
  /** Id of this replica, new in each process. */
  readonly id: string
  readonly translation: Translation
  /** Number of replicas at the last beat, including this one; at least 1. */
  count(): number
  /** Returns true while the engine answers. */
  isShared(): boolean
  /** Number of the last commit of a journal; undefined if it is not loaded. */
  journalNumber(key: string): number | undefined
  /** Id of the run of commits that the numbers belong to. */
  epoch(): string
  /** Calls a listener after each applied commit; returns its removal. */
  onCommit(listener: () => void): () => void
  /** Resolves once the commit of this number is applied here, or after 250 ms. */
  untilApplied(number: number): Promise<void>
}

export interface RedisShared extends Shared {
  readonly id: string
  readonly engine: Engine
  readonly counters: Readonly<SharedCounters>
  /** Number of replicas at the last beat, including this one. */
  replicas(): number
  /** Number of leases held. */
  leases(): number
  /** Milliseconds since the last successful beat; undefined before the first. */
  beatAgeMs(): number | undefined
}

const TIMES: MembershipTimes = { ttlMs: 2000, beatMs: 500, graceMs: 5000, confirmMs: 250, startMs: 2000 }

/** Creates state that the replicas of a deployment share through Redis or Valkey. */
export function createRedisShared(options: RedisSharedOptions): RedisShared {
  const { clock, schedule = systemSchedule, observer = {} } = options
  const times = { ...TIMES, ...options.times }
  const id = randomBytes(9).toString('base64url')
  const engine = createEngine(options)
  const keys = createKeys(engine.tag)
  const counters = createCounters()
  const sequence = createSharedSequence()
  const chain = createChain(sequence)
  const time = createEngineTime(clock)
  const validity = createValidity({ chain, sequence, clock, ttlMs: times.ttlMs })
  const own = createOwnCommits()
  const listeners = new Set<() => void>()
  const open = new Set<ReplicaJournal<never>>()
  let isStopped = false
  let proposingAgain = 0

  const translation: Translation = {
    toShared: sequence.toShared,
    toLocal: sequence.toLocal,
    toEngineTime: time.toEngine,
    toLocalTime: time.toLocal,
  }

  function reset(): void {
    for (const listener of [...listeners]) {
      try {
        listener()
      } catch (error) {
        observer.trouble?.('resetting', error)
      }
    }
  }

  const parts = { engine, keys, chain, clock, schedule, observer, counters }
  const journals = createOpenJournals({ ...parts, onSkipped: reset })
  const leases = createLeases({
    clock,
    isLocal: () => chain.kind() === 'local',
    onWanted: () => membership.beatSoon(),
  })

  const rejoin = createRejoin({
    ...parts,
    journals,
    onBroken: validity.invalidate,
    onReplaced() {
      own.reset()
      void proposeAgain()
      reset()
      chain.moved()
      tail.restart()
    },
  })

  const membership = createMembership({
    ...parts,
    id,
    times,
    validity,
    leases,
    time,
    isStuck: journals.isStuck,
    rejoin: rejoin.ifBroken,
    leave() {
      chain.leave()
      own.reset()
      journals.workAlone()
      reset()
      chain.moved()
    },
  })

  const tail = createTail({ ...parts, id, journals, own, rejoin: rejoin.now })

  /** Commits the writes made while working alone, before this replica serves from memory again. */
  async function proposeAgain(): Promise<void> {
    const dirty = [...open].filter((journal) => journal.isDirty())
    if (dirty.length === 0) return
    proposingAgain++
    membership.hold(true)
    await Promise.all(dirty.map((journal) => journal.proposeAgain()))
    if (--proposingAgain === 0) membership.hold(false)
  }

  const context = { id, chain, sequence, time, own, translation, observer, counters }

  function openJournal<Commit>(key: string, machine: StateMachine<Commit>): ReplicaJournal<Commit> {
    const journal = createJournal(key, machine, {
      engine,
      keys,
      context,
      journals,
      membership,
      leases,
      clock,
      schedule,
      ttlMs: times.ttlMs,
      graceMs: times.graceMs,
      ifBroken: rejoin.ifBroken,
      isStopped: () => isStopped,
      onClosed: () => open.delete(journal),
    })
    open.add(journal)
    return journal
  }

  const sweeper = createSweeper({ engine, keys, schedule, observer, bounds: options.log, open })

  async function untilApplied(number: number): Promise<void> {
    const limit = timeout(schedule, times.confirmMs)
    await chain.reached(number, limit.elapsed)
    limit.cancel()
  }

  const peers = options.peers({
    engine,
    keys,
    id,
    translation,
    count: membership.count,
    isShared: () => membership.status() === 'member',
    journalNumber: (key) =>
      open
        .values()
        .find(({ name }) => name === key)
        ?.number(),
    epoch: () => chain.position().epoch,
    onCommit: chain.onMoved,
    untilApplied,
  })

  return {
    id,
    engine,
    counters,
    replicas: membership.count,
    leases: leases.held,
    beatAgeMs: membership.beatAgeMs,
    status: membership.status,
    sequence,
    membership,
    journal: openJournal,
    lease: leases.create,
    position: chain.position,
    includes: chain.includes,
    onReset(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    peers,
    async start() {
      await engine.open().catch((error) => observer.trouble?.('connecting', error))
      tail.start()
      sweeper.start()
      await membership.start()
      // The first mutation must know the state that it replaces, for its overlay.
      await Promise.all(Array.from(open, (journal) => journal.ready()))
    },
    async stop() {
      isStopped = true
      sweeper.stop()
      tail.stop()
      await membership.stop()
      journals.stop()
      engine.close()
    },
  }
}
