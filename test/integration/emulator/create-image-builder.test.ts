import {
  type AppStreamClient,
  CreateImageBuilderCommand,
  type CreateImageBuilderCommandInput,
  DescribeImageBuildersCommand,
  ListTagsForResourceCommand,
} from '@aws-sdk/client-appstream'
import { describe, expect, test } from 'vitest'
import { type Emulator, manualClock } from '../../../src/emulator/server.ts'
import { accountId, clientOf, exceptionOf, otherAccountId, startEmptyEmulator } from './client.ts'

const region = 'us-east-1'
const InstanceType = 'stream.standard.medium'

function create(client: AppStreamClient, input: Partial<CreateImageBuilderCommandInput> = {}) {
  const image = input.ImageArn === undefined ? { ImageName: 'base' } : {}
  return client.send(new CreateImageBuilderCommand({ Name: 'builder', InstanceType, ...image, ...input }))
}

async function stateOf(client: AppStreamClient, name = 'builder'): Promise<string | undefined> {
  const { ImageBuilders = [] } = await client.send(new DescribeImageBuildersCommand({}))
  return ImageBuilders.find(({ Name }) => Name === name)?.State
}

function withBase(emulator: Emulator): Emulator {
  emulator.region(region).putImage({ Name: 'base', Platform: 'WINDOWS_SERVER_2022' })
  return emulator
}

