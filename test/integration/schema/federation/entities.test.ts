import { expect, test } from 'vitest'
import { encodeGlobalId } from '../../../../src/schema/global-id.ts'
import {
  ACCOUNT,
  imageArn,
  imageBuilderArn,
  startGateway,
  type TestGateway,
} from '../../../support/gateway.ts'

const ENTITIES = `query Entities($representations: [_Any!]!) {
  _entities(representations: $representations) {
    __typename
    ... on Image { name }
    ... on ImageBuilder { name }
  }
}`

interface Entities {
  readonly _entities: readonly ({ readonly __typename: string; readonly name: string } | null)[]
}

function ask(gateway: TestGateway, representations: readonly object[]) {
  return gateway.query<Entities, { representations: readonly object[] }>(ENTITIES, {
    variables: { representations },
  })
}

function fill({ home }: TestGateway, count: number): void {
  for (let index = 0; index < count; index++) {
    home.putImage({ Name: `image-${index}` })
    home.putImageBuilder({ Name: `builder-${index}` })
  }
}

test('resolves 200 references in one batch, by ARN or id', async () => {
  await using gateway = await startGateway()
  fill(gateway, 50)
  const numbers = Array.from({ length: 50 }, (_, index) => index)
  const representations = numbers.flatMap((index) => [
    { __typename: 'Image', arn: imageArn(`image-${index}`) },
    { __typename: 'Image', id: encodeGlobalId('Image', imageArn(`image-${index}`)) },
    { __typename: 'ImageBuilder', arn: imageBuilderArn(`builder-${index}`) },
    { __typename: 'ImageBuilder', id: encodeGlobalId('ImageBuilder', imageBuilderArn(`builder-${index}`)) },
  ])
  const { data } = await ask(gateway, representations)
  expect(data?._entities).toEqual(
    numbers.flatMap((index) => [
      { __typename: 'Image', name: `image-${index}` },
      { __typename: 'Image', name: `image-${index}` },
      { __typename: 'ImageBuilder', name: `builder-${index}` },
      { __typename: 'ImageBuilder', name: `builder-${index}` },
    ]),
  )
  // 50 images take two calls of 25, and the builders one listing.
  expect(gateway.emulator.calls.all.map(({ operation }) => operation).toSorted()).toEqual([
    'DescribeImageBuilders',
    'DescribeImages',
    'DescribeImages',
  ])
})

test('resolves 200 different images in 8 calls', async () => {
  await using gateway = await startGateway()
  fill(gateway, 200)
  const representations = Array.from({ length: 200 }, (_, index) => ({
    __typename: 'Image',
    arn: imageArn(`image-${index}`),
  }))
  const { data } = await ask(gateway, representations)
  expect(data?._entities.filter((entity) => entity !== null)).toHaveLength(200)
  expect(gateway.emulator.calls.count()).toBe(8)
})

test.each([
  ['a missing image', { __typename: 'Image', arn: imageArn('gone') }],
  ['a missing builder', { __typename: 'ImageBuilder', arn: imageBuilderArn('gone') }],
  ['an empty ARN', { __typename: 'Image', arn: 'nonsense' }],
  ['an ARN of another service', { __typename: 'Image', arn: `arn:aws:s3:::image/image-0` }],
  ['an unknown account', { __typename: 'ImageBuilder', arn: imageBuilderArn('builder-0', '999999999999') }],
  [
    'an unknown region',
    { __typename: 'ImageBuilder', arn: imageBuilderArn('builder-0', ACCOUNT, 'sa-east-1') },
  ],
  ['an image in an unknown region', { __typename: 'Image', arn: imageArn('image-0', ACCOUNT, 'sa-east-1') }],
  ['a builder with an image ARN', { __typename: 'Image', arn: imageBuilderArn('builder-0') }],
  ['an image with a builder ARN', { __typename: 'ImageBuilder', arn: imageArn('image-0') }],
  ['a numeric ARN', { __typename: 'Image', arn: 7 }],
  ['a null ARN', { __typename: 'ImageBuilder', arn: null }],
  ['an ARN of 9,000 characters', { __typename: 'Image', arn: `arn:${'a'.repeat(9_000)}` }],
  ['an empty id', { __typename: 'Image', id: 'nonsense' }],
  ['a list as id', { __typename: 'Image', id: [] }],
  [
    'an id of the other type',
    { __typename: 'Image', id: encodeGlobalId('ImageBuilder', imageBuilderArn('builder-0')) },
  ],
  ['no key', { __typename: 'Image' }],
])('returns null only for %s', async (_what, reference) => {
  await using gateway = await startGateway()
  fill(gateway, 1)
  const good = [
    { __typename: 'Image', arn: imageArn('image-0') },
    { __typename: 'ImageBuilder', arn: imageBuilderArn('builder-0') },
  ]
  expect(await ask(gateway, [good[0] ?? {}, reference, good[1] ?? {}])).toEqual({
    status: 200,
    data: {
      _entities: [
        { __typename: 'Image', name: 'image-0' },
        null,
        { __typename: 'ImageBuilder', name: 'builder-0' },
      ],
    },
  })
})

