import { expect, test } from 'vitest'
import { ImageSharesDocument, ImageTagsDocument } from '../../../generated/graphql.ts'
import { imageArn, imageBuilderArn, startGateway, type TestGateway } from '../../../support/gateway.ts'

const LENT = imageArn('lent', '111111111111')
const BASE = imageArn('base', '')

/** Seeds a public image and one that another account shares with ours. */
function seedOthers({ home, emulator }: TestGateway): void {
  home.putImage({ Name: 'base', Visibility: 'PUBLIC' })
  const others = emulator.region('us-east-1', '111111111111')
  others.putImage({ Name: 'lent' })
  others.setTags(LENT, { secret: 'theirs' })
  others.shareImage('lent', '123456789012', { allowFleet: true, allowImageBuilder: false })
  others.shareImage('lent', '222222222222', { allowFleet: true })
}

async function sharesOf(gateway: TestGateway, arn: string, page: { first?: number; after?: string } = {}) {
  const { image } = await gateway.read(ImageSharesDocument, { variables: { arn, ...page } })
  if (image == null) throw new Error(`Missing ${arn}.`)
  return image
}

/**
 * Lets the calls of an operation overlap. Even a slow machine has `count` of them in flight; the latency then lets any
 * further ones overlap.
 */
function overlap({ emulator: { calls, faults } }: TestGateway, operation: string, count: number): void {
  faults.add({ operation, until: calls.waitFor(count, operation), latencyMs: 50 })
}

test('sorts tags by key and returns an empty list for none', async () => {
  await using gateway = await startGateway()
  const { home } = gateway
  home.putImage({ Name: 'tagged' })
  home.putImage({ Name: 'untagged' })
  home.setTags(imageArn('tagged'), { team: 'cad', Stage: '', cost: '42' })
  home.putImageBuilder({ Name: 'builder' })
  home.setTags(imageBuilderArn('builder'), { b: '2', a: '1' })
  const { images } = await gateway.read(ImageTagsDocument)
  expect(images?.nodes).toEqual([
    {
      name: 'tagged',
      tags: [
        { key: 'Stage', value: '' },
        { key: 'cost', value: '42' },
        { key: 'team', value: 'cad' },
      ],
    },
    { name: 'untagged', tags: [] },
  ])
  const { imageBuilders } = await gateway.read<{ imageBuilders: unknown }, never>(
    '{ imageBuilders { nodes { tags { key value } } } }',
  )
  expect(imageBuilders).toEqual({
    nodes: [
      {
        tags: [
          { key: 'a', value: '1' },
          { key: 'b', value: '2' },
        ],
      },
    ],
  })
})

test('returns null tags and no shares for foreign images, without a call', async () => {
  await using gateway = await startGateway()
  seedOthers(gateway)
  for (const [arn, visibility] of [
    [LENT, 'SHARED'],
    [BASE, 'PUBLIC'],
  ] as const) {
    const { tags, sharedWith, ...image } = await sharesOf(gateway, arn)
    expect(image.visibility).toBe(visibility)
    expect(tags).toBeNull()
    expect(sharedWith).toEqual({
      totalCount: 0,
      nodes: [],
      pageInfo: { hasNextPage: false, endCursor: null },
    })
  }
  const { calls } = gateway.emulator
  expect(calls.count('ListTagsForResource') + calls.count('DescribeImagePermissions')).toBe(0)
})

test("sorts and pages the accounts of an image's shares in one call", async () => {
  await using gateway = await startGateway()
  const { home, emulator } = gateway
  home.putImage({ Name: 'own' })
  home.shareImage('own', '333333333333', { allowFleet: false, allowImageBuilder: true })
  home.shareImage('own', '111111111111', { allowFleet: true })
  home.shareImage('own', '222222222222', {})
  const { sharedWith } = await sharesOf(gateway, imageArn('own'))
  expect(sharedWith).toMatchObject({
    totalCount: 3,
    nodes: [
      { accountId: '111111111111', allowFleet: true, allowImageBuilder: null },
      { accountId: '222222222222', allowFleet: null, allowImageBuilder: null },
      { accountId: '333333333333', allowFleet: false, allowImageBuilder: true },
    ],
    pageInfo: { hasNextPage: false },
  })
  const first = (await sharesOf(gateway, imageArn('own'), { first: 1 })).sharedWith
  expect(first?.pageInfo.hasNextPage).toBe(true)
  const after = first?.pageInfo.endCursor ?? ''
  const rest = (await sharesOf(gateway, imageArn('own'), { after })).sharedWith
  expect(rest?.nodes.map(({ accountId }) => accountId)).toEqual(['222222222222', '333333333333'])
  expect(rest?.totalCount).toBe(3)
  expect(emulator.calls.count('DescribeImagePermissions')).toBe(1)
})

