import { setImmediate } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { createImages } from '../../../../src/inventory/images/images.ts'
import { toImage } from '../../../../src/inventory/resources.ts'
import { imageArn } from '../../../support/gateway.ts'
import { awsImage, createHeldTarget, createTestDependencies } from '../../../support/inventory.ts'

const HOUR_MS = 3_600_000
const X = imageArn('x')
const MISSING = imageArn('missing')
const PUBLIC = imageArn('base', '')
const publicImage = () => awsImage('base', 'AVAILABLE', { Arn: PUBLIC, Visibility: 'PUBLIC' })

/** Creates the images of a target whose calls the test answers. */
function startImages(freshness: Parameters<typeof createTestDependencies>[0] = {}) {
  const dependencies = createTestDependencies(freshness)
  const held = createHeldTarget()
  const images = createImages(held.target, dependencies, {
    publicStalenessMs: HOUR_MS,
    isKeptFresh: () => false,
  })
  return {
    ...dependencies,
    ...held,
    images,
    noCache: () => ({ notBefore: dependencies.sequence.next() }),
    /** Returns the states that a lookup finds; errors stay errors. */
    async load(arns: readonly string[], options = {}) {
      const outcomes = await images.load(arns, options)
      return outcomes.map((one) => (one === null || one instanceof Error ? one : one.aws.State))
    },
  }
}

test('does not answer a no-cache read from an earlier listing', async () => {
  const { images, load, call, noCache } = startImages()
  const listed = images.byVisibility.PRIVATE.read({})
  const early = noCache()
  const other = load([X, MISSING])
  call(0).answer([awsImage('x', 'PENDING')])
  await listed
  call(1).fail('ResourceNotFoundException')
  expect(await other).toEqual(['PENDING', null])
  const anew = load([X], early)
  call(2).answer([awsImage('x', 'AVAILABLE')])
  expect(await anew).toEqual(['AVAILABLE'])
})

test('repeats a no-cache lookup if it joined one that fell back', async () => {
  const { images, load, call, calls, noCache } = startImages()
  const listed = images.byVisibility.PRIVATE.read({})
  const early = [noCache(), noCache()]
  const plain = load([X, MISSING])
  const joined = early.map((options) => load([X, MISSING], options))
  expect(calls).toHaveLength(2)
  call(1).fail('ResourceNotFoundException')
  call(0).answer([awsImage('x', 'PENDING')])
  await listed
  expect(await plain).toEqual(['PENDING', null])
  await setImmediate()
  // Both share one new listing, which is searched for a missing ARN.
  expect(calls.slice(2).map(({ input }) => input.Type)).toEqual(['PRIVATE'])
  call(2).answer([awsImage('x', 'AVAILABLE')])
  expect(await Promise.all(joined)).toEqual([
    ['AVAILABLE', null],
    ['AVAILABLE', null],
  ])
})

test('prefers later observations to a describe that arrives late', async () => {
  const { load, call, noCache } = startImages()
  const slow = load([X], noCache())
  const later = load([X], noCache())
  call(1).answer([awsImage('x', 'AVAILABLE')])
  expect(await later).toEqual(['AVAILABLE'])
  call(0).answer([awsImage('x', 'PENDING')])
  expect(await slow).toEqual(['AVAILABLE'])
})

test('keeps an overlay that a listing confirmed over later describes', async () => {
  const { images, load, call, clock, sequence, target, noCache } = startImages()
  const { PRIVATE } = images.byVisibility
  const rule = { kind: 'deleting' } as const
  const item = toImage(target, awsImage('x', 'DELETING'))
  PRIVATE.observe(X, { item, sequence: sequence.next(), observedAt: clock.now(), rule })
  const listed = PRIVATE.read({})
  call(0).answer([awsImage('x', 'AVAILABLE')])
  await listed
  const described = load([X], noCache())
  call(1).answer([awsImage('x', 'AVAILABLE')])
  expect(await described).toEqual(['DELETING'])
})

test('reports the age of the stale list for an image by ARN', async () => {
  const { images, load, call, clock } = startImages()
  const { PUBLIC: collection } = images.byVisibility
  const listed = collection.read({})
  call(0).answer([publicImage()])
  await listed
  clock.advance(HOUR_MS + 60_000)
  const stale: number[] = []
  const options = { onStale: ({ observedAt }: { observedAt: number }) => stale.push(observedAt) }
  const list = collection.read(options)
  call(1).fail('ThrottlingException')
  expect((await list).items.size).toBe(1)
  const byArn = load([PUBLIC], options)
  call(2).fail('ThrottlingException')
  expect(await byArn).toEqual(['AVAILABLE'])
  expect(new Set(stale).size).toBe(1)
})

test('caches a public image looked up by ARN for PUBLIC_IMAGES_STALENESS_MS', async () => {
  const { load, call, calls, clock } = startImages()
  const first = load([PUBLIC])
  call(0).answer([publicImage()])
  await first
  clock.advance(HOUR_MS)
  expect(await load([PUBLIC])).toEqual(['AVAILABLE'])
  expect(calls).toHaveLength(1)
  clock.advance(1)
  const again = load([PUBLIC])
  call(1).answer([publicImage()])
  await again
})

test('caches a missing public image for MAX_STALENESS_MS only', async () => {
  const { load, call, clock } = startImages()
  const first = load([PUBLIC])
  call(0).fail('ResourceNotFoundException')
  expect(await first).toEqual([null])
  clock.advance(5_001)
  const again = load([PUBLIC])
  call(1).answer([publicImage()])
  expect(await again).toEqual(['AVAILABLE'])
})

test('serves stale values only to readers that accept them', async () => {
  const { load, call, clock } = startImages()
  const first = load([X])
  call(0).answer([awsImage('x', 'AVAILABLE')])
  await first
  clock.advance(6_000)
  const strict = load([X])
  call(1).fail('ThrottlingException')
  expect(await strict).toEqual([expect.objectContaining({ code: 'UPSTREAM_THROTTLED' })])
})

test('answers a failed lookup from concurrent observations', async () => {
  const { load, call, noCache } = startImages()
  const both = load([X, MISSING], { onStale: () => {} })
  const anew = load([X], noCache())
  call(1).answer([awsImage('x', 'AVAILABLE')])
  await anew
  call(0).fail('ThrottlingException')
  const [x, missing] = await both
  expect(x).toBe('AVAILABLE')
  expect(missing).toMatchObject({ code: 'UPSTREAM_THROTTLED' })
})

test('follows the pages of a lookup instead of reporting deletions', async () => {
  const { images, load, call, noCache } = startImages()
  const both = [awsImage('x', 'PENDING'), awsImage('y', 'PENDING')]
  const listed = images.byVisibility.PRIVATE.read({})
  call(0).answer(both)
  await listed
  const described = load([X, imageArn('y')], noCache())
  call(1).answer(both.slice(0, 1), 'more')
  await setImmediate()
  expect(call(2).input).toMatchObject({ Arns: [X, imageArn('y')], NextToken: 'more' })
  call(2).answer(both.slice(1))
  expect(await described).toEqual(['PENDING', 'PENDING'])
  expect(images.byVisibility.PRIVATE.log.head()).toBe(0)
})
