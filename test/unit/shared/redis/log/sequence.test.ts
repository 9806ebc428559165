import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createSharedSequence } from '../../../../../src/shared/redis/log/sequence.ts'
import { seeded } from '../../../../support/seeded.ts'

/** Sequence at this commit. */
function at(commit: number) {
  const sequence = createSharedSequence()
  sequence.reset(commit)
  return sequence
}

test('numbers between two commits are between their numbers', () => {
  const sequence = at(7)
  const commit = sequence.last()
  expect(commit).toBe(sequence.ofCommit(7))
  const one = sequence.next()
  const two = sequence.next()
  const next = sequence.advance(8)
  expect([commit, one, two, next]).toEqual([...[commit, one, two, next]].sort((a, b) => a - b))
  expect(new Set([commit, one, two, next]).size).toBe(4)
  expect(sequence.last()).toBe(next)
})

test('a number belongs to the last commit before it', () => {
  const sequence = at(7)
  const numbers = [sequence.ofCommit(7), sequence.next(), sequence.next()]
  sequence.advance(8)
  expect(numbers.map(sequence.toShared)).toEqual([7, 7, 7])
  expect(sequence.toShared(sequence.next())).toBe(8)
})

test('numbers another replica’s observation between its commit and later numbers', () => {
  const sequence = at(7)
  const commit = sequence.ofCommit(7)
  const own = sequence.next()
  sequence.advance(8)
  const foreign = sequence.toLocal(7)
  expect(foreign).toBeGreaterThan(commit)
  expect(foreign).toBeLessThan(own)
  expect(sequence.toShared(foreign)).toBe(7)
})

test.each([0, 1, 7, 1_000_000])('numbers grow over a reset to commit %i', (commit) => {
  const sequence = at(500_000)
  const before = sequence.next()
  sequence.reset(commit)
  expect(sequence.ofCommit(commit)).toBeGreaterThan(before)
  expect(sequence.isCurrent(before)).toBe(false)
  expect(sequence.toShared(before)).toBe(0)
  expect(sequence.isCurrent(sequence.last())).toBe(true)
  expect(sequence.toShared(sequence.next())).toBe(commit)
  // Even old commits of the new state are newer than work that was in progress.
  expect(sequence.toLocal(1)).toBeGreaterThan(before)
})

test('resets do not use up the precision of numbers', () => {
  const sequence = at(1_000_000_000)
  for (let reset = 0; reset < 1000; reset++) {
    sequence.next()
    sequence.reset(1_000_000_000 + reset)
  }
  const last = sequence.next()
  expect(sequence.next()).toBeGreaterThan(last)
  expect(sequence.toLocal(1_000_000_999)).toBeLessThan(last)
})

test('numbers grow even if their steps run out', () => {
  const sequence = at(7)
  let last = sequence.last()
  const first = sequence.next()
  for (let step = 0; step < 2 ** 20 + 10; step++) {
    const next = sequence.next()
    if (next <= last) throw new Error(`${next} after ${last}`)
    last = next
  }
  expect(sequence.toShared(last)).toBe(7)
  expect(sequence.toShared(first)).toBeLessThanOrEqual(7)
  expect(sequence.toLocal(7)).toBeLessThan(first)
  expect(sequence.toLocal(7)).toBeGreaterThanOrEqual(sequence.ofCommit(7))
  expect(sequence.advance(8)).toBeGreaterThan(last)
})

test('the order of shared numbers is kept', () => {
  fc.assert(
    fc.property(fc.nat(300_000), fc.nat(300_000), fc.nat(300_000), (commit, one, other) => {
      const sequence = at(commit)
      const [low, high] = [Math.min(one, other), Math.max(one, other)]
      expect(sequence.toLocal(low)).toBeLessThanOrEqual(sequence.toLocal(high))
      expect(sequence.toLocal(low)).toBeGreaterThan(0)
    }),
    seeded,
  )
})
