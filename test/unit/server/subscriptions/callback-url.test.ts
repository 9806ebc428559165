import { expect, test } from 'vitest'
import { allowedCallbackUrl } from '../../../../src/server/subscriptions/callback-url.ts'

test.each([
  ['http://router.example.com/callback', 'http://router.example.com/callback'],
  ['http://router.example.com/callback', 'http://router.example.com/callback/'],
  [
    'http://router.example.com/callback',
    'http://router.example.com/callback/c4a9d1b8-dc57-44ab-9e5a-6e6189b2b945',
  ],
  ['http://router.example.com/callback/', 'http://router.example.com/callback/one/two.three~4_5'],
  ['http://router.example.com/', 'http://router.example.com/callback/one'],
  ['http://router.example.com/a%20b', 'http://router.example.com/a%20b/one'],
  ['http://127.0.0.1:4000/callback', 'http://127.0.0.1:4000/callback/one'],
  ['http://[::1]:4000/callback', 'http://[::1]:4000/callback/one'],
])('with prefix %s, allows %s', (prefix, url) => {
  expect(allowedCallbackUrl(url, ['https://other.example.com/', prefix])).toBe(url)
})

test.each([
  ['https://router.example.com/callback', 'https://router.example.com:443/callback/one'],
  ['http://router.example.com/callback', 'http://router.example.com:80/callback/one'],
])('with prefix %s, treats %s as equal', (prefix, url) => {
  expect(allowedCallbackUrl(url, [prefix])).toBe(`${prefix}/one`)
})

test.each([
  ['https://router.example.com/callback', 'https://router.example.com:80/callback/one'],
  ['https://router.example.com/callback', 'HTTPS://ROUTER.example.com/callback/one'],
  ['http://router.example.com/callback/one', 'http://router.example.com/callback'],
  ['http://router.example.com/callback', 'http://router.example.com/Callback/one'],
])('with prefix %s, rejects %s', (prefix, url) => {
  expect(allowedCallbackUrl(url, [prefix])).toBeUndefined()
})

test('rejects every URL without a prefix', () => {
  expect(allowedCallbackUrl('http://router.example.com/callback', [])).toBeUndefined()
})
