import fc from 'fast-check'
import { expect, test } from 'vitest'
import { jsonPieces } from '../../../../src/server/execution/json-chunks.ts'
import { seeded } from '../../../support/seeded.ts'

const textOf = (value: unknown) => [...jsonPieces(value)].join('')
const lists = (length: number, item: unknown) => Array.from({ length }, () => item)

test('writes small and large values as JSON.stringify does', () => {
  const members = fc.dictionary(fc.string(), fc.anything({ withDate: true, maxDepth: 2 }), { maxKeys: 5 })
  fc.assert(
    fc.property(members, fc.constantFrom(1, 3000), (value, copies) => {
      const json = { copies: lists(copies, value), date: new Date(0), none: undefined, run: () => 1 }
      expect(textOf(json)).toBe(JSON.stringify(json))
    }),
    { ...seeded, numRuns: 40 },
  )
})

test.each([
  ['empty members in a large value', { a: {}, b: [], c: lists(5000, 1) }],
  ['undefined among many items', lists(5000, undefined)],
  ['objects that write themselves', { a: lists(3000, { toJSON: () => lists(2, 'x') }) }],
  ['members that are all left out', Object.fromEntries(lists(5000, 0).map((_, at) => [`m${at}`, undefined]))],
])('writes %s as JSON.stringify does', (_what, value) => {
  expect(textOf(value)).toBe(JSON.stringify(value))
})

test('no chunk contains over a thousandth of a large result', () => {
  const image = { name: 'image', applications: lists(40, { name: 'a', description: 'b'.repeat(100) }) }
  const value = { images: { nodes: lists(2000, image) } }
  const pieces = [...jsonPieces(value)]
  expect(Math.max(...pieces.map(({ length }) => length))).toBeLessThan(JSON.stringify(value).length / 1000)
})
