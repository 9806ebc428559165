import { beforeEach, describe, expect, test } from 'vitest'
import { createSequence } from '../../../src/inventory/clock.ts'
import type { Collection, Sighting } from '../../../src/inventory/collection.ts'
import { createWrites, type Writes } from '../../../src/inventory/writes.ts'

interface Item {
  readonly arn: string
  readonly state: string
}

const item = (state: string): Item => ({ arn: 'arn', state })
const always = () => true

let sightings: Sighting<Item>[]
let invalidations: number
let written: number
let writes: Writes<Item>

beforeEach(() => {
  sightings = []
  invalidations = 0
  written = 0
  const collection: Pick<Collection<Item>, 'sight' | 'invalidate'> = {
    sight: (_arn, sighting) => void sightings.push(sighting),
    invalidate: () => void invalidations++,
  }
  const parts = {
    clock: { now: () => 5 },
    sequence: createSequence(),
    freshness: { maxStalenessMs: 1, staleIfErrorMs: 1 },
    overlayMs: 1,
  }
  writes = createWrites(collection as Collection<Item>, parts as Parameters<typeof createWrites>[1], () => {
    written++
  })
})

test('a write by itself is seen as of its end', () => {
  writes.begin('a').showed(item('STOPPING'), always)
  expect(sightings).toMatchObject([{ item: item('STOPPING'), observedAt: 5 }])
  expect(invalidations).toBe(0)
  expect(written).toBe(1)
})

test('writes of several resources do not concern each other', () => {
  const [one, other] = [writes.begin('a'), writes.begin('b')]
  other.showed(item('STOPPING'), always)
  one.showed(item('PENDING'), always)
  expect(sightings).toHaveLength(2)
  expect(invalidations).toBe(0)
})

test.each([
  ['in the order of their beginning', [0, 1]],
  ['the other way round', [1, 0]],
])('two writes that overlap are both read anew, when they end %s', (_order, ends) => {
  const both = [writes.begin('a'), writes.begin('a')]
  for (const end of ends) both[end]?.showed(item('STOPPING'), always)
  expect(sightings).toEqual([])
  expect(invalidations).toBe(2)
})

test('a write that overlapped with one that is long through is read anew, too', () => {
  const long = writes.begin('a')
  writes.begin('a').showed(item('PENDING'), always)
  const short = writes.begin('a')
  short.showed(item('STOPPING'), always)
  long.showed(item('DELETING'), always)
  expect(sightings).toEqual([])
  expect(invalidations).toBe(3)
})

test('after them, a write by itself counts again', () => {
  const [one, other] = [writes.begin('a'), writes.begin('a')]
  one.changedNothing()
  other.changedNothing()
  writes.begin('a').showed(item('PENDING'), always)
  expect(sightings).toHaveLength(1)
})

describe('what a write returned stays on top', () => {
  const stands = () => sightings[0]?.isBefore?.(undefined)
  beforeEach(() => writes.begin('a').showed(item('PENDING'), always))

  test('while a later one is refused, or does not get so far', () => {
    writes.begin('a').refused()
    writes.begin('a').changedNothing()
    expect(stands()).toBe(true)
  })

  test('until the outcome of a later one is not clear', () => {
    writes.begin('b').unclear()
    expect(stands()).toBe(true)
    writes.begin('a').unclear()
    expect(stands()).toBe(false)
  })

  test('until later ones overlap', () => {
    const [one, other] = [writes.begin('a'), writes.begin('a')]
    one.showed(item('STOPPING'), always)
    other.showed(item('DELETING'), always)
    expect(stands()).toBe(false)
  })
})

test('only what may have changed something is told to those who watch', () => {
  writes.begin('a').changedNothing()
  expect(written).toBe(0)
  writes.begin('a').unclear()
  writes.begin('a').refused()
  expect(written).toBe(2)
})
