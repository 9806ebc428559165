import { expect, test } from 'vitest'
import { imageBuilderKind } from '../../../src/schema/image-builder/kind.ts'
import { startUpstream } from '../appstream/support.ts'

test('keeps every object on an unchanged poll and logs no change', async () => {
  await using upstream = await startUpstream()
  for (const name of ['one', 'two', 'three']) upstream.home.putImage({ Name: name, State: 'AVAILABLE' })
  const { images } = upstream.inventory.of(upstream.target)
  await images.refresh()
  const before = images.byVisibility.PRIVATE.latest()
  await images.refresh()
  const after = images.byVisibility.PRIVATE.latest()
  expect(after?.sequence).toBeGreaterThan(before?.sequence ?? Number.POSITIVE_INFINITY)
  expect(after?.items.size).toBe(3)
  expect(after?.items).toBe(before?.items)
  expect(images.byVisibility.PRIVATE.log.head()).toBe(0)
})

test('computes a derivation once for unchanged listings', async () => {
  await using upstream = await startUpstream()
  upstream.home.putImage({ Name: 'one', State: 'AVAILABLE' })
  const { images } = upstream.inventory.of(upstream.target)
  let computed = 0
  const count = ({ items }: { readonly items: ReadonlyMap<string, unknown> }) => {
    computed++
    return items.size
  }
  for (let poll = 0; poll < 3; poll++) {
    await images.refresh()
    images.byVisibility.PRIVATE.latest()?.derive(count)
  }
  expect(computed).toBe(1)
  upstream.home.putImage({ Name: 'two', State: 'AVAILABLE' })
  await images.refresh()
  expect(images.byVisibility.PRIVATE.latest()?.derive(count)).toBe(2)
})

/** Fixed, because another creation time would make it another image. */
const CreatedTime = new Date('2026-01-02T03:04:05Z')

test('keeps the other images the same objects when one changes', async () => {
  await using upstream = await startUpstream()
  for (const name of ['one', 'two']) upstream.home.putImage({ Name: name, State: 'PENDING', CreatedTime })
  const { images } = upstream.inventory.of(upstream.target)
  const listed = () =>
    new Map(
      images.byVisibility.PRIVATE.latest()
        ?.items.values()
        .map((image) => [image.name, image]),
    )
  await images.refresh()
  const before = listed()
  upstream.home.putImage({ Name: 'two', State: 'AVAILABLE', CreatedTime })
  await images.refresh()
  expect(listed().get('one')).toBe(before.get('one'))
  expect(listed().get('two')?.aws.State).toBe('AVAILABLE')
  expect(images.byVisibility.PRIVATE.log.head()).toBe(1)
})

test('keeps every object of an unchanged builder listing', async () => {
  await using upstream = await startUpstream()
  upstream.home.putImageBuilder({ Name: 'one', State: 'RUNNING' })
  const imageBuilders = upstream.inventory.of(upstream.target).kinds.of(imageBuilderKind).collection
  const before = await imageBuilders.read({})
  upstream.time.advance(60_000)
  const after = await imageBuilders.read({})
  expect(after.sequence).toBeGreaterThan(before.sequence)
  expect(after.items).toBe(before.items)
})
