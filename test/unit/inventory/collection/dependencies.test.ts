import { describe, expect, it } from 'vitest'
import { createCollection } from '../../../../src/inventory/collection/collection.ts'
import { type Image, toImage } from '../../../../src/inventory/resources.ts'
import { imageArn } from '../../../support/gateway.ts'
import { awsImage, createHeldTarget, createTestDependencies } from '../../../support/inventory.ts'
import { recordReads } from '../../../support/reads.ts'
import { startReplicatedImages } from '../../../support/replicas/replicated-images.ts'

const A = imageArn('a')
const B = imageArn('b')
const { target } = createHeldTarget()
const image = (name: string, state: string) => toImage(target, awsImage(name, state))

/** Creates a collection that was listed once. */
async function startListed(isReady = () => true) {
  const alone = createTestDependencies()
  const { shared } = alone
  const journal: typeof shared.journal = (key, machine) => ({ ...shared.journal(key, machine), isReady })
  const dependencies = { ...alone, shared: { ...shared, journal } }
  const { clock, sequence } = dependencies
  const listed = { items: [image('a', 'AVAILABLE')] }
  let listings = 0
  const collection = createCollection<Image>({
    ...dependencies,
    what: 'images',
    async load() {
      listings++
      return new Map(listed.items.map((one) => [one.arn, one]))
    },
    toItem: (aws) => toImage(target, aws),
  })
  const reads = recordReads(clock)
  await collection.read(reads.options)
  const observe = (arn: string, item: Image | undefined) =>
    collection.observe(arn, { item, sequence: sequence.next(), observedAt: clock.now() })
  const single = collection.observedDependency()
  return {
    collection,
    clock,
    sequence,
    listed,
    listings: () => listings,
    observe,
    reads,
    kept: reads.keep(),
    isSingleCurrent: () => single?.isCurrent() ?? false,
  }
}

type World = Awaited<ReturnType<typeof startListed>>

describe('dependency on a snapshot', () => {
  it('is one for all readers of the snapshot', async () => {
    const { collection, reads } = await startListed()
    collection.peek(reads.options)
    await collection.read(reads.options)
    expect(reads.keep().count).toBe(1)
  })

  it('is outdated while the changes of other replicas are loaded', async () => {
    let isReady = true
    const { collection, kept, reads, isSingleCurrent } = await startListed(() => isReady)
    isReady = false
    expect(kept.isCurrent()).toBe(false)
    expect(isSingleCurrent()).toBe(false)
    expect(collection.peek(reads.options)).toBeUndefined()
    isReady = true
    expect(kept.isCurrent()).toBe(true)
  })

  it('stays current while a read would return the same snapshot', async () => {
    const { collection, clock, kept, observe } = await startListed()
    const before = collection.latest()
    clock.advance(3_000)
    observe(B, undefined)
    expect(collection.latest()).toBe(before)
    expect(kept.isCurrent()).toBe(true)
  })

  it('does not refer to the snapshot', async () => {
    const { collection, reads } = await startListed()
    expect(Object.values(reads.keep())).not.toContain(collection.latest())
  })

  it.each<[string, (world: World) => unknown]>([
    ['is too old', ({ clock }) => clock.advance(5_001)],
    ['was invalidated', ({ collection }) => collection.invalidate()],
    ['was outdated by another part', ({ collection, sequence }) => collection.outdate(sequence.next())],
    ['was listed again', ({ collection, sequence }) => collection.read({ notBefore: sequence.next() })],
    ['lacks an observed resource', ({ observe }) => observe(B, image('b', 'PENDING'))],
    ['has a resource that is gone', ({ observe }) => observe(A, undefined)],
    [
      'lacks the result of a write',
      ({ collection, sequence }) =>
        collection.recordWrite({
          name: 'b',
          begun: sequence.next(),
          result: { key: B, item: image('b', 'PENDING'), rule: { kind: 'absentOrEarlier' } },
        }),
    ],
    ['was closed', ({ collection }) => collection.close()],
  ])('is not current once the snapshot %s', async (_title, change) => {
    const world = await startListed()
    expect(world.kept.isCurrent()).toBe(true)
    await change(world)
    expect(world.kept.isCurrent()).toBe(false)
  })

  it('ends with the overlay of a write, which the next listing drops', async () => {
    const { collection, clock, sequence, listings } = await startListed()
    collection.recordWrite({
      name: 'b',
      begun: sequence.next(),
      result: { key: B, item: image('b', 'PENDING'), rule: { kind: 'absentOrEarlier' } },
    })
    clock.advance(4_999)
    const reads = recordReads(clock)
    expect((await collection.read(reads.options)).items.has(B)).toBe(true)
    clock.advance(30_001)
    expect(reads.keep().isCurrent()).toBe(false)
    expect((await collection.read({})).items.has(B)).toBe(false)
    expect(listings()).toBeGreaterThan(1)
  })
})

describe('dependency on single observations', () => {
  it.each<[string, (world: World) => unknown]>([
    ['another observation', ({ observe }) => observe(A, image('a', 'AVAILABLE'))],
    ['a listing', ({ collection, sequence }) => collection.read({ notBefore: sequence.next() })],
    ['an invalidation', ({ collection }) => collection.invalidate()],
    ['an invalidation by another part', ({ collection, sequence }) => collection.outdate(sequence.next())],
    ['the end of an overlay', ({ collection }) => collection.endOverlay('a')],
    ['closing the collection', ({ collection }) => collection.close()],
  ])('ends with %s', async (_title, change) => {
    const world = await startListed()
    expect(world.isSingleCurrent()).toBe(true)
    await change(world)
    expect(world.isSingleCurrent()).toBe(false)
  })
})

describe('dependencies of replicas', () => {
  /** Creates two replicas of which both have listed. */
  async function startReplicas() {
    const world = startReplicatedImages()
    world.put('a', 'STOPPED', { CreatedTime: new Date(1_000) })
    const [one, other] = [world.join(), world.join()]
    await Promise.all([one.collection.read({}), other.collection.read({})])
    const reads = recordReads(world.clock)
    await other.collection.read(reads.options)
    const single = other.collection.observedDependency()
    return { ...world, one, other, kept: reads.keep(), isSingleCurrent: () => single?.isCurrent() ?? false }
  }

  it.each<[string, (world: Awaited<ReturnType<typeof startReplicas>>) => unknown]>([
    [
      'a listing by another replica',
      ({ one, put }) => {
        put('a', 'RUNNING')
        return one.collection.read(one.noCache())
      },
    ],
    ['an invalidation by another replica', ({ one }) => one.collection.invalidate()],
    [
      'an observation of its own before the commit',
      ({ other, clock }) =>
        void other.collection.observe(A, {
          item: undefined,
          sequence: other.noCache().notBefore,
          observedAt: clock.now(),
        }),
    ],
    ['a reset of the shared state', ({ network }) => network.flush()],
    ['the loss of the connection', ({ other }) => other.shared.disconnect()],
  ])('end with %s', async (_title, change) => {
    const world = await startReplicas()
    expect([world.kept.isCurrent(), world.isSingleCurrent()]).toEqual([true, true])
    await change(world)
    expect([world.kept.isCurrent(), world.isSingleCurrent()]).toEqual([false, false])
  })
})