describe('CreateImageBuilder', () => {
  test.each<[string, Partial<CreateImageBuilderCommandInput>, string, string]>([
    ['a taken name', { Name: 'taken' }, 'ResourceAlreadyExistsException', 'taken already exists'],
    ['a missing image', { ImageName: 'gone' }, 'ResourceNotFoundException', 'The image gone for account'],
    ['no image', { ImageName: undefined }, 'InvalidParameterCombinationException', 'Exactly one of'],
    [
      'two subnets',
      { VpcConfig: { SubnetIds: ['a', 'b'] } },
      'InvalidParameterCombinationException',
      'one subnet',
    ],
    [
      'a deprecated image',
      { ImageName: 'old' },
      'ResourceNotAvailableException',
      'The image old is DEPRECATED. The image must be in an AVAILABLE state for this action to succeed.',
    ],
    ['an image without builder support', { ImageName: 'sealed' }, 'IncompatibleImageException', 'sealed'],
    [
      'an unsupported graphics instance type',
      { ImageName: 'plain', InstanceType: 'stream.graphics.g5.xlarge' },
      'IncompatibleImageException',
      'instance type',
    ],
    [
      'a role that AppStream cannot assume',
      { IamRoleArn: `arn:aws:iam::${accountId}:role/is-invalid` },
      'InvalidRoleException',
      "because your IAM role 'arn:aws:iam",
    ],
    [
      'an image shared for fleets only',
      { ImageName: undefined, ImageArn: `arn:aws:appstream:${region}:${otherAccountId}:image/lent` },
      'OperationNotPermittedException',
      'without the permission for image builders',
    ],
    ['a reserved tag key', { Tags: { 'aws:owner': 'me' } }, 'ValidationException', "at 'tags'"],
  ])('rejects %s', async (_, input, name, message) => {
    await using emulator = withBase(await startEmptyEmulator())
    using client = clientOf(emulator)
    const store = emulator.region(region)
    store.putImageBuilder({ Name: 'taken' })
    store.putImage({ Name: 'old', State: 'DEPRECATED' })
    store.putImage({ Name: 'sealed', ImageBuilderSupported: false })
    store.putImage({ Name: 'plain', SupportedInstanceFamilies: ['GeneralPurpose'] })
    emulator.region(region, otherAccountId).putImage({ Name: 'lent' })
    emulator.region(region, otherAccountId).shareImage('lent', accountId, { allowFleet: true })
    const error = await exceptionOf(create(client, input))
    expect({ name: error.name, message: error.message }).toEqual({
      name,
      message: expect.stringContaining(message),
    })
    expect(store.imageBuilders.size).toBe(1)
  })

  test('rejects an image given by name and by ARN', async () => {
    await using emulator = withBase(await startEmptyEmulator())
    using client = clientOf(emulator)
    const ImageArn = `arn:aws:appstream:${region}:${accountId}:image/base`
    const error = await exceptionOf(create(client, { ImageName: 'base', ImageArn }))
    expect(error.name).toBe('InvalidParameterCombinationException')
  })

  test('rejects the builder beyond the quota', async () => {
    await using emulator = withBase(await startEmptyEmulator({ behaviour: { quotas: { imageBuilders: 1 } } }))
    using client = clientOf(emulator)
    await create(client, { Name: 'first' })
    expect((await exceptionOf(create(client, { Name: 'second' }))).name).toBe('LimitExceededException')
  })

  test('creates a PENDING, then RUNNING builder with the requested members', async () => {
    const clock = manualClock()
    await using emulator = withBase(await startEmptyEmulator({ clock }))
    using client = clientOf(emulator)
    const { ImageBuilder } = await create(client, {
      DisplayName: 'Mine',
      DisableIMDSV1: true,
      Tags: { team: 'a' },
    })
    expect(ImageBuilder).toMatchObject({
      Arn: `arn:aws:appstream:${region}:${accountId}:image-builder/builder`,
      ImageArn: `arn:aws:appstream:${region}:${accountId}:image/base`,
      State: 'PENDING',
      DisplayName: 'Mine',
      InstanceType,
      Platform: 'WINDOWS_SERVER_2022',
      DisableIMDSV1: true,
      LatestAppstreamAgentVersion: 'TRUE',
      CreatedTime: new Date(clock.now()),
    })
    const tags = await client.send(new ListTagsForResourceCommand({ ResourceArn: ImageBuilder?.Arn }))
    expect(tags.Tags).toEqual({ team: 'a' })
    clock.advance(4_999)
    expect(await stateOf(client)).toBe('PENDING')
    clock.advance(1)
    expect(await stateOf(client)).toBe('RUNNING')
  })

  test('updates to a pinned agent version on start, not to LATEST', async () => {
    const clock = manualClock()
    await using emulator = withBase(await startEmptyEmulator({ clock }))
    using client = clientOf(emulator)
    await create(client, { AppstreamAgentVersion: '06-17-2024' })
    await create(client, { Name: 'latest', AppstreamAgentVersion: 'LATEST' })
    clock.advance(5_000)
    expect([await stateOf(client), await stateOf(client, 'latest')]).toEqual(['UPDATING_AGENT', 'RUNNING'])
    clock.advance(3_000)
    expect(await stateOf(client)).toBe('RUNNING')
  })

  test('scales every duration to a tenth at speed 10', async () => {
    const clock = manualClock()
    await using emulator = withBase(await startEmptyEmulator({ clock, speed: 10 }))
    using client = clientOf(emulator)
    await create(client)
    clock.advance(500)
    expect(await stateOf(client)).toBe('RUNNING')
  })

  test('launches an image shared for builders', async () => {
    await using emulator = await startEmptyEmulator()
    using client = clientOf(emulator)
    const owner = emulator.region(region, otherAccountId)
    owner.putImage({ Name: 'lent' })
    owner.shareImage('lent', accountId, { allowImageBuilder: true })
    const ImageArn = `arn:aws:appstream:${region}:${otherAccountId}:image/lent`
    expect((await create(client, { ImageArn })).ImageBuilder).toMatchObject({ ImageArn })
  })

  test('creates the builder even if the response is lost', async () => {
    await using emulator = withBase(await startEmptyEmulator())
    using client = clientOf(emulator)
    emulator.faults.add({ operation: 'CreateImageBuilder', reset: 'after', times: 1 })
    await expect(create(client)).rejects.toThrow()
    expect((await exceptionOf(create(client))).name).toBe('ResourceAlreadyExistsException')
  })
})
