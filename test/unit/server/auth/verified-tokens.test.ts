import { expect, test } from 'vitest'
import { createCaller } from '../../../../src/schema/access.ts'
import { createVerifiedTokens } from '../../../../src/server/auth/verified-tokens.ts'
import { createTestClock } from '../../../support/gateway.ts'

const caller = createCaller('ada', ['appstream:read'])

test('keeps an identity until its token expires', () => {
  const clock = createTestClock()
  const tokens = createVerifiedTokens(clock)
  const identity = { caller, expiresAt: clock.now() + 30_000 }
  tokens.keep('Bearer a', identity)
  clock.advance(29_999)
  expect(tokens.get('Bearer a')).toBe(identity)
  clock.advance(1)

  expect(tokens.get('Bearer a')).toBeUndefined()
  expect(tokens.get('Bearer b')).toBeUndefined()
})

test('keeps an identity for at most a minute', () => {
  const clock = createTestClock()
  const tokens = createVerifiedTokens(clock)
  tokens.keep('Bearer a', { caller, expiresAt: clock.now() + 3_600_000 })
  clock.advance(60_000)

  expect(tokens.get('Bearer a')).toBeUndefined()
})

test('keeps no identity if the clock is set back', () => {
  const clock = createTestClock()
  const tokens = createVerifiedTokens(clock)
  tokens.keep('Bearer a', { caller, expiresAt: clock.now() + 3_600_000 })
  clock.advance(-1)

  expect(tokens.get('Bearer a')).toBeUndefined()
})

test('keeps at most a thousand identities', () => {
  const clock = createTestClock()
  const tokens = createVerifiedTokens(clock)
  for (let number = 0; number < 1001; number++) {
    tokens.keep(`Bearer ${number}`, { caller, expiresAt: clock.now() + 60_000 })
  }

  expect(tokens.get('Bearer 0')).toBeUndefined()
  expect(tokens.get('Bearer 1000')).toBeDefined()
})
