import { expect, test } from 'vitest'
import type { Fault } from '../../../../src/emulator/server.ts'
import { imageKind } from '../../../../src/inventory/images/kind.ts'
import { createTestTime, startGateway, type TestGatewayOptions } from '../../../support/gateway.ts'
import { startUpstream } from '../support.ts'

const FAILURES = 3
const PAUSE_MS = 5_000
const BUILDERS = '{ imageBuilders { nodes { name } failures { target { region } code } } }'
const IMAGES = '{ images { totalCount } }'
const noCache = { headers: { 'cache-control': 'no-cache' } }

const FAILING: Fault = { error: { type: 'InternalServerException', status: 500 } }
/** Report of a call that was not made. */
const NOT_ASKED = {
  message: expect.stringContaining('circuit breaker of this target is open'),
  extensions: { code: 'UPSTREAM_UNAVAILABLE', retryable: true },
}

/** Starts a gateway on a manual clock, with one builder; its circuits open after three failures. */
async function startFragile({ env, ...options }: TestGatewayOptions = {}) {
  const time = createTestTime()
  const gateway = await startGateway({
    ...time,
    ...options,
    env: {
      UPSTREAM_BREAKER_FAILURES: String(FAILURES),
      UPSTREAM_BREAKER_PAUSE_MS: String(PAUSE_MS),
      UPSTREAM_MAX_ATTEMPTS: '1',
      MAX_STALENESS_MS: '1000',
      ...env,
    },
  })
  gateway.home.putImageBuilder({ Name: 'desk', State: 'STOPPED', CreatedTime: new Date('2026-01-01') })
  const { calls, faults } = gateway.emulator

  /** Fails calls until the circuit opens, then resets the counts. */
  async function open(fault = FAILING) {
    const broken = faults.add(fault)
    for (let failed = 0; failed < FAILURES; failed++) await gateway.query(BUILDERS, noCache)
    expect(calls.count()).toBe(FAILURES)
    calls.clear()
    return broken
  }
  return { gateway, time, open, calls, faults }
}

test('serves the last snapshot or an error after consecutive failures', async () => {
  const { gateway, time, open, calls } = await startFragile()
  await using _ = gateway
  const { data: before } = await gateway.query(BUILDERS)
  calls.clear()
  await open()
  for (let read = 0; read < 3; read++) {
    time.advance(1_500)
    const stale = await gateway.query(BUILDERS)
    expect(stale.data).toEqual(before)
    expect(stale.extensions?.['stale']).toMatchObject([
      { because: expect.stringContaining('circuit breaker of this target is open') },
    ])
  }
  const { data, errors } = await gateway.query(BUILDERS, noCache)
  expect(data).toEqual({ imageBuilders: null })
  expect(errors).toMatchObject([NOT_ASKED])
  expect(calls.count()).toBe(0)
})

test('keeps the last failure in lastError while the circuit is open', async () => {
  const { gateway, open } = await startFragile()
  await using _ = gateway
  await open()
  await gateway.query(BUILDERS, noCache)
  expect(await gateway.read('{ appStreamTargets { reachable lastError } }')).toMatchObject({
    appStreamTargets: [{ reachable: false, lastError: expect.stringContaining('InternalServerException') }],
  })
})

test('closes after one successful trial, which waiting readers share', async () => {
  const { gateway, time, open, calls, faults } = await startFragile()
  await using _ = gateway
  await open()
  faults.clear()
  faults.add({ latencyMs: 50, times: 1 })
  time.advance(PAUSE_MS)
  const answers = await Promise.all([BUILDERS, IMAGES, IMAGES].map((query) => gateway.query(query)))
  for (const { errors, extensions } of answers) expect([errors, extensions]).toEqual([undefined, undefined])
  expect(calls.count()).toBe(3)
  const [trial, ...others] = calls.all
  for (const { startedAt } of others) expect(startedAt).toBeGreaterThanOrEqual(trial?.endedAt ?? Infinity)
})

test('reopens for the full pause when the trial fails', async () => {
  const { gateway, time, open, calls } = await startFragile()
  await using _ = gateway
  const broken = await open()
  for (let trials = 1; trials <= 3; trials++) {
    time.advance(PAUSE_MS - 1)
    expect((await gateway.query(BUILDERS, noCache)).errors).toMatchObject([NOT_ASKED])
    expect(calls.count()).toBe(trials - 1)
    time.advance(1)
    await Promise.all([BUILDERS, IMAGES, IMAGES].map((query) => gateway.query(query, noCache)))
    expect(calls.count()).toBe(trials)
  }
  broken.remove()
  time.advance(PAUSE_MS)
  expect((await gateway.query(BUILDERS, noCache)).errors).toBeUndefined()
})

