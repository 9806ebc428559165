import { IncomingMessage } from 'node:http'
import { Socket } from 'node:net'
import { describe, expect, test } from 'vitest'
import { createCaller, type Scope } from '../../../../src/schema/access.ts'
import { createKeys, isEligible } from '../../../../src/server/answers/eligibility.ts'

const JSON_BODY = { 'content-type': 'application/json', 'content-length': '20' }

function requestOf(method: string, headers: Readonly<Record<string, string>> = {}, url = '/graphql') {
  return Object.assign(new IncomingMessage(new Socket()), { method, url, headers })
}

describe('an answer may be kept', () => {
  test.each([
    ['a JSON POST', 'POST', JSON_BODY],
    ['a GET', 'GET', {}],
    ['a POST of 16 KB', 'POST', { ...JSON_BODY, 'content-length': '16384' }],
    ['another cache directive', 'POST', { ...JSON_BODY, 'cache-control': 'max-age=0' }],
  ])('for %s', (_what, method, headers) => {
    expect(isEligible(requestOf(method, headers))).toBe(true)
  })
})

describe('no answer is kept', () => {
  test.each([
    ['a longer POST', 'POST', { ...JSON_BODY, 'content-length': '16385' }],
    ['a POST of unknown length', 'POST', { 'content-type': 'application/json' }],
    ['an encoded body', 'POST', { ...JSON_BODY, 'content-encoding': 'identity' }],
    ['another content type', 'POST', { ...JSON_BODY, 'content-type': 'text/plain' }],
    ['a GET with a body', 'GET', JSON_BODY],
    ['a GET with a chunked body', 'GET', { 'transfer-encoding': 'chunked' }],
    ['another method', 'HEAD', {}],
    ['no-cache', 'POST', { ...JSON_BODY, 'cache-control': 'max-age=0, No-Cache' }],
    ['x-upstream-info', 'GET', { 'x-upstream-info': '0' }],
  ])('for %s', (_what, method, headers) => {
    expect(isEligible(requestOf(method, headers))).toBe(false)
  })
})

test('callers with equal permissions share a key, whatever their names', () => {
  const keyOf = createKeys()
  const request = requestOf('POST', JSON_BODY)
  const body = Buffer.from('{"query":"{ a }"}')
  const keyFor = (name: string, scopes: readonly Scope[]) => keyOf(request, createCaller(name, scopes), body)

  expect(keyFor('ada', ['appstream:read'])).toBe(keyFor('ben', ['appstream:read']))
  expect(keyFor('ada', ['appstream:read'])).not.toBe(keyFor('ada', ['appstream:operate']))
})

test('bytes of a body that are not UTF-8 have different keys', () => {
  const keyOf = createKeys()
  const caller = createCaller('ada', [])
  const keyFor = (byte: number) => keyOf(requestOf('POST', JSON_BODY), caller, Buffer.from([byte]))

  expect(keyFor(0xff)).not.toBe(keyFor(0xfe))
})
