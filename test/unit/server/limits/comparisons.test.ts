import { parse } from 'graphql'
import { expect, test } from 'vitest'
import { countComparisons } from '../../../../src/server/limits/comparisons.ts'

const times = (count: number, text: (index: number) => string) =>
  Array.from({ length: count }, (_, index) => text(index)).join(' ')

const count = (query: string, max = 1_000_000) => countComparisons(parse(query), max)

test.for<[what: string, query: string, pairs: number]>([
  ['fields of different names', '{ a b c { d } e { d } }', 0],
  ['one field four times', '{ a a a a }', 6],
  ['aliases of one name', '{ x: a x: b }', 1],
  ['nested fields', '{ a { b } a { b } a { b c } }', 6],
  ['inline fragments', '{ a ... { a } ... on T { a } }', 3],
  ['two fragments with the same field', '{ ...F ...G } fragment F on T { a } fragment G on T { a }', 2],
  ['a fragment spread twice', '{ ...F ...F } fragment F on T { a }', 0],
  ['an unused fragment', '{ a } fragment F on T { b b }', 1],
  ['a fragment in two places', '{ x { ...F } y { ...F } } fragment F on T { a { b b } }', 1],
  ['arguments of 60 characters', `{ a(b: "${'x'.repeat(55)}") a(b: "${'x'.repeat(55)}") }`, 4],
])('counts the pairs of %s', ([, query, pairs]) => {
  expect(count(query)).toBe(pairs)
})

test('keeps one field from 200 page components far within the default', () => {
  const query = `{ ${times(200, (index) => `...F${index}`)} } ${times(200, (index) => `fragment F${index} on T { f${index} }`)}`
  expect(count(query)).toBe(19_900)
})

test.for([
  ['repeated', `{ ${'a '.repeat(4900)} }`],
  ['a cycle', `{ ...F } fragment F on T { a { ...F } a { ...F } b { ...F } b { ...F } }`],
  [
    'doubled in every fragment',
    `{ ...F0 ...G } ${times(40, (index) => `fragment F${index} on T { a { ...F${index + 1} b } b { ...F${index + 1} a } a { b } b { a } }`)} fragment F40 on T { a } fragment G on T { a { b } b { a } }`,
  ],
])('stops beyond the maximum: %s', ([, query = '']) => {
  expect(count(query, 30_000)).toBeLessThanOrEqual(30_001)
})
