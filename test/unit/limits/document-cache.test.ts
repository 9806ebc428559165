import { parse, visit } from 'graphql'
import { expect, test } from 'vitest'
import { createDocumentCache } from '../../../src/server/limits/document-cache.ts'

test('bounds the total text size and keeps the newest documents', () => {
  const { documentCache } = createDocumentCache()
  const document = parse('{ a }')
  const text = (index: number) => `{ a } # ${index} `.padEnd(10_000, 'x')
  for (let index = 0; index < 100; index++) documentCache.set(text(index), document)
  expect([...documentCache.keys()].reduce((sum, key) => sum + key.length, 0)).toBeLessThanOrEqual(150_000)
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

test('a kept document has its locations, but not the tokens that the parser linked', () => {
  const { documentCache } = createDocumentCache()
  const document = parse('query Named { a { b } }')
  documentCache.set('text', document)
  const tokens = new Set<unknown>()
  const starts: number[] = []
  visit(document, {
    enter({ loc }) {
      starts.push(loc?.start ?? -1)
      for (let token = loc?.startToken ?? null; token !== null; token = token.next) tokens.add(token)
      tokens.add(loc?.endToken)
    },
  })
  expect(tokens.size).toBe(1)
  expect(starts).toEqual([0, 0, 6, 12, 14, 14, 16, 18, 18])
})
