import { describe, expect, test } from 'vitest'
import { imageArn, imageBuilderArn, startGateway } from '../../../support/gateway.ts'
import { MUTATION_NAMES, MUTATIONS, type MutationName, OTHER_ACCOUNT, startWorkshop } from './support.ts'
import { violationsOf, withValue } from './violations.ts'

test('reports each violated constraint with its path before calling AWS', async () => {
  // AWS allows paths of 32,767 characters.
  await using workshop = await startWorkshop({ env: { MAX_STRING_LENGTH: '40000' } })
  let count = 0
  for (const name of MUTATION_NAMES) {
    const { operation, input } = MUTATIONS[name]
    for (const { path, mistakeAt = path.join('.'), value, breaks } of violationsOf(operation)) {
      const result = await workshop.mutate(name, withValue(input, path, value))
      const what = `${name}: ${mistakeAt}, ${breaks}: ${JSON.stringify(result)}`
      expect(result, what).toMatchObject({
        __typename: 'AppStreamInputError',
        code: 'BAD_USER_INPUT',
        awsRequestId: null,
        retryable: false,
      })
      expect(
        result.fields?.map((field) => field.path),
        what,
      ).toContain(mistakeAt)
      count++
    }
  }
  // Ensures that none is omitted.
  expect(count).toBe(111)
  expect(workshop.emulator.calls.count()).toBe(0)
})

/** Invalid inputs that satisfy every constraint of the model. */
const WRONG: readonly (readonly [
  what: string,
  name: MutationName,
  changes: object,
  paths: readonly string[],
])[] = [
  ['no image', 'createImageBuilder', { imageName: undefined }, ['imageName']],
  ['two images', 'createImageBuilder', { imageArn: imageArn('golden') }, ['imageName']],
  [
    'a builder as image',
    'createImageBuilder',
    { imageName: undefined, imageArn: imageBuilderArn('a') },
    ['imageArn'],
  ],
  ['no subnet', 'createImageBuilder', { vpcConfig: { subnetIds: [] } }, ['vpcConfig.subnetIds']],
  ['two subnets', 'createImageBuilder', { vpcConfig: { subnetIds: ['a', 'b'] } }, ['vpcConfig.subnetIds']],
  ['a client token with a space', 'createImageBuilder', { clientToken: 'a b' }, ['clientToken']],
  ['an empty client token', 'copyImage', { clientToken: '' }, ['clientToken']],
  ['an overlong client token', 'createUpdatedImage', { clientToken: 'x'.repeat(129) }, ['clientToken']],
  [
    'a duplicate tag key',
    'createImageBuilder',
    {
      tags: [
        { key: 'a', value: '' },
        { key: 'a', value: 'b' },
      ],
    },
    ['tags.1.key'],
  ],
  [
    'a duplicate tag key',
    'tagAppStreamResource',
    {
      tags: [
        { key: 'a', value: '' },
        { key: 'a', value: 'b' },
      ],
    },
    ['tags.1.key'],
  ],
  ['a reserved name', 'copyImage', { destinationImageName: 'AppStream-x' }, ['destinationImageName']],
  ['a reserved name', 'createUpdatedImage', { newImageName: 'amazonian' }, ['newImageName']],
  ['no account', 'updateImagePermissions', { sharedAccountId: '12345' }, ['sharedAccountId']],
  ['no account', 'deleteImagePermissions', { sharedAccountId: '12345678901a' }, ['sharedAccountId']],
  ['a zero validity', 'createImageBuilderStreamingUrl', { validity: 0 }, ['validity']],
  ['an excessive validity', 'createImageBuilderStreamingUrl', { validity: 604_801 }, ['validity']],
  ['no name', 'startImageBuilder', { name: undefined }, ['name']],
  ['a name and an ARN', 'stopImageBuilder', { arn: imageBuilderArn('desk') }, ['arn']],
  ['a malformed ARN', 'deleteImageBuilder', { name: undefined, arn: 'arn:aws:nonsense' }, ['arn']],
  ['the ARN of an image', 'deleteImageBuilder', { name: undefined, arn: imageArn('golden') }, ['arn']],
  ['the ARN of a builder', 'deleteImage', { name: undefined, arn: imageBuilderArn('desk') }, ['arn']],
  ['no source', 'copyImage', { sourceImageName: undefined }, ['sourceImageName']],
  ['two sources', 'copyImage', { sourceImageArn: imageArn('golden') }, ['sourceImageArn']],
  ['no existing image', 'createUpdatedImage', { existingImageName: undefined }, ['existingImageName']],
  ['an ARN of another service', 'tagAppStreamResource', { resourceArn: 'arn:aws:s3:::b' }, ['resourceArn']],
  [
    'another account',
    'untagAppStreamResource',
    { resourceArn: imageArn('golden', OTHER_ACCOUNT) },
    ['resourceArn'],
  ],
  ['another account', 'deleteImage', { name: undefined, arn: imageArn('golden', OTHER_ACCOUNT) }, ['arn']],
  ['a public image', 'deleteImage', { name: undefined, arn: imageArn('golden', '') }, ['arn']],
  [
    'another region',
    'stopImageBuilder',
    { name: undefined, arn: imageBuilderArn('desk', undefined, 'eu-west-1') },
    ['arn'],
  ],
  [
    'an ARN and a target',
    'stopImageBuilder',
    { name: undefined, arn: imageBuilderArn('desk'), target: {} },
    ['target'],
  ],
  ['an unknown target', 'createImageBuilder', { target: { region: 'eu-west-1' } }, ['target']],
  ['an unknown target', 'startImageBuilder', { target: { accountId: OTHER_ACCOUNT } }, ['target']],
]

