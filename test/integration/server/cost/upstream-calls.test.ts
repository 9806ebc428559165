import { expect, test } from 'vitest'
import {
  createTestClock,
  imageArn,
  REGION,
  startGateway,
  type TestGateway,
} from '../../../support/gateway.ts'

const CODE = 'TOO_MANY_UPSTREAM_CALLS'
const TAGS = '{ images(first: 100) { nodes { name tags { key } } } }'

function putImages({ home }: TestGateway, count: number): void {
  for (let index = 0; index < count; index++) home.putImage({ Name: `im${index}` })
}

const codesOf = ({ errors = [] }: Awaited<ReturnType<TestGateway['query']>>) =>
  errors.map(({ extensions }) => extensions['code'])

test('limits a query to MAX_UPSTREAM_CALLS; the next one continues', async () => {
  const env = { MAX_UPSTREAM_CALLS: '50' }
  await using gateway = await startGateway({ clock: createTestClock(), env })
  putImages(gateway, 70)
  await gateway.query('{ images(first: 1) { totalCount } }')
  const listed = gateway.emulator.calls.count()

  const first = await gateway.query(TAGS)
  expect(gateway.emulator.calls.count() - listed).toBe(50)
  expect(codesOf(first)).toEqual(Array.from({ length: 20 }, () => CODE))
  expect(first.errors?.[0]?.message).toContain('MAX_UPSTREAM_CALLS allows 50')

  const second = await gateway.query(TAGS)
  expect(second.errors).toBeUndefined()
  expect(gateway.emulator.calls.count() - listed).toBe(70)
})

test('reports more than 50 AWS calls without being asked', async () => {
  await using gateway = await startGateway({ clock: createTestClock() })
  putImages(gateway, 51)
  await gateway.query('{ images(first: 1) { totalCount } }')
  const few = await gateway.query('{ images(first: 50) { nodes { sharedWith { totalCount } } } }')
  expect(few.extensions).toBeUndefined()
  const many = await gateway.query(TAGS)
  expect(many.extensions).toMatchObject({ upstream: { calls: 51 } })
})

test('rejects an estimate over 1,500 AWS calls before the first', async () => {
  await using gateway = await startGateway()
  const representations = Array.from({ length: 800 }, (_, index) => ({
    __typename: 'Image',
    arn: imageArn(`im${index}`),
  }))
  const query = `query ($r: [_Any!]!) { _entities(representations: $r) { ... on Image { tags { key } sharedWith { totalCount } } } }`
  const rejected = await gateway.query(query, { variables: { r: representations } as never })
  expect(codesOf(rejected)).toEqual(['COST_TOO_HIGH'])
  expect(gateway.emulator.calls.count()).toBe(0)
})

test('disables the limit with MAX_UPSTREAM_CALLS=0', async () => {
  await using gateway = await startGateway({ clock: createTestClock(), env: { MAX_UPSTREAM_CALLS: '0' } })
  putImages(gateway, 70)
  expect((await gateway.query(TAGS)).errors).toBeUndefined()
})

test('counts tags and shares together', async () => {
  await using gateway = await startGateway({ clock: createTestClock(), env: { MAX_UPSTREAM_CALLS: '6' } })
  putImages(gateway, 5)
  await gateway.query('{ images(first: 1) { totalCount } }')
  const listed = gateway.emulator.calls.count()
  const both = await gateway.query('{ images { nodes { tags { key } sharedWith { totalCount } } } }')
  expect(gateway.emulator.calls.count() - listed).toBe(6)
  expect(codesOf(both)).toHaveLength(4)
})

test('rejects no-cache if its listings require too many calls', async () => {
  await using gateway = await startGateway({ clock: createTestClock(), env: { MAX_UPSTREAM_CALLS: '2' } })
  putImages(gateway, 120)
  // An ordinary listing is shared and takes one call per page.
  expect((await gateway.query('{ images(first: 1) { totalCount } }')).errors).toBeUndefined()
  const listed = gateway.emulator.calls.count()
  expect(listed).toBeGreaterThan(2)

  const rejected = await gateway.query('{ images(first: 1) { totalCount } }', {
    headers: { 'cache-control': 'no-cache' },
  })
  expect(codesOf(rejected)).toEqual([CODE])
  expect(gateway.emulator.calls.count() - listed).toBe(0)
})

test('limits the calls for unknown references', async () => {
  const env = { MAX_UPSTREAM_CALLS: '3' }
  await using gateway = await startGateway({ clock: createTestClock(), env })
  putImages(gateway, 1)
  await gateway.query('{ images(first: 1) { totalCount } }')
  const listed = gateway.emulator.calls.count()
  const r = Array.from({ length: 200 }, (_, index) => ({
    __typename: 'Image',
    arn: `arn:aws:appstream:${REGION}:${400_000_000_000 + index}:image/x`,
  }))
  const answer = await gateway.query(
    'query ($r: [_Any!]!) { _entities(representations: $r) { ... on Image { name } } }',
    { variables: { r } },
  )
  expect(answer.status).toBe(200)
  expect(gateway.emulator.calls.count() - listed).toBeLessThanOrEqual(3)
})

test('keeps the results of a rejected read for others', async () => {
  await using gateway = await startGateway({ clock: createTestClock(), env: { MAX_UPSTREAM_CALLS: '1' } })
  putImages(gateway, 3)
  await gateway.query('{ images(first: 1) { totalCount } }')
  const all = gateway.query('{ images { nodes { tags { key } } } }')
  const single = gateway.query(`{ image(arn: "${imageArn('im2')}") { tags { key } } }`)
  const [rejected, answered] = await Promise.all([all, single])
  expect(codesOf(rejected).length).toBeGreaterThan(0)
  expect(answered.errors).toBeUndefined()
})

test('limits the calls of a background renewal', async () => {
  const clock = createTestClock()
  await using gateway = await startGateway({ clock, env: { MAX_UPSTREAM_CALLS: '4' } })
  putImages(gateway, 8)
  await gateway.query(TAGS)
  await gateway.query(TAGS)
  const { calls } = gateway.emulator
  expect(calls.count('ListTagsForResource')).toBe(8)
  // Tags are cached for 30 s and renewed from 24 s on.
  clock.advance(27_000)
  expect((await gateway.query(TAGS)).errors).toBeUndefined()
  await calls.waitFor(12, 'ListTagsForResource')
  // The next query renews what the first one does not.
  expect((await gateway.query(TAGS)).errors).toBeUndefined()
  await calls.waitFor(16, 'ListTagsForResource')
  expect(calls.count('ListTagsForResource')).toBe(16)
})
