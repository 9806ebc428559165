import { expect, test } from 'vitest'
import { createTestClock, startGateway, type TestGateway } from '../../../support/gateway.ts'
import { scrape } from '../../../support/metrics.ts'

const QUERY = '{ imageBuilders(first: 25) { nodes { name state image { name imageBuilder { name } } } } }'

async function outcomes({ url }: TestGateway): Promise<Readonly<Record<string, number>>> {
  const samples = await scrape(url, 'answers_total')
  return Object.fromEntries(samples.map(({ labels, value }) => [labels['outcome'], value]))
}

function seed({ home }: TestGateway): void {
  for (const name of ['one', 'two', 'three']) home.putImageBuilder({ Name: name, State: 'STOPPED' })
}

test('executes a hundred equal queries once, from one listing', async () => {
  await using gateway = await startGateway()
  seed(gateway)
  const answers = await Promise.all(Array.from({ length: 100 }, () => gateway.query(QUERY)))

  expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1)
  expect(gateway.emulator.calls.all.length).toBeLessThanOrEqual(2)
  const { miss = 0, shared = 0, hit = 0 } = await outcomes(gateway)
  expect([miss, shared + hit]).toEqual([1, 99])
})

test('shows a mutation to the next equal query', async () => {
  await using gateway = await startGateway()
  seed(gateway)
  const read = () =>
    gateway.read<{ imageBuilders: { nodes: { name: string; state: string }[] } }, object>(QUERY)
  await read()
  await read()
  expect(await outcomes(gateway)).toMatchObject({ hit: 1, miss: 1 })
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
  expect(await outcomes(gateway)).toMatchObject({ hit: 1, outdated: 1, miss: 1 })
})
