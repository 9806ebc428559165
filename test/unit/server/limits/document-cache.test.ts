import { parse, visit } from 'graphql'
import { expect, test } from 'vitest'
import { createDocumentCache, type TextCache } from '../../../../src/server/limits/document-cache.ts'

function setTwice<Value>(cache: TextCache<Value>, text: string, value: Value): void {
  cache.set(text, value)
  cache.set(text, value)
}

test('keeps a document once its text was sent twice', () => {
  const { documentCache } = createDocumentCache()
  const document = parse('{ a }')
  documentCache.set('{ a }', document)
  expect(documentCache.get('{ a }')).toBeUndefined()
  documentCache.set('{ a }', document)
  expect(documentCache.get('{ a }')).toBe(document)
})

test('keeps repeated documents while new ones keep arriving', () => {
  const { documentCache } = createDocumentCache()
  const document = parse('{ a }')
  setTwice(documentCache, 'repeated', document)
  for (let index = 0; index < 5_000; index++) documentCache.set(`${index}`.padEnd(1_000, 'x'), document)
  expect(documentCache.get('repeated')).toBe(document)
})

test('bounds the total text size and keeps the newest documents', () => {
  const { documentCache } = createDocumentCache()
  const document = parse('{ a }')
  const texts = Array.from({ length: 100 }, (_, index) => `{ a } # ${index} `.padEnd(10_000, 'x'))
  for (const text of texts) setTwice(documentCache, text, document)
  const kept = texts.filter((text) => documentCache.get(text) !== undefined)
  expect(kept).toEqual(texts.slice(-15))
})

test('ignores a text larger than the cache and evicts nothing for it', () => {
  const { errorCache } = createDocumentCache()
  const error = new Error('Syntax Error')
  const large = '{'.repeat(260_000)
  setTwice(errorCache, '{', error)
  setTwice(errorCache, large, error)
  expect([errorCache.get('{'), errorCache.get(large)]).toEqual([error, undefined])
})

test('caches the empty text', () => {
  const { errorCache } = createDocumentCache()
  const error = new Error('Syntax Error')
  setTwice(errorCache, '', error)
  expect(errorCache.get('')).toBe(error)
})

test('releases the tokens of a kept document and keeps its locations', () => {
  const { documentCache } = createDocumentCache()
  const document = parse('query Named { a { b } }')
  setTwice(documentCache, 'text', document)
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
