import fc from 'fast-check'
import { parse, Source } from 'graphql'
import { expect, test } from 'vitest'
import { nestingOf } from '../../../../src/server/limits/params.ts'
import { scan } from '../../../../src/server/limits/tokens.ts'
import { seeded } from '../../../support/seeded.ts'

const scanned = (text: string) => scan(new Source(text))

test('counts tokens as graphql-js does, without comments and commas', () => {
  expect(scanned('{ a, b # c d\n, ...F @x(y: [1, "z", """ q """]) }')).toEqual({
    tokens: 17,
    nesting: 3,
    longestString: 3,
  })
  expect(scanned('')).toEqual({ tokens: 0, nesting: 0, longestString: 0 })
})

test('stops at invalid input and leaves it to the parser', () => {
  expect(scanned('{ a ? b }')).toEqual({ tokens: 2, nesting: 1, longestString: 0 })
  expect(scanned('{ a(b: "')).toEqual({ tokens: 5, nesting: 2, longestString: 0 })
})

test('measures nesting as open brackets, however they are closed', () => {
  expect(scanned('{ a { b } c { d } }').nesting).toBe(2)
  expect(scanned(']]]] {{ [').nesting).toBe(0)
  expect(scanned('['.repeat(100_000)).nesting).toBe(100_000)
})

function parses(text: string, maxTokens?: number): boolean {
  try {
    parse(text, maxTokens === undefined ? {} : { maxTokens })
    return true
  } catch {
    return false
  }
}

test('scans any text without throwing and never undercounts parser tokens', () => {
  const parts = ['{', '}', '[', ']', '(', ')', '...', 'on', 'a', ':', '"b"', '1', '$', '@', '#', '\n', '"""']
  const text = fc.oneof(
    fc.string(),
    fc.array(fc.constantFrom(...parts)).map((some) => some.join(' ')),
    fc
      .array(fc.constantFrom('a', 'b(c: [1 "d"])', '... on E { f }'))
      .map((some) => `{ a ${some.join(' ')} }`),
  )
  fc.assert(
    fc.property(text, (any) => {
      const { tokens, nesting } = scanned(any)
      expect(nesting).toBeLessThanOrEqual(tokens)
      expect(parses(any, tokens)).toBe(parses(any))
    }),
    seeded,
  )
})

test('measures the nesting of lists and objects in variables', () => {
  expect(nestingOf(undefined)).toBe(0)
  expect(nestingOf('x')).toBe(0)
  expect(nestingOf({})).toBe(1)
  expect(nestingOf({ a: [1, { b: null }], c: {} })).toBe(3)
  expect(nestingOf(JSON.parse('['.repeat(100_000) + ']'.repeat(100_000)))).toBe(100_000)
})
