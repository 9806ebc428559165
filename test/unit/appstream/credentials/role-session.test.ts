import fc from 'fast-check'
import { expect, test } from 'vitest'
import { sessionOf } from '../../../../src/appstream/credentials/role-session.ts'
import { seeded } from '../../../support/seeded.ts'

// The API reference of AssumeRole and of Tag.
const SESSION_NAME = /^[\w+=,.@-]{2,64}$/
const TAG_VALUE = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]{0,256}$/u

function tagOf(caller: string): string | undefined {
  return sessionOf(caller).tags[0]?.Value
}

test('derives a session name and tag that AWS accepts from any caller', () => {
  const anything = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 2000 }),
    // Includes lone surrogates.
    fc.array(fc.nat(0xffff)).map((units) => String.fromCharCode(...units)),
    fc.string({ unit: 'grapheme', minLength: 200, maxLength: 400 }),
  )
  fc.assert(
    fc.property(anything, (caller) => {
      expect(sessionOf(caller).name).toMatch(SESSION_NAME)
      expect(tagOf(caller)).toMatch(TAG_VALUE)
      expect(tagOf(caller)?.length).toBeLessThanOrEqual(256)
    }),
    seeded,
  )
})

test('keeps a name that AWS accepts unchanged', () => {
  fc.assert(
    fc.property(fc.stringMatching(SESSION_NAME), (caller) => {
      expect(sessionOf(caller).name).toBe(caller)
    }),
    seeded,
  )
  expect(tagOf('Zoë Ångström: team/a=b+c-d_e.f@g')).toBe('Zoë Ångström: team/a=b+c-d_e.f@g')
  expect(tagOf('é'.repeat(256))).toBe('é'.repeat(256))
})

test.each([
  ['differ beyond the length limit', `${'x'.repeat(1999)}1`, `${'x'.repeat(1999)}2`],
  ['differ in invalid characters', 'auth0|1;2', 'auth0|1,;2'],
  ['differ in the replacement', 'a|b', 'a-b'],
])('gives two callers that %s different names', (_what, one, other) => {
  expect(sessionOf(one).name).not.toBe(sessionOf(other).name)
  expect(tagOf(one)).not.toBe(tagOf(other))
})

test('leaves no half of a surrogate pair when it truncates', () => {
  expect(tagOf(`${'x'.repeat(242)}${'𝒳'.repeat(20)}`)).toMatch(/^x{242}-[\da-f]{12}$/)
  expect(tagOf(`${'x'.repeat(241)}${'𝒳'.repeat(20)}`)).toMatch(/^x{241}𝒳-[\da-f]{12}$/u)
})
