import { expect, test } from 'vitest'
import type { StaleRead } from '../../../src/inventory/cache/reads.ts'
import { imageBuilderKind } from '../../../src/schema/image-builder/kind.ts'
import { imageArn } from '../../support/gateway.ts'
import { operationsOf, startUpstream, type Upstream } from '../appstream/support.ts'

/** Creates a reader that accepts stale answers and records their causes. */
function createReader({ signal }: { readonly signal?: AbortSignal } = {}) {
  const stale: StaleRead[] = []
  return {
    stale,
    options: { onStale: (answer: StaleRead) => stale.push(answer), ...(signal && { signal }) },
  }
}

/** Reads of the inventory with their operations. */
const reads = [
  ['a listing', 'DescribeImages', ({ images }, options) => images.byVisibility.PRIVATE.read(options)],
  [
    'builders',
    'DescribeImageBuilders',
    ({ kinds }, options) => kinds.of(imageBuilderKind).collection.read(options),
  ],
  ['an image by ARN', 'DescribeImages', ({ images }, options) => images.load([imageArn('image')], options)],
  ['tags', 'ListTagsForResource', ({ details }, options) => details.tags(imageArn('image'), options)],
  ['shares', 'DescribeImagePermissions', ({ details }, options) => details.shares('image', options)],
] satisfies readonly (readonly [string, string, Read])[]

type TargetInventory = ReturnType<Upstream['inventory']['of']>
type Read = (
  inventory: TargetInventory,
  options: Parameters<TargetInventory['images']['load']>[1],
) => Promise<unknown>

/** Returns a value as a stale read returns it: snapshots and observations are marked, other values are not. */
function staleForm(value: unknown): unknown {
  const isMarked = typeof value === 'object' && value !== null && 'observedAt' in value
  return isMarked ? { ...value, isStale: true } : value
}

/** Starts an upstream whose operation hangs after a first response 40 s ago. */
async function startHanging(operation: string, read: Read) {
  const upstream = await startUpstream()
  upstream.home.putImage({ Name: 'image', State: 'AVAILABLE' })
  upstream.home.putImageBuilder({ Name: 'builder', State: 'RUNNING' })
  const inventory = upstream.inventory.of(upstream.target)
  // Learns the account first.
  await inventory.images.byVisibility.PRIVATE.read({})
  const first = await read(inventory, createReader().options)
  const hanging = upstream.emulator.faults.add({ operation, hang: true })
  upstream.time.advance(40_000)
  return { upstream, inventory, hanging, first }
}

for (const [what, operation, read] of reads) {
  test(`${what}: serves stale after READ_PATIENCE_MS, later ones immediately`, async () => {
    const { upstream, inventory, first } = await startHanging(operation, read)
    await using _ = upstream
    const asked = () => operationsOf(upstream).filter((name) => name === operation).length
    const before = asked()
    const reader = createReader()
    const patient = upstream.time.nextTimer()
    const answer = read(inventory, reader.options)
    await patient
    expect(reader.stale).toEqual([])
    upstream.time.advance(1_500)
    expect(await answer).toEqual(staleForm(first))
    expect(reader.stale).toMatchObject([
      { error: { code: 'UPSTREAM_TIMEOUT', message: expect.stringContaining('READ_PATIENCE_MS') } },
    ])
    const later = createReader()
    expect(await read(inventory, later.options)).toEqual(staleForm(first))
    expect(later.stale).toHaveLength(1)
    expect(asked() - before).toBeLessThanOrEqual(1)
    expect(upstream.time.timers()).toBe(0)
  })

  test(`${what}: keeps waiting if the reader rejects stale answers`, async () => {
    const { upstream, inventory } = await startHanging(operation, read)
    await using _ = upstream
    const leaving = new AbortController()
    const outcome = read(inventory, { notBefore: 1_000, signal: leaving.signal }).catch(
      (error: unknown) => error,
    )
    upstream.time.advance(15_000)
    expect(upstream.time.timers()).toBe(0)
    leaving.abort('gone')
    expect(await outcome).toBe('gone')
  })
}

test('continues the call for later readers after its impatient reader leaves', async () => {
  await using upstream = await startUpstream()
  upstream.home.putImage({ Name: 'image', State: 'PENDING' })
  const { PRIVATE } = upstream.inventory.of(upstream.target).images.byVisibility
  await PRIVATE.read({})
  const slow = upstream.emulator.faults.add({ operation: 'DescribeImages', latencyMs: 300 })
  upstream.time.advance(40_000)
  upstream.home.putImage({ Name: 'other', State: 'AVAILABLE' })
  const leaving = new AbortController()
  const reader = createReader({ signal: leaving.signal })
  const patient = upstream.time.nextTimer()
  const answer = PRIVATE.read(reader.options)
  await patient
  const listed = Promise.withResolvers<void>()
  PRIVATE.onListed(listed.resolve)
  upstream.time.advance(1_500)
  expect((await answer).items.size).toBe(1)
  leaving.abort('answered')
  await listed.promise
  slow.remove()
  expect((await PRIVATE.read(createReader().options)).items.size).toBe(2)
  expect(upstream.finished.map(({ outcome }) => outcome)).not.toContain('ABORTED')
})

test('does not serve a snapshot past STALE_IF_ERROR_MS during a hanging call', async () => {
  const { upstream, inventory } = await startHanging('DescribeImages', ({ images }, options) =>
    images.byVisibility.PRIVATE.read(options),
  )
  await using _ = upstream
  upstream.time.advance(60_000)
  const leaving = new AbortController()
  const reader = createReader({ signal: leaving.signal })
  const outcome = inventory.images.byVisibility.PRIVATE.read(reader.options).catch((error: unknown) => error)
  upstream.time.advance(15_000)
  leaving.abort('gone')
  expect(await outcome).toBe('gone')
})
