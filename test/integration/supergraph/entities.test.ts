import { expect, test } from 'vitest'
import { encodeGlobalId } from '../../../src/schema/global-id.ts'
import { ACCOUNT, imageArn, imageBuilderArn, startGateway, type TestGateway } from '../../support/gateway.ts'

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

test('200 references cost what one batched load does, by ARN and by id alike', async () => {
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
  // 50 images are two calls of 25, and the builders one listing.
  expect(gateway.emulator.calls.all.map(({ operation }) => operation).toSorted()).toEqual([
    'DescribeImageBuilders',
    'DescribeImages',
    'DescribeImages',
  ])
})

test('200 different images cost 8 calls', async () => {
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
  ['an image that is gone', { __typename: 'Image', arn: imageArn('gone') }],
  ['a builder that is gone', { __typename: 'ImageBuilder', arn: imageBuilderArn('gone') }],
  ['an ARN of nothing', { __typename: 'Image', arn: 'nonsense' }],
  ['an ARN of another service', { __typename: 'Image', arn: `arn:aws:s3:::image/image-0` }],
  [
    'an account that is not served',
    { __typename: 'ImageBuilder', arn: imageBuilderArn('builder-0', '999999999999') },
  ],
  [
    'a region that is not served',
    { __typename: 'ImageBuilder', arn: imageBuilderArn('builder-0', ACCOUNT, 'sa-east-1') },
  ],
  [
    'an image in a region that is not served',
    { __typename: 'Image', arn: imageArn('image-0', ACCOUNT, 'sa-east-1') },
  ],
  ['the ARN of the other type', { __typename: 'Image', arn: imageBuilderArn('builder-0') }],
  ['the ARN of the other type, the other way', { __typename: 'ImageBuilder', arn: imageArn('image-0') }],
  ['an ARN that is a number', { __typename: 'Image', arn: 7 }],
  ['an ARN that is null', { __typename: 'ImageBuilder', arn: null }],
  ['an ARN of 9,000 characters', { __typename: 'Image', arn: `arn:${'a'.repeat(9_000)}` }],
  ['an id of nothing', { __typename: 'Image', id: 'nonsense' }],
  ['an id that is a list', { __typename: 'Image', id: [] }],
  [
    'the id of the other type',
    { __typename: 'Image', id: encodeGlobalId('ImageBuilder', imageBuilderArn('builder-0')) },
  ],
  ['no key at all', { __typename: 'Image' }],
])('%s is null, and disturbs none of its neighbours', async (_what, reference) => {
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
  ['a type that is no entity', { __typename: 'AppStreamTag', key: 'forged' }],
  ['a type that there is not', { __typename: 'Fleet', arn: imageArn('image-0') }],
  ['no type', { arn: imageArn('image-0') }],
])('%s is a mistake of the router’s, told before AWS is called', async (_what, reference) => {
  await using gateway = await startGateway()
  const { data, errors } = await ask(gateway, [{ __typename: 'Image', arn: imageArn('image-0') }, reference])
  expect(data ?? null).toBeNull()
  expect(errors?.[0]?.extensions['code']).toBe('BAD_USER_INPUT')
  expect(gateway.emulator.calls.count()).toBe(0)
})

test('1,000 references are bounded in what they cost, and one more is refused', async () => {
  await using gateway = await startGateway()
  fill(gateway, 100)
  const references = Array.from({ length: 1001 }, (_, index) => ({
    __typename: 'Image',
    arn: imageArn(`image-${index}`),
  }))
  const refused = await ask(gateway, references)
  expect(refused.errors?.[0]).toMatchObject({
    message: '`$representations` has a list of 1001 items; MAX_LIST_ITEMS allows 1000.',
    extensions: { code: 'LIST_TOO_LONG' },
  })
  expect(gateway.emulator.calls.count()).toBe(0)

  const { data } = await ask(gateway, references.slice(1))
  expect(data?._entities.filter((entity) => entity !== null)).toHaveLength(99)
  // 40 calls of 25 images, of which those that name a missing one are followed by one listing: 100 images are 4 pages.
  expect(gateway.emulator.calls.count()).toBeLessThanOrEqual(44)
})

test('an entity that AWS denies is an error of its own', async () => {
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