describe('AppStreamInputError, without a call to AWS', () => {
  test.each(WRONG)('rejects %s in %s', async (_what, name, changes, paths) => {
    await using workshop = await startWorkshop()
    const result = await workshop.mutate(name, { ...MUTATIONS[name].input, ...changes })
    expect(result.__typename).toBe('AppStreamInputError')
    expect(result.fields?.map(({ path }) => path)).toEqual(paths)
    for (const { path } of result.fields ?? []) expect(result.message).toContain(`${path}: `)
    expect(workshop.emulator.calls.count()).toBe(0)
  })
})

test('reports problems of constraints, identity and target together', async () => {
  await using workshop = await startWorkshop()
  const pathsOf = async (name: MutationName, input: object) =>
    (await workshop.mutate(name, input)).fields?.map(({ path }) => path).toSorted()

  const builder = {
    name: '-',
    imageArn: 'nonsense',
    imageName: 'golden',
    instanceType: '',
    displayName: 'x'.repeat(101),
    vpcConfig: { subnetIds: ['a', ''], securityGroupIds: ['1', '2', '3', '4', '5', ''] },
    accessEndpoints: [{ endpointType: 'UNKNOWN', vpceId: '' }],
    tags: [
      { key: 'aws:a', value: '#' },
      { key: 'aws:a', value: '' },
    ],
    target: { region: 'mars' },
    clientToken: ' ',
  }
  expect(await pathsOf('createImageBuilder', builder)).toEqual([
    'accessEndpoints.0.endpointType',
    'accessEndpoints.0.vpceId',
    'clientToken',
    'displayName',
    'imageArn',
    'imageName',
    'instanceType',
    'name',
    'tags.0.key',
    'tags.0.value',
    'tags.1.key',
    'tags.1.key',
    'target',
    'vpcConfig.securityGroupIds',
    'vpcConfig.securityGroupIds.5',
    'vpcConfig.subnetIds',
    'vpcConfig.subnetIds.1',
  ])
  const copy = { sourceImageName: '-', target: { region: 'mars' }, destinationRegion: '' }
  expect(await pathsOf('copyImage', { ...copy, destinationImageName: 'aws' })).toEqual([
    'destinationImageName',
    'destinationRegion',
    'sourceImageName',
    'target',
  ])
  const share = { arn: 'nonsense', target: {}, sharedAccountId: '1', imagePermissions: {} }
  expect(await pathsOf('updateImagePermissions', share)).toEqual(['arn', 'sharedAccountId', 'target'])
  expect(await pathsOf('tagAppStreamResource', { resourceArn: '-', tags: [] })).toEqual([
    'resourceArn',
    'tags',
  ])
  expect(workshop.emulator.calls.count()).toBe(0)
})

test('requires a target for a name only if several are configured', async () => {
  await using workshop = await startWorkshop({ env: { AWS_REGIONS: 'us-east-1,eu-west-1' } })
  const result = await workshop.mutate('startImageBuilder', { name: 'parked' })
  expect(result).toMatchObject({ __typename: 'AppStreamInputError', fields: [{ path: 'target' }] })
  expect(workshop.emulator.calls.count()).toBe(0)

  const europe = workshop.emulator.region('eu-west-1')
  europe.putImageBuilder({ Name: 'parked', State: 'STOPPED' })
  await workshop.mutate('startImageBuilder', { name: 'parked', target: { region: 'eu-west-1' } })
  expect(europe.imageBuilders.get('parked')?.State).toBe('PENDING')
  expect(workshop.home.imageBuilders.get('parked')?.State).toBe('STOPPED')
})

test('rejects an oversized list before validating its items', async () => {
  await using gateway = await startGateway()
  const fields = Array.from(
    { length: 50 },
    (_, index) =>
      `a${index}: createImageBuilder(input: { name: "x", imageName: "y", instanceType: "z", softwaresToInstall: $s }) {
        ... on AppStreamInputError { fields { path message } }
      }`,
  )
  const query = `mutation ($s: [String!]) { ${fields.join(' ')} }`
  const { data } = await gateway.query<Record<string, unknown>, { s: string[] }>(query, {
    variables: { s: Array(1000).fill('') },
  })
  expect(data?.['a49']).toEqual({
    fields: [{ path: 'softwaresToInstall', message: 'Must contain at most 200 items, got 1000.' }],
  })
  expect(JSON.stringify(data).length).toBeLessThan(10_000)
})
