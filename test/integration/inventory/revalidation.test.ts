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

/** Reads while the gateway's clock advances by `tookMs` between the start of the listing and its arrival. */
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

test('answers from an expiring snapshot and starts one renewal for all', async () => {
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

test('serves the renewed snapshot to the next readers', async () => {
  const { gateway, clock } = await startWithOneImage()
  await using _ = gateway
  await readState(gateway)
  gateway.home.putImage({ Name: 'image', State: 'AVAILABLE' })
  clock.advance(4_500)
  expect(await readState(gateway)).toBe('PENDING')
  // The clock stands still: only the renewal can change the state.
  await vi.waitUntil(async () => (await readState(gateway)) === 'AVAILABLE', { timeout: 30_000 })
  expect(gateway.emulator.calls.count()).toBe(2)
})

test('hides a failed renewal from readers while the snapshot serves', async () => {
  const { gateway, clock } = await startWithOneImage()
  await using _ = gateway
  await readState(gateway)
  const { calls, faults } = gateway.emulator
  faults.add({ error: { type: 'AccessDeniedException' } })
  clock.advance(4_500)
  const told = { data: { images: { nodes: [{ state: 'PENDING' }] } }, status: 200 }
  expect(await gateway.query(QUERY)).toEqual(told)
  await vi.waitUntil(() => calls.all.at(-1)?.errorType !== undefined, { timeout: 30_000 })
  expect(await gateway.query(QUERY)).toEqual(told)
})

test('serves a slow listing for twice its duration, no longer', async () => {
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
