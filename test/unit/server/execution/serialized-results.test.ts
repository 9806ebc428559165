import { GraphQLError } from 'graphql'
import { expect, test } from 'vitest'
import { createSlices } from '../../../../src/inventory/slices.ts'
import { dataTextOf, measureResult, textOf } from '../../../../src/server/execution/serialized-results.ts'

const image = { name: 'image', description: 'é'.repeat(200) }
const resultOf = (images: number) => ({
  data: { images: Array.from({ length: images }, () => ({ ...image })) },
})

/** Slices without a duration: each task has a turn of the event loop for itself. */
function countTurns() {
  let turns = 0
  const slices = createSlices({
    sliceMs: 0,
    nextTurn(run) {
      turns++
      setImmediate(run)
    },
  })
  return { slices, turns: () => turns }
}

const { signal } = new AbortController()
const maxBytes = 10_000_000

test('measures a small result at once; the transport writes it', () => {
  const { slices, turns } = countTurns()
  const result = resultOf(10)
  expect(measureResult(result, { slices, signal, maxBytes })).toBeGreaterThan(4000)
  expect(dataTextOf(result)).toBeUndefined()
  expect(textOf(result)).toBe(JSON.stringify(result))
  expect(turns()).toBe(0)
})

test('writes a large result over many turns of the event loop', async () => {
  const { slices, turns } = countTurns()
  const result = resultOf(10_000)
  const bytes = await measureResult(result, { slices, signal, maxBytes })
  expect(textOf(result)).toBe(JSON.stringify(result))
  expect(Math.abs(bytes - Buffer.byteLength(textOf(result)))).toBeLessThan(20)
  expect(turns()).toBeGreaterThan(20)
})

test('writes the data once for all results that share it', async () => {
  const { slices } = countTurns()
  const { data } = resultOf(10_000)
  await measureResult({ data }, { slices, signal, maxBytes })
  const errors = [new GraphQLError('Partial', { extensions: { code: 'PARTIAL' } })]
  const result = { errors, data, extensions: { age: 1 } }
  expect(dataTextOf(result)).toBe(JSON.stringify(data))
  expect(JSON.parse(textOf(result))).toEqual(JSON.parse(JSON.stringify(result)))
})

test('stops writing beyond the limit', async () => {
  const { slices, turns } = countTurns()
  const result = resultOf(100_000)
  expect(await measureResult(result, { slices, signal, maxBytes: 500_000 })).toBeGreaterThan(500_000)
  expect(dataTextOf(result)).toBeUndefined()
  expect(turns()).toBeLessThan(20)
})

test('stops writing when nobody waits for the result', async () => {
  const { slices, turns } = countTurns()
  const leaving = new AbortController()
  const measured = measureResult(resultOf(10_000), { slices, signal: leaving.signal, maxBytes })
  leaving.abort(new Error('left'))
  await expect(measured).rejects.toThrow('left')
  expect(turns()).toBeLessThan(3)
})