test('rejects waiting calls after one second while a trial hangs', async () => {
  const { gateway, time, open, calls, faults } = await startFragile()
  await using _ = gateway
  await gateway.query(IMAGES)
  calls.clear()
  await open({ ...FAILING, operation: 'DescribeImageBuilders' })
  faults.clear()
  faults.add({ hang: true })
  time.advance(PAUSE_MS)
  const trial = gateway.query(BUILDERS)
  await calls.waitFor(1)
  const waiting = gateway.query(IMAGES)
  // One for each listing of images; timers of deadlines and of patience are longer.
  const waitsForTrial = () => time.delays().filter((ms) => ms === 1_000)
  await expect.poll(waitsForTrial, { timeout: 30_000 }).toHaveLength(2)
  time.advance(1_000)
  expect((await waiting).extensions).toHaveProperty('stale')
  expect(calls.count()).toBe(1)
  await gateway.emulator.stop()
  await trial
})

test('keeps a separate circuit for each account and region', async () => {
  const { gateway, time, calls } = await startFragile({ env: { AWS_REGIONS: 'us-east-1,eu-west-1' } })
  await using _ = gateway
  gateway.emulator.region('eu-west-1').putImageBuilder({ Name: 'european' })
  const broken = gateway.emulator.faults.add({ ...FAILING, region: 'us-east-1' })
  const answer = {
    imageBuilders: {
      nodes: [{ name: 'european' }],
      failures: [{ target: { region: 'us-east-1' }, code: 'UPSTREAM_UNAVAILABLE' }],
    },
  }
  for (let read = 1; read <= 2 * FAILURES; read++) {
    expect((await gateway.query(BUILDERS, noCache)).data).toEqual(answer)
    const asked = Map.groupBy(calls.all, ({ region }) => region)
    expect(asked.get('us-east-1')).toHaveLength(Math.min(read, FAILURES))
    expect(asked.get('eu-west-1')).toHaveLength(read)
  }
  broken.remove()
  time.advance(PAUSE_MS)
  expect(await gateway.read(BUILDERS, noCache)).toMatchObject({ imageBuilders: { failures: [] } })
})

test.each([
  ['throttling', { type: 'ThrottlingException' }],
  ['EC2 throttling', { type: 'RequestLimitExceededException' }],
  ['a denial', { type: 'AccessDeniedException' }],
  ['a rejection', { type: 'InvalidParameterCombinationException' }],
])('resets the failure count on %s', async (_what, error) => {
  const { gateway, calls, faults } = await startFragile()
  await using _ = gateway
  faults.add({ error })
  for (let read = 1; read <= 2 * FAILURES; read++) {
    await gateway.query(BUILDERS, noCache)
    expect(calls.count()).toBe(read)
  }
  faults.clear()
  calls.clear()
  for (let round = 1; round <= 3; round++) {
    faults.add({ ...FAILING, times: FAILURES - 1 })
    faults.add({ error, times: 1 })
    for (let read = 0; read < FAILURES; read++) await gateway.query(BUILDERS, noCache)
    expect(calls.count()).toBe(round * FAILURES)
  }
})

test('never opens with a threshold of 0', async () => {
  const { gateway, calls, faults } = await startFragile({ env: { UPSTREAM_BREAKER_FAILURES: '0' } })
  await using _ = gateway
  faults.add(FAILING)
  for (let read = 1; read <= 12; read++) {
    await gateway.query(BUILDERS, noCache)
    expect(calls.count()).toBe(read)
  }
})

test.each([
  ['startImageBuilder', '{ name: "desk" }'],
  ['createImageBuilder', '{ name: "new", imageName: "golden", instanceType: "stream.standard.small" }'],
])('reports %s during an open circuit as retryable', async (name, input) => {
  const { gateway, open, calls } = await startFragile()
  await using _ = gateway
  await open()
  const { data, errors } = await gateway.query(`mutation { ${name}(input: ${input}) { __typename } }`)
  expect(data).toBeNull()
  expect(errors).toMatchObject([{ path: [name], ...NOT_ASKED }])
  expect(calls.count()).toBe(0)
})

test('pauses polls and lists everything on the first poll after recovery', async () => {
  await using upstream = await startUpstream({ circuitBreaker: { failures: FAILURES, pauseMs: PAUSE_MS } })
  const { emulator, finished, inventory, polls, target, time } = upstream
  const release = inventory.of(target).kinds.of(imageKind).watch.watcher.acquire()
  await expect.poll(() => time.timers(), { timeout: 30_000 }).toBe(1)
  emulator.faults.add(FAILING)
  const outcomes: unknown[] = []

  /** Advances to the next poll and returns its outcome and number of calls. */
  async function poll(inMs: number) {
    emulator.calls.clear()
    const begun = finished.length
    const failed = polls.length
    time.advance(inMs)
    await expect.poll(() => polls.length, { timeout: 30_000 }).toBe(failed + 1)
    const made = finished.slice(begun).filter(({ requests }) => requests > 0)
    outcomes.push([polls.at(-1) === 'recovered' ? 'recovered' : 'failed', made.length])
  }

  await poll(15_000)
  // The circuit opens here; the next poll falls into the pause.
  await poll(2_000)
  await poll(4_000)
  await poll(8_000)
  await poll(16_000)
  emulator.faults.clear()
  await poll(30_000)
  const failed = [2, 2, 0, 1, 1].map((calls) => ['failed', calls])
  expect(outcomes).toEqual([...failed, ['recovered', 2]])
  expect(emulator.calls.all.map(({ input }) => input['Type']).toSorted()).toEqual(['PRIVATE', 'SHARED'])
  release()
})
