import type { Clock } from '../../../clock.ts'
import type { CommitPosition } from '../../shared.ts'
import type { Chain } from '../log/chain.ts'
import type { SharedSequence } from '../log/sequence.ts'

/** Period in which the local state is known to include every change that another replica reported. */
export interface Validity {
  isValid(): boolean
  /** Returns the sequence number that observations must exceed to be served; 0 while valid. */
  floor(): number
  /** Records a beat that renewed the membership. It counts once the last commit in its reply is applied. */
  beaten(head: CommitPosition, sentAt: number): void
  /** Extends validity by the beats whose commits are applied. Returns true if the state is valid because of one. */
  settle(): boolean
  /** Returns true if commits that exist for long are still not applied here, e.g. because the tail hangs. */
  isLagging(): boolean
  /** Ends validity: from now on, only later beats count. */
  invalidate(): void
  /** While held, no beat counts. */
  hold(isHeld: boolean): void
}

export interface ValidityOptions {
  readonly chain: Chain
  readonly sequence: SharedSequence
  readonly clock: Clock
  readonly ttlMs: number
}

/** Subtracted from the TTL, because clocks run at different speeds. */
export const MARGIN_MS = 100
/** Maximum time until the commits that a beat returned are applied. */
const MAX_LAG_MS = 1500
const MAX_BEATS = 8

export function createValidity({ chain, sequence, clock, ttlMs }: ValidityOptions): Validity {
  let validUntil = Number.NEGATIVE_INFINITY
  /** Beats that do not count yet, oldest first. */
  let beats: { readonly epoch: string; readonly number: number; readonly sentAt: number }[] = []
  /** Sequence number when the end of validity was noticed; 0 while valid. */
  let lostAt = 0
  let isHeld = false

  const isValid = () => clock.now() < validUntil

  function dropOtherEpochs(): void {
    const { epoch } = chain.position()
    beats = beats.filter((beat) => beat.epoch === epoch)
  }

  return {
    isValid,
    floor() {
      if (isValid()) return 0
      if (lostAt === 0) lostAt = sequence.last()
      // A replica that works alone trusts what it has seen since. Until then, others may write at any time without
      // its knowledge: what it has just read from AWS is already outdated for the next reader.
      return chain.kind() === 'local' ? lostAt : sequence.last()
    },
    beaten({ epoch, number }, sentAt) {
      beats.push({ epoch, number, sentAt })
      dropOtherEpochs()
      // The oldest is kept, because its age is the lag.
      if (beats.length > MAX_BEATS) beats.splice(1, 1)
    },
    settle() {
      if (isHeld || chain.kind() !== 'shared' || beats.length === 0) return false
      dropOtherEpochs()
      const { number } = chain.position()
      const applied = beats.filter((beat) => beat.number <= number)
      if (applied.length === 0) return false
      beats = beats.filter((beat) => beat.number > number)
      for (const { sentAt } of applied) validUntil = Math.max(validUntil, sentAt + ttlMs - MARGIN_MS)
      if (!isValid()) return false
      lostAt = 0
      return true
    },
    isLagging: () => beats.some(({ sentAt }) => clock.now() - sentAt > MAX_LAG_MS),
    invalidate() {
      validUntil = Number.NEGATIVE_INFINITY
      beats = []
      lostAt = sequence.last()
    },
    hold(value) {
      isHeld = value
    },
  }
}
