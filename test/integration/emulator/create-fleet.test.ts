import { type CreateFleetCommandInput, ListTagsForResourceCommand } from '@aws-sdk/client-appstream'
import { describe, expect, test } from 'vitest'
import { accountId, exceptionOf, otherAccountId } from './client.ts'
import { createFleet, describeFleet, elastic, region, startEstate } from './estate.ts'

const combination = 'InvalidParameterCombinationException'

describe('CreateFleet validation', () => {
  test.each<[string, Partial<CreateFleetCommandInput>, string, string]>([
    ['a taken name', { Name: 'taken' }, 'ResourceAlreadyExistsException', 'The fleet taken already exists.'],
    ['an unknown image', { ImageName: 'gone' }, 'ResourceNotFoundException', 'The image gone for account'],
    ['no image', { ImageName: undefined }, combination, 'Exactly one of ImageName and ImageArn'],
    [
      'both a name and an ARN of an image',
      { ImageArn: `arn:aws:appstream:${region}:${accountId}:image/base` },
      combination,
      'cannot be specified together',
    ],
    [
      'a deprecated image',
      { ImageName: 'old' },
      'ResourceNotAvailableException',
      'The image old is DEPRECATED. The image must be in an AVAILABLE state for this action to succeed.',
    ],
    [
      'an image shared for builders only',
      { ImageName: undefined, ImageArn: `arn:aws:appstream:${region}:${otherAccountId}:image/lent` },
      'OperationNotPermittedException',
      'without the permission for fleets',
    ],
    [
      'an instance type without image support',
      { ImageName: 'plain', InstanceType: 'stream.graphics.g5.xlarge' },
      'IncompatibleImageException',
      'instance type',
    ],
    [
      'an invalid role',
      { IamRoleArn: `arn:aws:iam::${accountId}:role/invalid` },
      'InvalidRoleException',
      'is invalid',
    ],
    [
      'an unknown directory',
      { DomainJoinInfo: { DirectoryName: 'gone.example.com' } },
      'ResourceNotFoundException',
      'The directory config gone.example.com',
    ],
    ['no capacity', { ComputeCapacity: undefined }, combination, 'requires ComputeCapacity'],
    ['an empty capacity', { ComputeCapacity: {} }, combination, 'Exactly one of DesiredInstances'],
    [
      'instances and sessions together',
      { ComputeCapacity: { DesiredInstances: 1, DesiredSessions: 1 }, MaxSessionsPerInstance: 2 },
      combination,
      'Exactly one of DesiredInstances',
    ],
    [
      'sessions without MaxSessionsPerInstance',
      { ComputeCapacity: { DesiredSessions: 4 } },
      combination,
      'MaxSessionsPerInstance',
    ],
    ['negative capacity', { ComputeCapacity: { DesiredInstances: -1 } }, 'ValidationException', 'negative'],
    [
      'more instances than the quota',
      { Name: 'TestFleet', ComputeCapacity: { DesiredInstances: 150 } },
      'LimitExceededException',
      "The Instance type 'stream.standard.medium' capacity limit for fleet TestFleet' was exceeded. Requested: 151, Limit: 100",
    ],
    [
      'concurrent sessions of an instance fleet',
      { MaxConcurrentSessions: 5 },
      combination,
      'supported for Elastic fleets only',
    ],
    [
      'a session script of an instance fleet',
      { SessionScriptS3Location: { S3Bucket: 'bucket' } },
      combination,
      'supported for Elastic fleets only',
    ],
    ['an Elastic fleet without platform', { ...elastic, Platform: undefined }, combination, 'Platform'],
    [
      'an Elastic fleet without maximum',
      { ...elastic, MaxConcurrentSessions: undefined },
      combination,
      'MaxConcurrentSessions',
    ],
    ['an Elastic fleet with an image', { ...elastic, ImageName: 'base' }, combination, 'ImageName'],
    [
      'an Elastic fleet with a capacity',
      { ...elastic, ComputeCapacity: { DesiredInstances: 1 } },
      combination,
      'ComputeCapacity',
    ],
    [
      'an Elastic fleet in a domain',
      { ...elastic, DomainJoinInfo: { DirectoryName: 'corp' } },
      combination,
      'DomainJoinInfo',
    ],
    [
      'an Elastic fleet with one subnet',
      { ...elastic, VpcConfig: { SubnetIds: ['subnet-1', 'subnet-1'] } },
      combination,
      'two subnets',
    ],
    [
      'an Elastic fleet with 11 USB filters',
      { ...elastic, UsbDeviceFilterStrings: Array.from({ length: 11 }, () => '045E,028E,*,*,*,*,1,1') },
      combination,
      'USB',
    ],
    ['a short user duration', { MaxUserDurationInSeconds: 599 }, 'ValidationException', '600 and 432000'],
    ['a long user duration', { MaxUserDurationInSeconds: 432_001 }, 'ValidationException', '600 and 432000'],
    ['a short disconnect timeout', { DisconnectTimeoutInSeconds: 59 }, 'ValidationException', '60 and 36000'],
    ['a long idle timeout', { IdleDisconnectTimeoutInSeconds: 36_001 }, 'ValidationException', '60 and'],
    ['a short idle timeout', { IdleDisconnectTimeoutInSeconds: 1 }, 'ValidationException', '60 and'],
    ['a small volume', { RootVolumeConfig: { VolumeSizeInGb: 199 } }, 'ValidationException', '200 and 500'],
  ])('rejects %s', async (_, input, name, message) => {
    await using estate = await startEstate()
    const { client, home, emulator } = estate
    home.putFleet({ Name: 'taken' })
    home.putImage({ Name: 'old', State: 'DEPRECATED' })
    home.putImage({ Name: 'plain', SupportedInstanceFamilies: ['stream.standard'] })
    const other = emulator.region(region, otherAccountId)
    other.putImage({ Name: 'lent' })
    other.shareImage('lent', accountId, { allowFleet: false, allowImageBuilder: true })
    const error = await exceptionOf(createFleet(client, input))
    expect(error).toMatchObject({ name, message: expect.stringContaining(message) })
    expect(home.fleets.size).toBe(1)
  })

  test('rejects the fleet beyond the quota of the account', async () => {
    await using estate = await startEstate({ behaviour: { quotas: { fleets: 1 } } })
    await createFleet(estate.client)
    const error = await exceptionOf(createFleet(estate.client, { Name: 'second' }))
    expect(error).toMatchObject({
      name: 'LimitExceededException',
      message: expect.stringContaining('1 fleets'),
    })
  })
})

