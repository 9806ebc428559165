import { expect, test } from 'vitest'
import { createTestClock, imageArn, startGateway, type TestGatewayOptions } from '../../../support/gateway.ts'

const LINEAGE = '{ imageBuilders { nodes { image { imageBuilder { name } } } } }'
const WANTED = { headers: { 'x-upstream-info': '1' } }

async function startStocked(options: TestGatewayOptions = {}) {
  const clock = createTestClock()
  const gateway = await startGateway({ clock, ...options })
  gateway.home.putImage({ Name: 'golden', ImageBuilderName: 'desk' })
  gateway.home.putImageBuilder({ Name: 'desk', State: 'RUNNING', ImageArn: imageArn('golden') })
  return { gateway, clock }
}

test("reports a request's calls, cold and warm, and its answer's age", async () => {
  const { gateway, clock } = await startStocked()
  await using _ = gateway
  const cold = await gateway.query(LINEAGE, WANTED)
  expect(cold.extensions).toEqual({ upstream: { calls: 2, ageMs: 0 } })
  clock.advance(2_000)
  const warm = await gateway.query(LINEAGE, WANTED)
  expect(warm.extensions).toEqual({ upstream: { calls: 0, ageMs: 2_000 } })
  // The oldest part determines the age.
  const more = '{ imageBuilders { nodes { tags { key } } } images { totalCount } }'
  expect((await gateway.query(more, WANTED)).extensions).toEqual({ upstream: { calls: 3, ageMs: 2_000 } })
  clock.advance(1_000)
  const mixed = `{ image(arn: "${imageArn('golden')}") { sharedWith { totalCount } } }`
  expect((await gateway.query(mixed, WANTED)).extensions).toEqual({ upstream: { calls: 1, ageMs: 1_000 } })
  expect(gateway.emulator.calls.count()).toBe(6)
})

test('counts a shared call for the request that made it', async () => {
  const { gateway } = await startStocked()
  await using _ = gateway
  gateway.emulator.faults.add({ latencyMs: 100, operation: 'DescribeImageBuilders' })
  const first = gateway.query(LINEAGE, WANTED)
  await gateway.emulator.calls.waitFor(1)
  const others = Array.from({ length: 5 }, () => gateway.query(LINEAGE, WANTED))
  const answers = await Promise.all([first, ...others])
  const calls = answers.map(({ extensions }) => Object(extensions?.['upstream']).calls)
  expect(gateway.emulator.calls.count()).toBe(2)
  expect(calls.reduce((sum, count) => sum + count, 0)).toBe(2)
  expect(calls[0]).toBeGreaterThanOrEqual(1)
})

test('counts each retry', async () => {
  const { gateway } = await startStocked()
  await using _ = gateway
  gateway.emulator.faults.add({ times: 2, error: { type: 'ThrottlingException' } })
  const { extensions } = await gateway.query('{ imageBuilders { totalCount } }', WANTED)
  expect(extensions).toEqual({ upstream: { calls: 3, ageMs: 0 } })
  expect(gateway.emulator.calls.count()).toBe(3)
})

test('reports the real age of a stale answer and failed calls', async () => {
  const { gateway, clock } = await startStocked({ env: { UPSTREAM_MAX_ATTEMPTS: '1' } })
  await using _ = gateway
  await gateway.query('{ imageBuilders { totalCount } }')
  gateway.emulator.faults.add({ error: { type: 'ThrottlingException' } })
  clock.advance(30_000)
  const { extensions } = await gateway.query('{ imageBuilders { totalCount } }', WANTED)
  expect(extensions).toMatchObject({ stale: [{}], upstream: { calls: 1, ageMs: 30_000 } })
})

test("counts a mutation's write and the reads of its selection", async () => {
  const { gateway } = await startStocked()
  await using _ = gateway
  const mutation = `mutation { stopImageBuilder(input: { name: "desk" }) {
    ... on StopImageBuilderPayload { imageBuilder { image { name } } }
  } }`
  expect((await gateway.query(mutation, WANTED)).extensions).toEqual({ upstream: { calls: 2, ageMs: 0 } })
  const bare = 'mutation { startImageBuilder(input: { name: "desk" }) { __typename } }'
  expect((await gateway.query(bare, WANTED)).extensions).toEqual({ upstream: { calls: 1, ageMs: null } })
})

test('reports no age without a read of AWS', async () => {
  const { gateway } = await startStocked()
  await using _ = gateway
  const { extensions } = await gateway.query('{ __typename }', WANTED)
  expect(extensions).toEqual({ upstream: { calls: 0, ageMs: null } })
})

test.each([
  ['the header', { headers: { 'x-upstream-info': '1' }, extensions: undefined }, true],
  ['the operation extensions', { headers: {}, extensions: { upstream: true } }, true],
  ['x-upstream-info: 0', { headers: { 'x-upstream-info': '0' }, extensions: undefined }, false],
  ['other extensions', { headers: {}, extensions: { upstream: 'true' } }, false],
  ['nothing', { headers: {}, extensions: undefined }, false],
])('reports upstream info as requested by %s', async (_what, { headers, extensions }, isTold) => {
  const { gateway } = await startStocked()
  await using _ = gateway
  const response = await fetch(gateway.url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ query: LINEAGE, extensions }),
  })
  const answer: object = await response.json()
  if (isTold) expect(answer).toMatchObject({ extensions: { upstream: { calls: 2 } } })
  else expect(answer).not.toHaveProperty('extensions')
})
