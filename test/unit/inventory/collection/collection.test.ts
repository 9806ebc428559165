import { expect, test } from 'vitest'
import type { Freshness } from '../../../../src/inventory/cache/reads.ts'
import { createCollection } from '../../../../src/inventory/collection/collection.ts'
import { type Image, toImage } from '../../../../src/inventory/resources.ts'
import { imageArn } from '../../../support/gateway.ts'
import {
  awsImage,
  createHeld,
  createHeldTarget,
  createTestDependencies,
  statesOf,
} from '../../../support/inventory.ts'

const A = imageArn('a')
const B = imageArn('b')
const { target } = createHeldTarget()

function image(name: string, state: string): Image {
  return toImage(target, awsImage(name, state))
}

const toItem = (aws: Image['aws']) => toImage(target, aws)

/** Creates a collection whose listings the test answers. */
function startCollection(freshness: Partial<Freshness> = {}) {
  const dependencies = createTestDependencies(freshness)
  const { clock, sequence } = dependencies
  const listings = createHeld<ReadonlyMap<string, Image>>()
  const collection = createCollection<Image>({
    ...dependencies,
    what: 'images',
    load: listings.start,
    toItem,
  })
  const list = () => collection.read({ notBefore: sequence.next() })
  function answer(index: number, ...images: readonly Image[]): void {
    listings.at(index).resolve(new Map(images.map((one) => [one.arn, one])))
  }
  return {
    clock,
    sequence,
    collection,
    listings,
    list,
    answer,
    async listAnew(...images: readonly Image[]) {
      const listed = list()
      answer(listings.count() - 1, ...images)
      await listed
    },
    observe: (arn: string, item: Image | undefined, at = sequence.next()) =>
      collection.observe(arn, { item, sequence: at, observedAt: clock.now() }),
    write: (item: Image, before: string | undefined) =>
      collection.observe(item.arn, {
        item,
        sequence: sequence.next(),
        observedAt: clock.now(),
        rule: before === undefined ? { kind: 'absentOrEarlier' } : { kind: 'stateIn', states: [before] },
      }),
    states: () => statesOf(collection.latest()?.items.values() ?? []),
    changes: () => collection.log.since(0)?.map(({ change }) => change.kind),
  }
}

test.each([0, 1_000, 60_000])(
  'keeps an overlay while AWS lags, with STALE_IF_ERROR_MS=%d',
  async (staleIfErrorMs) => {
    const { clock, listAnew, observe, write, states, changes } = startCollection({ staleIfErrorMs })
    await listAnew(image('a', 'STOPPED'), image('b', 'RUNNING'))
    write(image('a', 'PENDING'), 'STOPPED')
    clock.advance(29_000)
    observe(B, image('b', 'RUNNING'))
    observe(A, image('a', 'STOPPED'))
    await listAnew(image('a', 'STOPPED'), image('b', 'RUNNING'))
    expect(states()).toEqual({ a: 'PENDING', b: 'RUNNING' })
    expect(changes()).toEqual(['STATE_CHANGED'])
  },
)

test('drops an overlay once AWS shows a successor', async () => {
  const { listAnew, write, states } = startCollection()
  await listAnew(image('a', 'STOPPED'))
  write(image('a', 'PENDING'), 'STOPPED')
  await listAnew(image('a', 'RUNNING'))
  await listAnew(image('a', 'STOPPED'))
  expect(states()).toEqual({ a: 'STOPPED' })
})

test('drops an overlay after overlayMs', async () => {
  const { clock, listAnew, write, states } = startCollection()
  await listAnew()
  write(image('a', 'PENDING'), undefined)
  clock.advance(29_999)
  await listAnew()
  expect(states()).toEqual({ a: 'PENDING' })
  clock.advance(1)
  await listAnew()
  expect(states()).toEqual({})
})

test('applies an ended overlay to listings that began before its end', async () => {
  const { collection, listAnew, list, answer, write, states, changes } = startCollection()
  await listAnew(image('a', 'STOPPED'))
  write(image('a', 'PENDING'), 'STOPPED')
  const listed = list()
  collection.endOverlay('a')
  answer(1, image('a', 'STOPPED'))
  await listed
  expect(states()).toEqual({ a: 'PENDING' })
  await listAnew(image('a', 'STOPPED'))
  expect(states()).toEqual({ a: 'STOPPED' })
  expect(changes()).toEqual(['STATE_CHANGED', 'STATE_CHANGED'])
})

test('does not roll back later observations with a slow listing', async () => {
  const { clock, list, answer, listAnew, observe, states, changes } = startCollection({ staleIfErrorMs: 0 })
  await listAnew(image('a', 'PENDING'), image('b', 'PENDING'))
  const listed = list()
  observe(A, image('a', 'AVAILABLE'))
  clock.advance(3_600_000)
  observe(B, undefined)
  answer(1, image('a', 'PENDING'), image('b', 'PENDING'))
  await listed
  expect(states()).toEqual({ a: 'AVAILABLE' })
  expect(changes()).toEqual(['STATE_CHANGED', 'DELETED'])
})

test('ignores an observation that began before an evicted one', async () => {
  const { clock, sequence, listAnew, observe, states } = startCollection()
  await listAnew(image('a', 'PENDING'), image('b', 'PENDING'))
  const early = sequence.next()
  observe(A, image('a', 'AVAILABLE'))
  clock.advance(3_600_000)
  observe(B, image('b', 'AVAILABLE'))
  observe(A, image('a', 'PENDING'), early)
  expect(states()).toEqual({ a: 'AVAILABLE', b: 'AVAILABLE' })
})

test('bounds the number of observations', async () => {
  const { collection, observe } = startCollection()
  for (let index = 0; index < 10_100; index++) observe(imageArn(`missing-${index}`), undefined)
  const kept = Array.from({ length: 10_100 }, (_, index) => collection.observed(imageArn(`missing-${index}`)))
  expect(kept.filter((observation) => observation !== undefined)).toHaveLength(10_000)
  expect(kept.at(-1)).toBeDefined()
})

test('evicts observations even if the listing keeps failing', async () => {
  const { clock, collection, list, listings, observe } = startCollection()
  const listed = list()
  listings.at(0).reject(new Error('down'))
  await expect(listed).rejects.toThrow('down')
  observe(A, undefined)
  clock.advance(60_001)
  observe(B, undefined)
  expect(collection.observed(A)).toBeUndefined()
})

test('returns the latest of listing and single observations', async () => {
  const { collection, listAnew, observe, sequence } = startCollection()
  expect(collection.known(A)).toBeUndefined()
  observe(A, image('a', 'PENDING'))
  expect(collection.known(A)).toMatchObject({ sequence: sequence.last(), item: { name: 'a' } })
  await listAnew(image('a', 'AVAILABLE'))
  expect(collection.known(A)).toMatchObject({
    sequence: sequence.last(),
    item: { aws: { State: 'AVAILABLE' } },
  })
  expect(collection.known(B)).toMatchObject({ sequence: sequence.last(), item: undefined })
})
