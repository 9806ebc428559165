import { randomUUID } from 'node:crypto'
import type { Clock, Schedule } from '../../clock.ts'
import type { Membership, SharedStatus } from '../shared.ts'
import type { Chain } from './chain.ts'
import type { Engine } from './engine.ts'
import type { EngineTime } from './engine-time.ts'
import type { Keys } from './keys.ts'
import type { Leases } from './leases.ts'
import { BEAT, LEAVE } from './membership-scripts.ts'
import type { SharedCounters, SharedObserver } from './observer.ts'
import { listOf, numberOf, textOf } from './replies.ts'
import type { SharedSequence } from './sequence.ts'

/** Times of the membership, in milliseconds. */
export interface MembershipTimes {
  /** Membership and leases end this long after the last beat. */
  readonly ttlMs: number
  readonly beatMs: number
  /** After failing for this long, the replica works by itself. */
  readonly graceMs: number
  /** Maximum wait of a reader for a beat. */
  readonly confirmMs: number
}

export interface MembershipOptions {
  readonly id: string
  readonly times: MembershipTimes
  readonly engine: Engine
  readonly keys: Keys
  readonly chain: Chain
  readonly sequence: SharedSequence
  readonly leases: Leases
  readonly time: EngineTime
  readonly clock: Clock
  readonly schedule: Schedule
  readonly observer: SharedObserver
  readonly counters: SharedCounters
  /** Joins the log, or loads everything anew if the log is not the one followed so far. */
  readonly rejoin: (reason: string) => Promise<void>
  /** Called when this replica starts to work by itself. */
  readonly leave: () => void
}

/** Membership of this replica in its deployment. */
export interface ReplicaMembership extends Membership {
  status(): SharedStatus
  /** Number of replicas seen last, including this one. */
  count(): number
  /** Milliseconds since the start of the last beat that succeeded; undefined before the first. */
  beatAgeMs(): number | undefined
  /** Sends a beat now. */
  beatSoon(): void
  /** Ends validity: from now on, only beats that are sent later confirm the local state. */
  invalidate(): void
  /** Keeps the local state unconfirmed until released. */
  hold(isHeld: boolean): void
  start(): Promise<void>
  stop(): Promise<void>
}

/** Beat whose head is not applied here yet. */
interface Confirmation {
  readonly epoch: string
  readonly number: number
  readonly sentAt: number
}

/** Subtracted from the TTL, for clocks that run at different speeds. */
const MARGIN_MS = 100
/** A beat counts as failed if its head is not applied within this time, e.g. because the tail hangs. */
const MAX_LAG_MS = 1500
const RETRY_MS = 200
const START_MS = 2000
const MAX_CONFIRMATIONS = 8

