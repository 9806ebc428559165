import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createTokenBucket } from '../../../../src/appstream/calls/token-bucket.ts'
import { createTestClock } from '../../../support/gateway.ts'
import { seeded } from '../../../support/seeded.ts'

test('grants the burst at once, then one token per interval', () => {
  const clock = createTestClock()
  const bucket = createTokenBucket({ perSecond: 4, burst: 3 }, clock)
  for (let taken = 0; taken < 3; taken++) {
    expect(bucket.readyInMs()).toBe(0)
    bucket.take()
  }
  expect(bucket.readyInMs()).toBe(250)
  clock.advance(200)
  expect(bucket.readyInMs()).toBe(50)
  clock.advance(50)
  expect(bucket.readyInMs()).toBe(0)
})

test('refills up to the burst during a pause', () => {
  const clock = createTestClock()
  const bucket = createTokenBucket({ perSecond: 10, burst: 2 }, clock)
  clock.advance(3_600_000)
  bucket.take()
  bucket.take()
  expect(bucket.readyInMs()).toBe(100)
})

test('does not limit with a rate of 0', () => {
  const bucket = createTokenBucket({ perSecond: 0, burst: 0 }, createTestClock())
  for (let taken = 0; taken < 1_000; taken++) bucket.take()
  expect(bucket.readyInMs()).toBe(0)
})

test('grants a token after the announced wait, never above the rate', () => {
  const rate = fc.record({
    perSecond: fc.integer({ min: 1, max: 100 }),
    burst: fc.integer({ min: 1, max: 50 }),
  })
  const pauses = fc.array(fc.integer({ min: 0, max: 2_000 }), { maxLength: 100 })
  fc.assert(
    fc.property(rate, pauses, ({ perSecond, burst }, pausesMs) => {
      const clock = createTestClock()
      const start = clock.now()
      const bucket = createTokenBucket({ perSecond, burst }, clock)
      let taken = 0
      for (const pauseMs of pausesMs) {
        clock.advance(pauseMs)
        clock.advance(bucket.readyInMs())
        expect(bucket.readyInMs()).toBe(0)
        bucket.take()
        taken++
      }
      expect(taken).toBeLessThanOrEqual(burst + ((clock.now() - start) * perSecond) / 1_000 + 1e-3)
    }),
    seeded,
  )
})
