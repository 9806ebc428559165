import { parse } from 'graphql'
import { expect, test } from 'vitest'
import { createDocumentCache } from '../../../src/server/limits/document-cache.ts'

test('bounds the total text size and keeps the newest documents', () => {
  const { documentCache } = createDocumentCache()
  const document = parse('{ a }')
  const text = (index: number) => `{ a } # ${index} `.padEnd(10_000, 'x')
  for (let index = 0; index < 100; index++) documentCache.set(text(index), document)
  expect([...documentCache.keys()].reduce((sum, key) => sum + key.length, 0)).toBeLessThanOrEqual(250_000)
  expect(documentCache.get(text(99))).toBe(document)
  expect(documentCache.get(text(0))).toBeUndefined()
})

test('ignores a text larger than the cache and evicts nothing for it', () => {
  const { errorCache } = createDocumentCache()
  const error = new Error('Syntax Error')
  errorCache.set('{', error)
  errorCache.set('{'.repeat(260_000), error)
  expect([...errorCache.keys()]).toEqual(['{'])
})

test('caches the empty text', () => {
  const { errorCache } = createDocumentCache()
  errorCache.set('', new Error('Syntax Error'))
  expect(errorCache.size).toBe(1)
})