test("returns the owner's permissions on a shared image", async () => {
  await using gateway = await startGateway()
  seedOthers(gateway)
  const { image } = await gateway.read<{ image: unknown }, never>(
    `{ image(arn: "${LENT}") { accountId target { accountId } imagePermissions { allowFleet allowImageBuilder } } }`,
  )
  expect(image).toEqual({
    accountId: '111111111111',
    target: { accountId: '123456789012' },
    imagePermissions: { allowFleet: true, allowImageBuilder: false },
  })
})

test('reads tags of 100 images with at most 10 calls in flight', async () => {
  await using gateway = await startGateway()
  const { home, emulator } = gateway
  overlap(gateway, 'ListTagsForResource', 10)
  for (let index = 0; index < 100; index++) {
    home.putImage({ Name: `image-${index}` })
    home.setTags(imageArn(`image-${index}`), { index: String(index) })
  }
  const { images } = await gateway.read(ImageTagsDocument)
  expect(images?.nodes.map(({ name, tags }) => [name, tags?.[0]?.value])).toEqual(
    images?.nodes.map(({ name }) => [name, name.slice('image-'.length)]),
  )
  expect(images?.nodes).toHaveLength(100)
  const asked = emulator.calls.all.filter(({ operation }) => operation === 'ListTagsForResource')
  expect(asked).toHaveLength(100)
  expect(new Set(asked.map(({ input }) => input['ResourceArn']))).toHaveLength(100)
  expect(emulator.calls.maxInFlight('ListTagsForResource')).toBe(10)
})

test('shares tag calls among 10 concurrent requests, at most 10 in flight', async () => {
  await using gateway = await startGateway()
  const { home, emulator } = gateway
  overlap(gateway, 'ListTagsForResource', 10)
  for (let index = 0; index < 30; index++) home.putImage({ Name: `image-${index}` })
  await Promise.all(Array.from({ length: 10 }, () => gateway.read(ImageTagsDocument)))
  expect(emulator.calls.count('ListTagsForResource')).toBe(30)
  expect(emulator.calls.maxInFlight('ListTagsForResource')).toBeLessThanOrEqual(10)
})

test('limits concurrent calls for shares', async () => {
  await using gateway = await startGateway({ env: { DETAILS_CONCURRENCY: '3' } })
  const { home, emulator } = gateway
  overlap(gateway, 'DescribeImagePermissions', 3)
  for (let index = 0; index < 12; index++) home.putImage({ Name: `image-${index}` })
  await gateway.read('{ images { nodes { sharedWith { totalCount } } } }')
  expect(emulator.calls.count('DescribeImagePermissions')).toBe(12)
  expect(emulator.calls.maxInFlight('DescribeImagePermissions')).toBe(3)
})

test('nulls only unreadable tags, with an error at their path', async () => {
  await using gateway = await startGateway()
  const { home, emulator } = gateway
  for (const Name of ['image-0', 'image-1', 'image-2']) {
    home.putImage({ Name })
    home.setTags(imageArn(Name), { name: Name })
  }
  emulator.faults.add({
    operation: 'ListTagsForResource',
    match: ({ ResourceArn }) => ResourceArn === imageArn('image-1'),
    error: { type: 'AccessDeniedException' },
  })
  const { data, errors } = await gateway.query(ImageTagsDocument)
  expect(data?.images?.nodes).toEqual([
    { name: 'image-0', tags: [{ key: 'name', value: 'image-0' }] },
    { name: 'image-1', tags: null },
    { name: 'image-2', tags: [{ key: 'name', value: 'image-2' }] },
  ])
  expect(errors).toHaveLength(1)
  expect(errors?.[0]).toMatchObject({
    message: expect.stringContaining('ListTagsForResource'),
    path: ['images', 'nodes', 1, 'tags'],
    extensions: { code: 'UPSTREAM_ACCESS_DENIED', awsRequestId: expect.any(String) },
  })
})

test('nulls only unreadable shares, with an error at their path', async () => {
  await using gateway = await startGateway()
  gateway.home.putImage({ Name: 'own' })
  gateway.emulator.faults.add({
    operation: 'DescribeImagePermissions',
    error: { type: 'AccessDeniedException' },
  })
  const { data, errors } = await gateway.query(ImageSharesDocument, { variables: { arn: imageArn('own') } })
  expect(data?.image).toEqual({ visibility: 'PRIVATE', tags: [], sharedWith: null })
  expect(errors?.map(({ path, extensions }) => [path, extensions['code']])).toEqual([
    [['image', 'sharedWith'], 'UPSTREAM_ACCESS_DENIED'],
  ])
})

test('makes no call for unselected tags and shares', async () => {
  await using gateway = await startGateway()
  gateway.home.putImage({ Name: 'own' })
  await gateway.read('{ images { nodes { name } } }')
  expect(gateway.emulator.calls.all.map(({ operation }) => operation)).toEqual([
    'DescribeImages',
    'DescribeImages',
  ])
})