describe('CreateFleet', () => {
  test('returns the defaults of AWS and never starts the fleet', async () => {
    await using estate = await startEstate()
    const { Fleet } = await createFleet(estate.client)
    expect(Fleet).toEqual({
      Arn: `arn:aws:appstream:${region}:${accountId}:fleet/fleet`,
      Name: 'fleet',
      ImageName: 'base',
      ImageArn: `arn:aws:appstream:${region}:${accountId}:image/base`,
      Platform: 'WINDOWS_SERVER_2022',
      InstanceType: 'stream.standard.medium',
      FleetType: 'ALWAYS_ON',
      StreamView: 'APP',
      State: 'STOPPED',
      ComputeCapacityStatus: { Desired: 2, Running: 0, InUse: 0, Available: 0 },
      MaxUserDurationInSeconds: 57_600,
      DisconnectTimeoutInSeconds: 900,
      IdleDisconnectTimeoutInSeconds: 0,
      RootVolumeConfig: { VolumeSizeInGb: 200 },
      EnableDefaultInternetAccess: false,
      FleetErrors: [],
      CreatedTime: new Date(estate.clock.now()),
    })
    estate.clock.advance(3_600_000)
    expect(await describeFleet(estate.client)).toEqual(Fleet)
  })

  test('accepts every setting of a multi-session fleet', async () => {
    await using estate = await startEstate()
    estate.home.putDirectoryConfig({ DirectoryName: 'corp.example.com' })
    const settings: Partial<CreateFleetCommandInput> = {
      DisplayName: 'Fleet',
      Description: 'A fleet',
      FleetType: 'ON_DEMAND',
      VpcConfig: { SubnetIds: ['subnet-1'], SecurityGroupIds: ['sg-1'] },
      MaxUserDurationInSeconds: 600,
      DisconnectTimeoutInSeconds: 60,
      EnableDefaultInternetAccess: true,
      DomainJoinInfo: { DirectoryName: 'corp.example.com' },
      IamRoleArn: `arn:aws:iam::${accountId}:role/fleet`,
      StreamView: 'DESKTOP',
      MaxSessionsPerInstance: 4,
      RootVolumeConfig: { VolumeSizeInGb: 500 },
      DisableIMDSV1: true,
    }
    const { Fleet } = await createFleet(estate.client, {
      ...settings,
      ComputeCapacity: { DesiredSessions: 9 },
      IdleDisconnectTimeoutInSeconds: 90,
      Tags: { team: 'desktop' },
    })
    expect(Fleet).toMatchObject({
      ...settings,
      // AWS rounds to minutes.
      IdleDisconnectTimeoutInSeconds: 120,
      ComputeCapacityStatus: { Desired: 3, DesiredUserSessions: 12, ActualUserSessions: 0 },
    })
    const tags = await estate.client.send(new ListTagsForResourceCommand({ ResourceArn: Fleet?.Arn }))
    expect(tags.Tags).toEqual({ team: 'desktop' })
  })

  test('creates an Elastic fleet without image and instances', async () => {
    await using estate = await startEstate()
    const SessionScriptS3Location = { S3Bucket: 'bucket', S3Key: 'script.zip' }
    const { Fleet } = await createFleet(estate.client, { ...elastic, SessionScriptS3Location })
    expect(Fleet).toMatchObject({
      Platform: 'WINDOWS_SERVER_2022',
      MaxConcurrentSessions: 5,
      SessionScriptS3Location,
      ComputeCapacityStatus: { Desired: 0 },
    })
    expect(Fleet?.ImageArn).toBeUndefined()
  })

  test('creates one fleet for twenty concurrent requests with one name', async () => {
    await using estate = await startEstate()
    const requests = Array.from({ length: 20 }, () => createFleet(estate.client))
    const outcomes = await Promise.allSettled(requests)
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    expect(estate.home.fleets.size).toBe(1)
  })
})