export function createMembership(options: MembershipOptions): ReplicaMembership {
  const { id, times, engine, keys, chain, sequence, leases, time, clock, schedule } = options
  const { observer, counters, rejoin, leave } = options
  const { ttlMs, beatMs, graceMs, confirmMs } = times
  let validUntil = Number.NEGATIVE_INFINITY
  let confirmations: Confirmation[] = []
  /** Sequence number at which validity was found to have ended; 0 while valid. */
  let lostAt = 0
  let failingSince: number | undefined
  let lastBeatAt: number | undefined
  let members = 1
  let isHeld = false
  let isStopped = false
  let beating: Promise<void> | undefined
  let isBeatDue = false
  let cancelBeat: (() => void) | undefined
  let confirming: Promise<void> | undefined
  const waiters = new Set<() => void>()
  let status: SharedStatus = 'lost'

  const isLocal = () => chain.kind() === 'local'
  const isValid = () => clock.now() < validUntil

  function floor(): number {
    if (isValid()) return 0
    if (lostAt === 0) lostAt = sequence.last()
    // Commits that arrive meanwhile are not confirmed either.
    return isLocal() ? lostAt : Math.max(lostAt, sequence.ofCommit(chain.position().number))
  }

  function noteStatus(): void {
    const next = isLocal() ? 'degraded' : isValid() ? 'member' : 'lost'
    if (next === status || isStopped) return
    const previous = status
    status = next
    observer.statusChanged?.(next, previous)
  }

  /** Becomes valid by the newest beat whose head is applied. */
  function settle(): void {
    if (isHeld || isStopped || chain.kind() !== 'shared') return
    const { epoch, number } = chain.position()
    let confirmedAt: number | undefined
    confirmations = confirmations.filter((confirmation) => {
      if (confirmation.epoch !== epoch || confirmation.number > number) return true
      confirmedAt = Math.max(confirmedAt ?? 0, confirmation.sentAt)
      return false
    })
    if (confirmedAt === undefined) return
    validUntil = Math.max(validUntil, confirmedAt + ttlMs - MARGIN_MS)
    if (!isValid()) return
    failingSince = undefined
    lostAt = 0
    const isNew = status !== 'member'
    noteStatus()
    // Leases are not wanted before the state is confirmed.
    if (isNew) beatSoon()
    for (const resolve of [...waiters]) resolve()
  }

  async function beat(): Promise<void> {
    // A replica that cannot follow the log must not keep others from polling.
    const wanted = [...leases.wanted()].map(([name, isWanted]) => [name, isWanted && isValid()] as const)
    const sentAt = clock.now()
    const reply = listOf(
      await engine.run(
        BEAT,
        [
          ...[keys.meta, keys.members, keys.fence, keys.log, keys.nonces, keys.pending, keys.opened],
          ...wanted.map(([name]) => keys.lease(name)),
        ],
        [id, ttlMs, randomUUID(), ...wanted.map(([, isWanted]) => (isWanted ? 1 : 0))],
      ),
    )
    if (isStopped) return
    const receivedAt = clock.now()
    const [epoch, number, nonce, now, count, ...fences] = reply
    time.measured(sentAt, receivedAt, numberOf(now))
    lastBeatAt = sentAt
    members = numberOf(count)
    const head = { epoch: textOf(epoch), number: numberOf(number), nonce: textOf(nonce) }
    confirmations.push({ ...head, sentAt })
    if (confirmations.length > MAX_CONFIRMATIONS) confirmations.splice(1, 1)
    const held = new Map(wanted.map(([name], index) => [name, numberOf(fences[index])]))
    leases.renewed(held, sentAt + ttlMs - MARGIN_MS)
    const known = chain.position()
    const isKnown =
      chain.kind() === 'shared' &&
      head.epoch === known.epoch &&
      (head.number > known.number || (head.number === known.number && head.nonce === known.nonce))
    if (!isKnown) {
      await rejoin('beat')
      if (head.epoch === chain.position().epoch && chain.kind() === 'shared')
        confirmations.push({ ...head, sentAt })
    }
    settle()
    const isLagging = confirmations.some(({ sentAt: at }) => clock.now() - at > MAX_LAG_MS)
    confirmations = confirmations.filter(({ epoch: of }) => of === chain.position().epoch)
    if (isLagging && !isValid()) throw new Error('The commits of the other replicas do not arrive.')
  }

  async function tick(): Promise<void> {
    if (isStopped) return
    isBeatDue = false
    try {
      await beat()
    } catch (error) {
      counters.beatsFailed++
      observer.trouble?.('beat', error)
      failingSince ??= clock.now()
      if (!isLocal() && !isStopped && clock.now() - failingSince > graceMs) workAlone()
    }
    noteStatus()
  }

  function workAlone(): void {
    leave()
    invalidate()
    noteStatus()
    leases.holdAll()
    for (const resolve of [...waiters]) resolve()
  }

  function run(): void {
    cancelBeat?.()
    beating = tick().finally(() => {
      beating = undefined
      if (isStopped) return
      const delayMs = isBeatDue ? 0 : isValid() || isLocal() ? beatMs : RETRY_MS
      cancelBeat = schedule(delayMs, run)
    })
  }

  function beatSoon(): void {
    if (isStopped) return
    isBeatDue = true
    if (beating === undefined && cancelBeat !== undefined) run()
  }

  function invalidate(): void {
    validUntil = Number.NEGATIVE_INFINITY
    confirmations = []
    lostAt = sequence.last()
  }

  /** Resolves once valid, or after a time. */
  async function validWithin(limitMs: number): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>()
    waiters.add(resolve)
    const cancel = schedule(limitMs, resolve)
    beatSoon()
    await promise
    cancel()
    waiters.delete(resolve)
  }

  chain.onMoved(settle)

  return {
    floor,
    async confirm() {
      if (isLocal() || isStopped) return
      confirming ??= validWithin(confirmMs).finally(() => {
        confirming = undefined
      })
      await confirming
    },
    status: () => (isLocal() ? 'degraded' : isValid() ? 'member' : 'lost'),
    count: () => members,
    beatAgeMs: () => (lastBeatAt === undefined ? undefined : clock.now() - lastBeatAt),
    beatSoon,
    invalidate,
    hold(value) {
      isHeld = value
      settle()
    },
    async start() {
      run()
      await validWithin(START_MS)
      if (!isValid() && !isLocal() && !isStopped) workAlone()
    },
    async stop() {
      isStopped = true
      cancelBeat?.()
      for (const resolve of [...waiters]) resolve()
      await beating
      validUntil = Number.NEGATIVE_INFINITY
      const held = [...leases.wanted().keys()].map(keys.lease)
      await engine.run(LEAVE, [keys.members, keys.inbox(id), ...held], [id]).catch(() => {})
    },
  }
}
