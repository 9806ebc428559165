import { expect, test, vi } from 'vitest'
import { ImageStatesDocument } from '../../generated/graphql.ts'
import { createTestClock, startGateway, type TestGateway } from '../../support/gateway.ts'

async function startWithOneImage() {
  const clock = createTestClock()
  const gateway = await startGateway({ clock })
  gateway.home.putImage({ Name: 'image', State: 'PENDING' })
  return { gateway, clock }
}

async function readState(gateway: TestGateway): Promise<string | undefined> {
  return (await gateway.read(ImageStatesDocument)).images?.nodes[0]?.state
}

/** Reads while AWS takes this long, by the gateway's clock, to list. */
async function readSlowly(gateway: TestGateway, tookMs: number, clock: { advance(ms: number): void }) {
  const slow = gateway.emulator.faults.add({ operation: 'DescribeImages', latencyMs: 300 })
  const before = gateway.emulator.calls.count()
  const reading = readState(gateway)
  await gateway.emulator.calls.waitFor(before + 2)
  clock.advance(tookMs)
  slow.remove()
  return reading
}

test('a snapshot that will soon be too old answers at once, and is renewed meanwhile, once for all readers', async () => {
  const { gateway, clock } = await startWithOneImage()
  await using _ = gateway
  await readState(gateway)
  const { calls, faults } = gateway.emulator
  const held = faults.add({ operation: 'DescribeImages', latencyMs: 300 })
  gateway.home.putImage({ Name: 'image', State: 'AVAILABLE' })

  clock.advance(4_000)
  expect(await readState(gateway)).toBe('PENDING')
  expect(calls.count()).toBe(2)
  clock.advance(1)
  const readers = await Promise.all(Array.from({ length: 20 }, () => readState(gateway)))
  expect(new Set(readers)).toEqual(new Set(['PENDING']))
  await calls.waitFor(4)
  expect(calls.all.slice(2).map(({ endedAt }) => endedAt)).toEqual([undefined, undefined])

  held.remove()
  // The clock stands still: it is the renewal that these readers see.
  await vi.waitUntil(async () => (await readState(gateway)) === 'AVAILABLE')
  expect(calls.count()).toBe(4)
})

test('a renewal that fails disturbs no reader, as long as the snapshot serves', async () => {
  const { gateway, clock } = await startWithOneImage()
  await using _ = gateway
  await readState(gateway)
  const { calls, faults } = gateway.emulator
  faults.add({ operation: 'DescribeImages', error: { type: 'AccessDeniedException' } })
  clock.advance(4_500)
  const { errors, extensions } = await gateway.query(ImageStatesDocument)
  expect([errors, extensions]).toEqual([undefined, undefined])
  await vi.waitUntil(() => calls.all.filter(({ errorType }) => errorType !== undefined).length === 2)
  expect(await readState(gateway)).toBe('PENDING')
})

test('a snapshot of a listing that took long serves for twice as long as that', async () => {
  const { gateway, clock } = await startWithOneImage()
  await using _ = gateway
  expect(await readSlowly(gateway, 20_000, clock)).toBe('PENDING')
  const { calls, faults } = gateway.emulator
  const held = faults.add({ operation: 'DescribeImages', hang: true })
  gateway.home.putImage({ Name: 'image', State: 'AVAILABLE' })

  clock.advance(40_000)
  const { data, extensions } = await gateway.query(ImageStatesDocument)
  expect(data?.images?.nodes).toEqual([{ name: 'image', state: 'PENDING' }])
  expect(extensions).toBeUndefined()
  // One is under way already.
  await calls.waitFor(4)
  held.remove()
})

test('a snapshot of a listing that took long serves no longer than twice as long', async () => {
  const { gateway, clock } = await startWithOneImage()
  await using _ = gateway
  await readSlowly(gateway, 20_000, clock)
  gateway.home.putImage({ Name: 'image', State: 'AVAILABLE' })
  clock.advance(40_001)
  expect(await readState(gateway)).toBe('AVAILABLE')
})
