import { describe, expect, it } from 'vitest'
import { createImages } from '../../../../src/inventory/images/images.ts'
import { toImage } from '../../../../src/inventory/resources.ts'
import { imageArn } from '../../../support/gateway.ts'
import { awsImage, createHeldTarget, createTestDependencies } from '../../../support/inventory.ts'
import { recordReads } from '../../../support/reads.ts'

const HOUR_MS = 3_600_000
const X = imageArn('x')
const MISSING = imageArn('missing')
const PUBLIC = imageArn('base', '')

/** Creates the images of a target whose calls the test answers. */
function startImages() {
  const dependencies = createTestDependencies()
  const { clock, sequence } = dependencies
  const held = createHeldTarget()
  const images = createImages(held.target, dependencies, {
    publicStalenessMs: HOUR_MS,
    isKeptFresh: () => false,
  })
  const image = (name: string, state: string) => toImage(held.target, awsImage(name, state))
  return {
    ...held,
    clock,
    sequence,
    images,
    image,
    reads: recordReads(clock),
    /** Records what AWS shows of an image, outside the look-ups of the test. */
    observe: (name: string, state: string) =>
      images.byVisibility.PRIVATE.observe(imageArn(name), {
        item: image(name, state),
        sequence: sequence.next(),
        observedAt: clock.now(),
      }),
  }
}

/** Creates the images after a look-up of one of them. */
async function startLookedUp() {
  const world = startImages()
  const found = world.images.load([X], world.reads.options)
  world.call(0).answer([awsImage('x', 'AVAILABLE')])
  await found
  return { ...world, kept: world.reads.keep() }
}

describe('dependency on an image that was looked up', () => {
  it('is the same for the call and for the readers after it', async () => {
    const { images, reads, calls } = await startLookedUp()
    await images.load([X], reads.options)
    await images.load([X], reads.options)
    expect(reads.keep().count).toBe(2)
    expect(calls).toHaveLength(1)
  })

  it.each<[string, (world: Awaited<ReturnType<typeof startLookedUp>>) => unknown]>([
    ['is too old', ({ clock }) => clock.advance(5_001)],
    ['was seen again', ({ observe }) => observe('x', 'AVAILABLE')],
    ['may have changed', ({ images }) => images.byVisibility.PRIVATE.invalidate()],
  ])('is not current once the image %s', async (_title, change) => {
    const world = await startLookedUp()
    world.clock.advance(5_000)
    expect(world.kept.isCurrent()).toBe(true)
    await change(world)
    expect(world.kept.isCurrent()).toBe(false)
  })

  it('follows the overlay of a write only while that serves', async () => {
    const { images, image, sequence, clock, kept, call } = await startLookedUp()
    images.byVisibility.PRIVATE.recordWrite({
      name: 'x',
      begun: sequence.next(),
      result: { key: X, item: image('x', 'DELETING'), rule: { kind: 'stateIn', states: ['AVAILABLE'] } },
    })
    expect(kept.isCurrent()).toBe(false)
    const reads = recordReads(clock)
    expect(await images.load([X], reads.options)).toMatchObject([{ aws: { State: 'DELETING' } }])
    const after = reads.keep()
    clock.advance(5_000)
    expect(after.isCurrent()).toBe(true)
    clock.advance(1)
    expect(after.isCurrent()).toBe(false)
    const again = images.load([X], reads.options)
    call(1).answer([awsImage('x', 'AVAILABLE')])
    expect(await again).toMatchObject([{ aws: { State: 'DELETING' } }])
    expect(reads.isCurrent()).toBe(false)
  })
})

describe('dependency on a missing image', () => {
  it('lasts as long as an ordinary observation, although public listings live longer', async () => {
    const { images, reads, call, clock } = startImages()
    const found = images.load([PUBLIC], reads.options)
    call(0).fail('ResourceNotFoundException')
    expect(await found).toEqual([null])
    clock.advance(5_000)
    expect(reads.isCurrent()).toBe(true)
    clock.advance(1)
    expect(reads.isCurrent()).toBe(false)
  })

  it('is the listing that lacks it', async () => {
    const { images, reads, call, clock, observe } = startImages()
    const listed = images.byVisibility.PRIVATE.read({})
    call(0).answer([awsImage('x', 'AVAILABLE')])
    await listed
    expect(await images.load([MISSING], reads.options)).toEqual([null])
    clock.advance(1)
    expect(reads.isCurrent()).toBe(true)
    observe('missing', 'PENDING')
    expect(reads.isCurrent()).toBe(false)
  })
})

it('makes a failed or stale look-up unrepeatable', async () => {
  const { images, reads, clock, call } = await startLookedUp()
  clock.advance(5_001)
  const stale = images.load([X], { ...reads.options, onStale() {} })
  call(1).fail('InternalFailure')
  expect(await stale).toMatchObject([{ aws: { State: 'AVAILABLE' } }])
  expect(reads.isCurrent()).toBe(false)
  const failed = recordReads(clock)
  const failing = images.load([MISSING], failed.options)
  call(2).fail('InternalFailure')
  expect(await failing).toEqual([expect.any(Error)])
  expect(failed.isCurrent()).toBe(false)
})

it('depends on the listings behind images found by name', async () => {
  const { images, reads, call } = startImages()
  const base = awsImage('base', 'AVAILABLE', { Arn: PUBLIC, Visibility: 'PUBLIC' })
  for (const [index, visibility] of (['PRIVATE', 'SHARED', 'PUBLIC'] as const).entries()) {
    const listed = images.byVisibility[visibility].read({})
    call(index).answer(visibility === 'PUBLIC' ? [base] : [])
    await listed
  }
  expect(await images.loadByNames(['base'], reads.options)).toMatchObject([{ name: 'base' }])
  const kept = reads.keep()
  expect(kept.isCurrent()).toBe(true)
  images.byVisibility.SHARED.invalidate()
  expect(kept.isCurrent()).toBe(false)
})
