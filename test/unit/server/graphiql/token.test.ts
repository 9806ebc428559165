import { expect, test } from 'vitest'
import { createSharedToken, parseToken, readToken } from '../../../../src/server/graphiql/client/token.ts'

test.each([
  ['a token', 'eyJh.eyJz.c2ln', 'eyJh.eyJz.c2ln'],
  ['an Authorization header', 'Authorization: Bearer eyJh.eyJz.c2ln', 'eyJh.eyJz.c2ln'],
  ['a scheme and a token', ' bearer  eyJh.eyJz.c2ln\n', 'eyJh.eyJz.c2ln'],
  ['a token in quotes', '"eyJh.eyJz.c2ln",', 'eyJh.eyJz.c2ln'],
  ['a token that a terminal has wrapped', 'eyJh.ey\n  Jz.c2ln', 'eyJh.eyJz.c2ln'],
  [
    'the response of a token endpoint',
    '{"token_type": "Bearer", "access_token": "eyJh.eyJz.c2ln"}',
    'eyJh.eyJz.c2ln',
  ],
  ['headers as JSON', '{ "authorization": "Bearer eyJh.eyJz.c2ln" }', 'eyJh.eyJz.c2ln'],
  ['nothing', '  ', undefined],
  ['a sentence', 'not a token', undefined],
])('accepts or rejects pasted text: %s', (_name, text, token) => {
  expect(parseToken(text)).toBe(token)
})

test('reads the subject and expiry of a token, whatever it contains', () => {
  const tokenOf = (claims: unknown) => `e30.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.c2ln`

  expect(readToken(tokenOf({ sub: 'zoë', exp: 1_700_000_000 }))).toEqual({
    subject: 'zoë',
    expiresAt: new Date(1_700_000_000_000),
  })
  const nothing = { subject: undefined, expiresAt: undefined }
  expect(readToken(tokenOf({ sub: 7, exp: 'soon' }))).toEqual(nothing)
  expect(readToken(tokenOf(null))).toEqual(nothing)
  expect(readToken('opaque-token')).toEqual(nothing)
})

test('ignores the rejection of a token that was replaced meanwhile', () => {
  const token = createSharedToken()
  const changes: unknown[] = []
  token.onChange(() => changes.push([token.current(), token.rejection()]))
  token.set('first')
  token.set('second')
  token.reject('first', 'expired')
  token.reject('second', 'wrong audience')
  token.set(undefined)

  expect(changes).toEqual([
    ['first', undefined],
    ['second', undefined],
    ['second', 'wrong audience'],
    [undefined, undefined],
  ])
})

test('resolves once another token is set, not when one is removed', async () => {
  const token = createSharedToken()
  let replacements = 0
  const replaced = token.replaced().then(() => replacements++)
  token.set(undefined)
  await Promise.resolve()
  expect(replacements).toBe(0)
  token.set('next')
  await replaced
  expect(replacements).toBe(1)
})
