import { expect, test } from 'vitest'
import { createChain } from '../../../../../src/shared/redis/log/chain.ts'
import type { Entry } from '../../../../../src/shared/redis/log/entries.ts'
import { createSharedSequence } from '../../../../../src/shared/redis/log/sequence.ts'
import { createValidity } from '../../../../../src/shared/redis/members/validity.ts'

const EPOCH = 'epoch'

function entry(number: number): Entry {
  return {
    number,
    nonce: `${number}`,
    previousNonce: `${number - 1}`,
    epoch: EPOCH,
    journal: 'journal',
    previous: number - 1,
    writer: 'writer',
    time: 0,
    wantsAcks: false,
    kind: 'delta',
    baseBytes: 0,
    bytes: 0,
    delta: () => undefined,
  }
}

/** Validity of a replica that has applied commit 5. */
function setUp() {
  let now = 10_000
  const sequence = createSharedSequence()
  const chain = createChain(sequence)
  const validity = createValidity({ chain, sequence, clock: { now: () => now }, ttlMs: 2000 })
  chain.join({ epoch: EPOCH, number: 5, nonce: '5', nonces: ['5'] })
  validity.invalidate()
  return {
    sequence,
    chain,
    validity,
    beat: (number: number, sentAt = now, epoch = EPOCH) =>
      validity.beaten({ epoch, number, nonce: `${number}` }, sentAt),
    pass: (milliseconds: number) => {
      now += milliseconds
    },
  }
}

test('a beat counts from when it was sent', () => {
  const { validity, beat, pass } = setUp()
  expect(validity.floor()).toBeGreaterThan(0)
  beat(5)
  pass(500)
  expect(validity.settle()).toBe(true)
  expect(validity.floor()).toBe(0)
  pass(1399)
  expect(validity.floor()).toBe(0)
  pass(1)
  expect(validity.floor()).toBeGreaterThan(0)
})

test('a beat counts only once its last commit is applied', () => {
  const { chain, validity, beat } = setUp()
  beat(7)
  expect(validity.settle()).toBe(false)
  chain.advance(entry(6))
  expect(validity.settle()).toBe(false)
  chain.advance(entry(7))
  expect(validity.settle()).toBe(true)
})

test('a beat of another epoch never counts', () => {
  const { validity, beat } = setUp()
  beat(5, 10_000, 'other')
  expect(validity.settle()).toBe(false)
})

test('ignores beats while held and from before an invalidation', () => {
  const { validity, beat } = setUp()
  beat(5)
  validity.hold(true)
  expect(validity.settle()).toBe(false)
  validity.hold(false)
  validity.invalidate()
  expect(validity.settle()).toBe(false)
  beat(5)
  expect(validity.settle()).toBe(true)
})

test('the floor excludes everything known, also what is read or arrives later', () => {
  const { sequence, chain, validity, beat, pass } = setUp()
  const before = sequence.next()
  beat(5)
  validity.settle()
  pass(2000)
  expect(validity.floor()).toBeGreaterThanOrEqual(before)
  const own = sequence.next()
  expect(validity.floor()).toBeGreaterThanOrEqual(own)
  chain.advance(entry(6))
  chain.advance(entry(7))
  expect(validity.floor()).toBeGreaterThan(sequence.toLocal(6))
  expect(validity.floor()).toBeGreaterThanOrEqual(sequence.ofCommit(7))
})

test('when working alone, serves observations since the start', () => {
  const { sequence, chain, validity } = setUp()
  chain.leave()
  validity.invalidate()
  const floor = validity.floor()
  chain.advanceLocally()
  expect(validity.floor()).toBe(floor)
  expect(sequence.last()).toBeGreaterThan(floor)
})

test('reports a lag after 1.5 seconds without the commits', () => {
  const { chain, validity, beat, pass } = setUp()
  for (let beats = 0; beats < 20; beats++) {
    beat(6)
    pass(80)
  }
  expect(validity.isLagging()).toBe(true)
  chain.advance(entry(6))
  validity.settle()
  expect(validity.isLagging()).toBe(false)
})
