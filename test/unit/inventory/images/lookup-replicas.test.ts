import { setImmediate } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { createImages } from '../../../../src/inventory/images/images.ts'
import type { ImageOutcome } from '../../../../src/inventory/images/lookup.ts'
import { toImage } from '../../../../src/inventory/resources.ts'
import { imageArn } from '../../../support/gateway.ts'
import {
  awsImage,
  createStubTarget,
  createTestDependencies,
  type DescribeImagesInput,
} from '../../../support/inventory.ts'
import { isPending } from '../../../support/pending.ts'
import { createReplicaNetwork } from '../../../support/replicas/network/network.ts'

const HOUR_MS = 3_600_000

/** Creates the images of several replicas, and counts their calls. */
function startReplicas(count: number) {
  const dependencies = createTestDependencies()
  const network = createReplicaNetwork(dependencies.clock)
  const calls: DescribeImagesInput[] = []
  const states = new Map([
    ['a', 'AVAILABLE'],
    ['b', 'PENDING'],
  ])
  let holding: PromiseWithResolvers<void> | undefined
  let answer = () => {}
  const target = createStubTarget(async (input) => {
    calls.push(input)
    // AWS answers with its state at the start of a call.
    const named = [...states].map(([name, state]) => awsImage(name, state))
    await (holding?.promise ?? setImmediate())
    const found = input.Arns?.map((arn) => named.find(({ Arn }) => Arn === arn)) ?? named
    if (found.includes(undefined))
      throw Object.assign(new Error('no such image'), { name: 'ResourceNotFoundException' })
    return {
      Images:
        input.Type === undefined || input.Type === 'PRIVATE'
          ? found.filter((image) => image !== undefined)
          : [],
    }
  })
  const replicas = Array.from({ length: count }, () => {
    const shared = network.join()
    const own = { ...dependencies, shared, sequence: shared.sequence }
    const images = createImages(target, own, { publicStalenessMs: HOUR_MS, isKeptFresh: () => false })
    return {
      ...own,
      images,
      /** Records a mutation that made the image PENDING. AWS still shows the state before it. */
      async write(name: string) {
        const key = imageArn(name)
        await images.byVisibility.PRIVATE.recordWrite({
          name,
          begun: shared.sequence.next(),
          result: {
            key,
            item: toImage(target, awsImage(name, 'PENDING')),
            rule: { kind: 'stateIn', states: ['AVAILABLE'] },
          },
        })
      },
      load: async (names: readonly string[], options = {}) =>
        (
          await images.load(
            names.map((name) => imageArn(name)),
            options,
          )
        ).map(stateOf),
    }
  })
  const held = {
    /** Leaves the calls that begin from now on without an answer. */
    hold() {
      holding = Promise.withResolvers()
      answer = holding.resolve
    },
    /** Answers later calls at once. */
    release() {
      holding = undefined
    },
    /** Answers the calls that were held. */
    answer: () => answer(),
  }
  return { clock: dependencies.clock, network, replicas, calls, states, held }
}

function stateOf(outcome: ImageOutcome) {
  return outcome instanceof Error || outcome === null ? outcome : outcome.aws.State
}

test('looks images up once for replicas that ask at the same time', async () => {
  const { replicas, calls } = startReplicas(3)
  const found = await Promise.all(replicas.map(({ load }) => load(['a', 'b'])))
  expect(found).toEqual(Array.from({ length: 3 }, () => ['AVAILABLE', 'PENDING']))
  expect(calls).toHaveLength(1)
})

test('serves a look-up of another replica while it is fresh', async () => {
  const { replicas, calls, clock } = startReplicas(2)
  const [first, second] = replicas
  await first?.load(['a'])
  expect(await second?.load(['a'])).toEqual(['AVAILABLE'])
  expect(calls).toHaveLength(1)
  clock.advance(5_001)
  await second?.load(['a'])
  expect(calls).toHaveLength(2)
})

test('looks a missing image up once for all', async () => {
  const { replicas, calls } = startReplicas(2)
  const found = await Promise.all(replicas.map(({ load }) => load(['gone'])))
  expect(found).toEqual([[null], [null]])
  expect(calls).toHaveLength(1)
})

test('a no-cache reader never joins a look-up that replicas share', async () => {
  const { replicas, calls, states } = startReplicas(2)
  const [first, second] = replicas
  const early = [first?.load(['a']), second?.load(['a'])]
  while (calls.length === 0) await setImmediate()
  states.set('a', 'DELETING')
  const notBefore = second?.sequence.next() ?? 0
  expect(await second?.load(['a'], { notBefore })).toEqual(['DELETING'])
  await Promise.all(early)
  expect(calls).toHaveLength(2)
})

test('asks AWS after a write by another replica whose outcome is unknown', async () => {
  const { replicas, calls, states } = startReplicas(2)
  const [first, second] = replicas
  await second?.load(['a'])
  states.set('a', 'DELETING')
  await first?.images.byVisibility.PRIVATE.invalidate()
  expect(await second?.load(['a'])).toEqual(['DELETING'])
  expect(calls).toHaveLength(2)
})

test.each(['look-up', 'listing'])(
  'a reader with no-cache ignores a restored %s, which may be older',
  async (kind) => {
    const { replicas, calls, states } = startReplicas(1)
    const [only] = replicas
    if (kind === 'look-up') await only?.load(['a'])
    else await only?.images.byVisibility.PRIVATE.read({})
    await setImmediate()
    const notBefore = only?.sequence.next() ?? 0
    states.set('a', 'DELETING')
    only?.shared.reset()
    const before = calls.length
    expect(await only?.load(['a'], { notBefore })).toEqual(['DELETING'])
    expect(calls.length).toBeGreaterThan(before)
  },
)

test.each(['known here', 'unknown here'])('looks up an image %s once the journal is loaded', async (kind) => {
  const { replicas, calls } = startReplicas(2)
  const [first, second] = replicas
  if (kind === 'known here') await second?.load(['a'])
  second?.shared.unload()
  await first?.write('a')
  const before = calls.length
  expect(second?.images.peek(imageArn('a'), {})).toBeUndefined()
  expect(second?.images.peekByName('a', {})).toBeUndefined()
  const found = second?.load(['a'])
  expect(await isPending(found)).toBe(true)
  second?.shared.load()
  expect(await found).toEqual(['PENDING'])
  expect(calls).toHaveLength(before)
})

test('a waiting look-up ends when its reader leaves', async () => {
  const { replicas } = startReplicas(1)
  const [only] = replicas
  only?.shared.unload()
  const leaving = new AbortController()
  const found = only?.load(['a'], { signal: leaving.signal })
  leaving.abort(new Error('left'))
  await expect(found).rejects.toThrow('left')
})

test('a shared look-up does not hide a write that a later listing confirmed', async () => {
  const { replicas, calls, states, held, clock } = startReplicas(2)
  const [first, second] = replicas
  held.hold()
  const early = second?.load(['a'])
  while (calls.length === 0) await setImmediate()
  await first?.write('a')
  clock.advance(5_001)
  const late = second?.load(['a'])
  states.set('a', 'PENDING')
  held.release()
  await first?.images.byVisibility.PRIVATE.read({ notBefore: first.sequence.next() })
  held.answer()
  expect(await late).toEqual(['PENDING'])
  await early
})
