import type { Clock, Schedule } from '../../../clock.ts'
import type { CommitPosition, Membership, SharedStatus } from '../../shared.ts'
import type { Engine } from '../engine/engine.ts'
import type { EngineTime } from '../engine/engine-time.ts'
import type { Keys } from '../engine/keys.ts'
import type { Chain } from '../log/chain.ts'
import type { SharedCounters, SharedObserver } from '../observer.ts'
import { timeout } from '../timeout.ts'
import { sendBeat } from './beat.ts'
import type { Leases } from './leases.ts'
import { LEAVE } from './scripts.ts'
import { MARGIN_MS, type Validity } from './validity.ts'

/** Times of the membership, in milliseconds. */
export interface MembershipTimes {
  /** Membership and leases end this long after the last beat. */
  readonly ttlMs: number
  readonly beatMs: number
  /** After failing for this long, the replica works alone. */
  readonly graceMs: number
  /** Maximum wait of a reader for a beat. */
  readonly confirmMs: number
  /** Maximum wait for the engine at the start. */
  readonly startMs: number
}

export interface MembershipOptions {
  readonly id: string
  readonly times: MembershipTimes
  readonly engine: Engine
  readonly keys: Keys
  readonly chain: Chain
  readonly validity: Validity
  readonly leases: Leases
  readonly time: EngineTime
  readonly clock: Clock
  readonly schedule: Schedule
  readonly observer: SharedObserver
  readonly counters: SharedCounters
  /** Returns true if loading the state of the other replicas has been failing for long. */
  readonly isStuck: () => boolean
  /** Loads the state of the other replicas, unless the log continues from the last applied commit. */
  readonly rejoin: (reason: string) => Promise<void>
  /** Called when this replica starts to work alone. */
  readonly leave: () => void
}

/** Membership of this replica in its deployment. */
export interface ReplicaMembership extends Membership {
  status(): SharedStatus
  /** Number of replicas at the last beat, including this one; at least 1. */
  count(): number
  /** Milliseconds since the start of the last beat that succeeded; undefined before the first. */
  beatAgeMs(): number | undefined
  /** Sends a beat now. */
  beatSoon(): void
  /** Keeps the local state unconfirmed until released. */
  hold(isHeld: boolean): void
  start(): Promise<void>
  stop(): Promise<void>
}

const RETRY_MS = 200

