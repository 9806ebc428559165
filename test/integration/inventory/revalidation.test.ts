import { expect, test, vi } from 'vitest'
import { createTestClock, startGateway, type TestGateway } from '../../support/gateway.ts'

const QUERY = '{ images(filter: { visibilities: [PRIVATE] }) { nodes { state } } }'

async function startWithOneImage() {
  const clock = createTestClock()
  const gateway = await startGateway({ clock, env: { UPSTREAM_TIMEOUT_MS: '60000' } })
  gateway.home.putImage({ Name: 'image', State: 'PENDING' })
  return { gateway, clock }
}

async function readState(gateway: TestGateway): Promise<string | undefined> {
  const { images } = await gateway.read<{ images: { nodes: { state: string }[] } }, never>(QUERY)
  return images.nodes[0]?.state
}

/** Reads while the gateway's clock goes on by `tookMs` between the start of the listing and its arrival. */
async function readSlowly(gateway: TestGateway, tookMs: number, clock: { advance(ms: number): void }) {
  const slow = gateway.emulator.faults.add({
    match() {
      clock.advance(tookMs)
      return false
    },
  })
  const state = await readState(gateway)
  slow.remove()
  return state
}

test('a snapshot that will soon be too old answers at once, and one renewal begins for all readers', async () => {
  const { gateway, clock } = await startWithOneImage()
  await using _ = gateway
  await readState(gateway)
  const { calls, faults } = gateway.emulator
  faults.add({ operation: 'DescribeImages', hang: true })

  clock.advance(4_000)
  expect(await readState(gateway)).toBe('PENDING')
  expect(calls.count()).toBe(1)
  clock.advance(1)
  const readers = await Promise.all(Array.from({ length: 20 }, () => readState(gateway)))
  expect(new Set(readers)).toEqual(new Set(['PENDING']))
  await calls.waitFor(2)
  expect(calls.count()).toBe(2)
  expect(calls.all[1]).not.toHaveProperty('endedAt')
})

test('what a renewal finds is what the next readers are told', async () => {
  const { gateway, clock } = await startWithOneImage()
  await using _ = gateway
  await readState(gateway)
  gateway.home.putImage({ Name: 'image', State: 'AVAILABLE' })
  clock.advance(4_500)
  expect(await readState(gateway)).toBe('PENDING')
  // The clock stands still: nothing but the renewal can bring the news.
  await vi.waitUntil(async () => (await readState(gateway)) === 'AVAILABLE')
  expect(gateway.emulator.calls.count()).toBe(2)
})

test('a renewal that fails disturbs no reader, as long as the snapshot serves', async () => {
  const { gateway, clock } = await startWithOneImage()
  await using _ = gateway
  await readState(gateway)
  const { calls, faults } = gateway.emulator
  faults.add({ error: { type: 'AccessDeniedException' } })
  clock.advance(4_500)
  const told = { data: { images: { nodes: [{ state: 'PENDING' }] } }, status: 200 }
  expect(await gateway.query(QUERY)).toEqual(told)
  await vi.waitUntil(() => calls.all.at(-1)?.errorType !== undefined)
  expect(await gateway.query(QUERY)).toEqual(told)
})

test('a snapshot of a listing that took long serves for twice as long as that, and no longer', async () => {
  for (const [ageMs, state] of [
    [40_000, 'PENDING'],
    [40_001, 'AVAILABLE'],
  ] as const) {
    const { gateway, clock } = await startWithOneImage()
    await using _ = gateway
    expect(await readSlowly(gateway, 20_000, clock)).toBe('PENDING')
    gateway.home.putImage({ Name: 'image', State: 'AVAILABLE' })
    clock.advance(ageMs)
    expect(await readState(gateway), `${ageMs} ms old`).toBe(state)
  }
})
