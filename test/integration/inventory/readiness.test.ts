import { expect, test } from 'vitest'
import { createTestTime, startGateway } from '../../support/gateway.ts'

const failing = { error: { type: 'ServiceUnavailableException', status: 503 } }

async function probe(url: string): Promise<[number, string]> {
  const response = await fetch(new URL('/readyz', url))
  return [response.status, (await response.json()).status]
}

/** Starts a gateway on a manual clock, without retries. */
function startStill(env: Readonly<Record<string, string>> = {}) {
  const time = createTestTime()
  const started = startGateway({ ...time, env: { UPSTREAM_MAX_ATTEMPTS: '1', ...env } })
  return started.then((gateway) => ({ gateway, time, calls: gateway.emulator.calls }))
}

test('the first readiness check reads AWS once for all readers', async () => {
  const { gateway, calls } = await startStill()
  await using _ = gateway
  expect(calls.count()).toBe(0)

  const probes = await Promise.all(Array.from({ length: 10 }, () => probe(gateway.url)))
  expect(probes).toEqual(Array(10).fill([200, 'ready']))
  await gateway.read('{ imageBuilders { totalCount } }')
  expect(calls.all.map(({ operation }) => operation)).toEqual(['DescribeImageBuilders'])
})

test('reports `starting` with backoff until AWS succeeds, then stays ready', async () => {
  const { gateway, calls, time } = await startStill()
  await using _ = gateway
  const fault = gateway.emulator.faults.add(failing)
  const attemptsAfter = async (ms: number) => {
    time.advance(ms)
    for (let again = 0; again < 3; again++) expect(await probe(gateway.url)).toEqual([503, 'starting'])
    return calls.count()
  }

  expect(await attemptsAfter(0)).toBe(1)
  expect(await attemptsAfter(999)).toBe(1)
  expect(await attemptsAfter(1)).toBe(2)
  expect(await attemptsAfter(1_999)).toBe(2)
  expect(await attemptsAfter(1)).toBe(3)
  for (let attempt = 4; attempt <= 12; attempt++) expect(await attemptsAfter(30_000)).toBe(attempt)

  fault.remove()
  time.advance(30_000)
  expect(await probe(gateway.url)).toEqual([200, 'ready'])
  gateway.emulator.faults.add(failing)
  time.advance(3_600_000)
  expect(await probe(gateway.url)).toEqual([200, 'ready'])
  expect(calls.count()).toBe(13)
})

test('answers without waiting for a hanging AWS or repeating its call', async () => {
  const { gateway, calls, time } = await startStill()
  await using _ = gateway
  gateway.emulator.faults.add({ hang: true })
  for (let again = 0; again < 2; again++) {
    const timer = time.nextTimer()
    const answer = probe(gateway.url)
    await timer
    time.advance(500)
    expect(await answer).toEqual([503, 'starting'])
  }
  await calls.waitFor(1)
  expect(calls.count()).toBe(1)
})

test('is ready with one readable target', async () => {
  const { gateway } = await startStill({ AWS_REGIONS: 'us-east-1,eu-west-1' })
  await using _ = gateway
  gateway.emulator.faults.add({ region: 'us-east-1', ...failing })

  expect(await probe(gateway.url)).toEqual([200, 'ready'])
})

test('is ready with only images if the policy forbids image builders', async () => {
  const { gateway, calls } = await startStill()
  await using _ = gateway
  gateway.emulator.faults.add({
    operation: 'DescribeImageBuilders',
    error: { type: 'AccessDeniedException' },
  })

  expect(await probe(gateway.url)).toEqual([200, 'ready'])
  expect(calls.count()).toBe(2)
})

test('stays ready after a successful read even if AWS fails later', async () => {
  const { gateway, calls } = await startStill()
  await using _ = gateway
  await gateway.read('{ images { totalCount } }')
  const before = calls.count()
  gateway.emulator.faults.add(failing)

  expect(await probe(gateway.url)).toEqual([200, 'ready'])
  expect(calls.count()).toBe(before)
})