export function createMembership(options: MembershipOptions): ReplicaMembership {
  const { id, times, engine, keys, chain, validity, leases, time, clock, schedule } = options
  const { observer, counters, isStuck, rejoin, leave } = options
  const { ttlMs, beatMs, graceMs, confirmMs, startMs } = times
  let failingSince: number | undefined
  let lastBeatAt: number | undefined
  let memberCount = 1
  let isStopped = false
  let beating: Promise<void> | undefined
  let isBeatDue = false
  let cancelBeat: (() => void) | undefined
  let confirming: Promise<void> | undefined
  const waiters = new Set<() => void>()
  let reported: SharedStatus = 'lost'

  const isLocal = () => chain.kind() === 'local'
  const status = () => (isLocal() ? 'degraded' : validity.isValid() ? 'member' : 'lost')

  /** Reports a change of the status. Returns true if there is one. */
  function report(): boolean {
    const next = status()
    if (next === reported || isStopped) return false
    const previous = reported
    reported = next
    observer.statusChanged?.(next, previous)
    return true
  }

  function wake(): void {
    for (const resolve of [...waiters]) resolve()
  }

  function settle(): void {
    if (isStopped || !validity.settle()) return
    failingSince = undefined
    // Leases are not wanted before the state is confirmed.
    if (report()) beatSoon()
    wake()
  }

  /** Returns false if this replica has applied commits that are not in the log, or none at all. */
  function isFollowed(head: CommitPosition): boolean {
    const { epoch, number, nonce } = chain.position()
    return (
      chain.kind() === 'shared' &&
      head.epoch === epoch &&
      (head.number > number || (head.number === number && head.nonce === nonce))
    )
  }

  async function beat(): Promise<void> {
    // A replica that cannot follow the log must neither hold leases nor delay the writes of others.
    const joins = chain.kind() === 'shared' && !validity.isLagging() && !isStuck()
    const competes = validity.isValid()
    const wanted = new Map(
      leases
        .wanted()
        .entries()
        .map(([name, isWanted]) => [name, isWanted && competes]),
    )
    const sentAt = clock.now()
    const reply = await sendBeat(engine, keys, { replica: id, ttlMs, joins, leases: wanted })
    if (isStopped) return
    time.measured(sentAt, clock.now(), reply.now)
    lastBeatAt = sentAt
    memberCount = reply.members
    leases.renewed(reply.fences, sentAt + ttlMs - MARGIN_MS)
    if (!isFollowed(reply.head)) {
      const wasLocal = isLocal()
      await rejoin('The log does not contain the last applied commit.')
      // The engine answers again, so that only later failures count.
      if (wasLocal) failingSince = undefined
    }
    if (joins) validity.beaten(reply.head, sentAt)
    else if (chain.kind() === 'shared' && !validity.isLagging() && !isStuck()) isBeatDue = true
    settle()
    if (validity.isLagging()) throw new Error('The commits of the other replicas do not arrive.')
    if (isStuck()) throw new Error('The state of the other replicas cannot be loaded.')
  }

  async function tick(): Promise<void> {
    isBeatDue = false
    try {
      await beat()
    } catch (error) {
      counters.beatsFailed++
      observer.trouble?.('beat', error)
      failingSince ??= clock.now()
      if (!isLocal() && !isStopped && clock.now() - failingSince > graceMs) workAlone()
    }
    report()
  }

  function workAlone(): void {
    leave()
    validity.invalidate()
    report()
    leases.holdAll()
    wake()
  }

  function run(): void {
    cancelBeat?.()
    beating = tick().finally(() => {
      beating = undefined
      if (isStopped) return
      const regularMs = validity.isValid() || isLocal() ? beatMs : RETRY_MS
      cancelBeat = schedule(isBeatDue ? 0 : regularMs, run)
    })
  }

  function beatSoon(): void {
    if (isStopped) return
    isBeatDue = true
    // Otherwise it is sent after the beat in progress, or the first one.
    if (beating === undefined && cancelBeat !== undefined) run()
  }

  /** Resolves once a beat has confirmed the local state, or after a time. */
  async function confirmedWithin(limitMs: number): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>()
    waiters.add(resolve)
    const limit = timeout(schedule, limitMs)
    beatSoon()
    await Promise.race([promise, limit.elapsed])
    limit.cancel()
    waiters.delete(resolve)
  }

  chain.onMoved(settle)

  return {
    floor: validity.floor,
    async confirm() {
      if (isLocal() || isStopped) return
      confirming ??= confirmedWithin(confirmMs).finally(() => {
        confirming = undefined
      })
      await confirming
    },
    status,
    count: () => Math.max(1, memberCount),
    beatAgeMs: () => (lastBeatAt === undefined ? undefined : clock.now() - lastBeatAt),
    beatSoon,
    hold(isHeld) {
      validity.hold(isHeld)
      settle()
      if (!validity.isValid()) beatSoon()
    },
    async start() {
      run()
      await confirmedWithin(startMs)
      if (status() === 'lost' && !isStopped) workAlone()
    },
    async stop() {
      isStopped = true
      cancelBeat?.()
      wake()
      await beating
      validity.invalidate()
      const wanted = [...leases.wanted().keys()].map(keys.lease)
      // Without an answer, membership and leases end after the TTL.
      await engine.run(LEAVE, [keys.members, keys.inbox(id), ...wanted], [id]).catch(() => {})
    },
  }
}
