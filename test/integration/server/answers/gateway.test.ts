import { expect, test } from 'vitest'
import { createTestClock, createTestTime, startGateway, type TestGateway } from '../../../support/gateway.ts'
import { scrape } from '../../../support/metrics.ts'
import { gatewayOutcomes } from './support.ts'

const QUERY = '{ imageBuilders(first: 25) { nodes { name state image { name imageBuilder { name } } } } }'

function seed({ home }: TestGateway): void {
  for (const name of ['one', 'two', 'three']) home.putImageBuilder({ Name: name, State: 'STOPPED' })
}

test('executes a hundred equal queries once, from one listing', async () => {
  // Neither the listing expires nor a follower gives up, however long the queries take.
  await using gateway = await startGateway({ ...createTestTime() })
  seed(gateway)
  const answers = await Promise.all(Array.from({ length: 100 }, () => gateway.query(QUERY)))

  expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1)
  expect(gateway.emulator.calls.all.length).toBeLessThanOrEqual(2)
  const { miss = 0, shared = 0, hit = 0 } = await gatewayOutcomes(gateway)
  expect([miss, shared + hit]).toEqual([1, 99])
})

test('shows a mutation to the next equal query', async () => {
  await using gateway = await startGateway({ clock: createTestClock() })
  seed(gateway)
  const read = () =>
    gateway.read<{ imageBuilders: { nodes: { name: string; state: string }[] } }, object>(QUERY)
  await read()
  await read()
  expect(await gatewayOutcomes(gateway)).toMatchObject({ hit: 1, miss: 1 })
  await gateway.read('mutation { startImageBuilder(input: { name: "one" }) { __typename } }')
  const { imageBuilders } = await read()

  expect(imageBuilders.nodes.find(({ name }) => name === 'one')?.state).not.toBe('STOPPED')
})

test('reads from AWS again once the snapshot is too old', async () => {
  const clock = createTestClock()
  await using gateway = await startGateway({ clock })
  seed(gateway)
  const before = await gateway.query(QUERY)
  gateway.home.change('image-builder', 'one', { State: 'RUNNING' })
  expect(await gateway.query(QUERY)).toEqual(before)
  clock.advance(5001)

  expect(await gateway.query(QUERY)).not.toEqual(before)
  expect(await gatewayOutcomes(gateway)).toMatchObject({ hit: 1, outdated: 1, miss: 1 })
})

test('keeps no stale answer', async () => {
  const clock = createTestClock()
  await using gateway = await startGateway({ clock, env: { UPSTREAM_MAX_ATTEMPTS: '1' } })
  seed(gateway)
  await gateway.query(QUERY)
  clock.advance(5001)
  gateway.emulator.faults.add({ error: { type: 'ThrottlingException' } })
  for (let time = 0; time < 2; time++) {
    expect(await gateway.query(QUERY)).toHaveProperty('extensions.stale')
  }
  gateway.emulator.faults.clear()
  clock.advance(1000)

  expect(await gateway.query(QUERY)).not.toHaveProperty('extensions.stale')
  expect(await gatewayOutcomes(gateway)).toMatchObject({ hit: 0 })
})

test('keeps no list with failures', async () => {
  const clock = createTestClock()
  const env = { UPSTREAM_MAX_ATTEMPTS: '1', AWS_REGIONS: 'us-east-1,eu-west-1' }
  await using gateway = await startGateway({ clock, env })
  seed(gateway)
  gateway.emulator.faults.add({ region: 'eu-west-1', error: { type: 'ThrottlingException' } })
  const query = '{ imageBuilders { totalCount failures { code } } }'
  const partial = { imageBuilders: { totalCount: 3, failures: [{ code: 'UPSTREAM_THROTTLED' }] } }
  for (let time = 0; time < 2; time++) expect(await gateway.read(query)).toEqual(partial)
  gateway.emulator.faults.clear()

  expect(await gateway.read(query)).toEqual({ imageBuilders: { totalCount: 3, failures: [] } })
  expect(await gatewayOutcomes(gateway)).toMatchObject({ hit: 0, miss: 3 })
})

test('keeps one dependency however often a query selects the status of a target', async () => {
  await using gateway = await startGateway()
  const selections = Array.from({ length: 20 }, (_, number) => `a${number}: reachable b${number}: lastError`)
  const query = `{ appStreamTargets { ${selections.join(' ')} } }`
  const data = await gateway.read(query)
  const otherBytes = (await answerBytes(gateway)) - query.length - JSON.stringify(data).length

  expect(otherBytes).toBeGreaterThan(0)
  // The overhead of an answer; 40 dependencies would be 1,280 more.
  expect(otherBytes).toBeLessThan(1200)
})

async function answerBytes({ url }: TestGateway): Promise<number> {
  const [sample] = await scrape(url, 'answer_cache_bytes')
  return sample?.value ?? 0
}