test.each([
  ['a type without key', { __typename: 'AppStreamTag', key: 'forged' }],
  ['an unknown type', { __typename: 'Fleet', arn: imageArn('image-0') }],
  ['no type', { arn: imageArn('image-0') }],
])('rejects %s before calling AWS', async (_what, reference) => {
  await using gateway = await startGateway()
  const { data, errors } = await ask(gateway, [{ __typename: 'Image', arn: imageArn('image-0') }, reference])
  expect(data ?? null).toBeNull()
  expect(errors?.[0]?.extensions['code']).toBe('BAD_USER_INPUT')
  expect(gateway.emulator.calls.count()).toBe(0)
})

test('limits the cost of 1,000 references and rejects one more', async () => {
  await using gateway = await startGateway()
  fill(gateway, 100)
  const references = Array.from({ length: 1001 }, (_, index) => ({
    __typename: 'Image',
    arn: imageArn(`image-${index}`),
  }))
  const rejected = await ask(gateway, references)
  expect(rejected.errors?.[0]).toMatchObject({
    message: '`$representations` has a list of 1001 items; MAX_LIST_ITEMS allows 1000.',
    extensions: { code: 'LIST_TOO_LONG' },
  })
  expect(gateway.emulator.calls.count()).toBe(0)

  const { data } = await ask(gateway, references.slice(1))
  expect(data?._entities.filter((entity) => entity !== null)).toHaveLength(99)
  // 40 calls of 25 images; those with a missing one are followed by one listing: 100 images are 4 pages.
  expect(gateway.emulator.calls.count()).toBeLessThanOrEqual(44)
})

test('returns an error only for a denied entity', async () => {
  await using gateway = await startGateway()
  fill(gateway, 1)
  gateway.emulator.faults.add({ operation: 'DescribeImages', error: { type: 'AccessDeniedException' } })
  const { data, errors } = await ask(gateway, [
    { __typename: 'Image', arn: imageArn('image-0') },
    { __typename: 'ImageBuilder', arn: imageBuilderArn('builder-0') },
  ])
  expect(data?._entities).toEqual([null, { __typename: 'ImageBuilder', name: 'builder-0' }])
  expect(errors).toMatchObject([{ path: ['_entities', 0], extensions: { code: 'UPSTREAM_ACCESS_DENIED' } }])
})

test('documents that `_entities` and `_service` are for routers', async () => {
  await using gateway = await startGateway()
  const { __type } = await gateway.read<
    { __type: { fields: { name: string; description: string | null }[] } },
    object
  >('{ __type(name: "Query") { fields { name description } } }')

  const described = new Map(__type.fields.map(({ name, description }) => [name, description]))
  expect(described.get('_entities')).toMatch(/^For routers of a supergraph: /)
  expect(described.get('_service')).toMatch(/^For routers of a supergraph: /)
  expect([...described].filter(([, description]) => description === null)).toEqual([])
})
