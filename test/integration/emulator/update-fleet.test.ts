import { UpdateFleetCommand, type UpdateFleetCommandInput } from '@aws-sdk/client-appstream'
import { describe, expect, test } from 'vitest'
import type { FleetRecord } from '../../../src/emulator/server.ts'
import { accountId, exceptionOf } from './client.ts'
import { createFleet, describeFleet, type Estate, elastic, region, startEstate } from './estate.ts'

function update({ client }: Estate, input: UpdateFleetCommandInput) {
  return client.send(new UpdateFleetCommand({ Name: 'fleet', ...input }))
}

/** Fleet with every member that can be deleted. */
const full = {
  Name: 'fleet',
  ImageName: 'base',
  Platform: 'WINDOWS_SERVER_2022',
  VpcConfig: { SubnetIds: ['subnet-1'], SecurityGroupIds: ['sg-1'] },
  DomainJoinInfo: { DirectoryName: 'corp' },
  IamRoleArn: `arn:aws:iam::${accountId}:role/fleet`,
  UsbDeviceFilterStrings: ['045E,028E,*,*,*,*,1,1'],
  SessionScriptS3Location: { S3Bucket: 'bucket' },
  MaxSessionsPerInstance: 4,
  RootVolumeConfig: { VolumeSizeInGb: 300 },
} satisfies FleetRecord

const active =
  'Cannot update the attribute for fleet fleet when it is ACTIVE. The fleet must be stopped to complete this action.'

describe('UpdateFleet validation', () => {
  test.each<[string, UpdateFleetCommandInput, string, string]>([
    ['an unknown fleet', { Name: 'gone' }, 'ResourceNotFoundException', 'The fleet gone for account'],
    ['no name', { Name: undefined }, 'ValidationException', 'name'],
    ['an unknown image', { ImageName: 'gone' }, 'ResourceNotFoundException', 'The image gone'],
    ['a pending image', { ImageName: 'new' }, 'ResourceNotAvailableException', 'is PENDING'],
    [
      'a name and an ARN',
      { ImageName: 'base', ImageArn: `arn:aws:appstream:${region}:${accountId}:image/base` },
      'InvalidParameterCombinationException',
      'together',
    ],
    [
      'an unsupported graphics instance type',
      { ImageName: 'plain', InstanceType: 'stream.graphics.g5.xlarge' },
      'IncompatibleImageException',
      'instance type',
    ],
    [
      'an invalid role',
      { IamRoleArn: `arn:aws:iam::${accountId}:role/invalid` },
      'InvalidRoleException',
      'invalid',
    ],
    [
      'more instances than the quota',
      { ComputeCapacity: { DesiredInstances: 101 } },
      'LimitExceededException',
      'Requested: 101, Limit: 100',
    ],
    ['a short timeout', { DisconnectTimeoutInSeconds: 1 }, 'ValidationException', '60 and 36000'],
  ])('rejects %s', async (_, input, name, message) => {
    await using estate = await startEstate()
    estate.home.putImage({ Name: 'new', State: 'PENDING' })
    estate.home.putImage({ Name: 'plain', SupportedInstanceFamilies: ['stream.standard'] })
    estate.home.putFleet({ Name: 'fleet', State: 'STOPPED' })
    const before = await describeFleet(estate.client)
    const error = await exceptionOf(update(estate, input))
    expect(error).toMatchObject({ name, message: expect.stringContaining(message) })
    expect(await describeFleet(estate.client)).toEqual(before)
  })

  test.each<[string, UpdateFleetCommandInput]>([
    ['Description', { Description: 'other' }],
    ['InstanceType', { InstanceType: 'stream.standard.large' }],
    ['VpcConfig', { VpcConfig: { SubnetIds: ['subnet-2'] } }],
    ['DeleteVpcConfig', { DeleteVpcConfig: true }],
    ['MaxUserDurationInSeconds', { MaxUserDurationInSeconds: 600 }],
    ['StreamView', { StreamView: 'DESKTOP' }],
    ['AttributesToDelete', { AttributesToDelete: ['IAM_ROLE_ARN'] }],
    ['DisplayName with Description', { DisplayName: 'allowed', Description: 'not' }],
    ["another platform's image", { ImageName: 'linux' }],
  ])('rejects %s while running, with the message of AWS', async (_, input) => {
    await using estate = await startEstate()
    estate.home.putImage({ Name: 'linux', Platform: 'RHEL8' })
    estate.home.putFleet(full)
    expect(await exceptionOf(update(estate, input))).toMatchObject({
      name: 'ResourceInUseException',
      message: active,
    })
  })

  test.each(['STARTING', 'STOPPING'])('rejects even a display name while the fleet is %s', async (State) => {
    await using estate = await startEstate()
    estate.home.putFleet({ Name: 'fleet', State })
    expect((await exceptionOf(update(estate, { DisplayName: 'other' }))).message).toBe(active)
  })

  test('rejects a capacity for a running Elastic fleet', async () => {
    await using estate = await startEstate()
    estate.home.putFleet({ Name: 'fleet', FleetType: 'ELASTIC' })
    const call = update(estate, { ComputeCapacity: { DesiredInstances: 1 } })
    expect((await exceptionOf(call)).message).toBe(active)
  })
})

describe('UpdateFleet', () => {
  test('changes any member of a stopped fleet and keeps the others', async () => {
    await using estate = await startEstate()
    estate.home.putImage({ Name: 'linux', Platform: 'RHEL8' })
    const { Fleet: before } = await createFleet(estate.client, { Description: 'stays' })
    const changes = {
      DisplayName: 'Fleet',
      InstanceType: 'stream.standard.large',
      StreamView: 'DESKTOP',
      MaxUserDurationInSeconds: 432_000,
      EnableDefaultInternetAccess: true,
      IdleDisconnectTimeoutInSeconds: 7_200,
    } as const
    const { Fleet } = await update(estate, {
      ...changes,
      ImageName: 'linux',
      ComputeCapacity: { DesiredInstances: 7 },
    })
    expect(Fleet).toEqual({
      ...before,
      ...changes,
      ImageName: 'linux',
      ImageArn: `arn:aws:appstream:${region}:${accountId}:image/linux`,
      Platform: 'RHEL8',
      ComputeCapacityStatus: { Desired: 7, Running: 0, InUse: 0, Available: 0 },
    })
    expect(await describeFleet(estate.client)).toEqual(Fleet)
  })

  test.each([
    ['VPC_CONFIGURATION', { VpcConfig: undefined }],
    ['VPC_CONFIGURATION_SECURITY_GROUP_IDS', { VpcConfig: { SubnetIds: ['subnet-1'] } }],
    ['DOMAIN_JOIN_INFO', { DomainJoinInfo: undefined }],
    ['IAM_ROLE_ARN', { IamRoleArn: undefined }],
    ['USB_DEVICE_FILTER_STRINGS', { UsbDeviceFilterStrings: undefined }],
    ['SESSION_SCRIPT_S3_LOCATION', { SessionScriptS3Location: undefined }],
    ['MAX_SESSIONS_PER_INSTANCE', { MaxSessionsPerInstance: undefined }],
    ['VOLUME_CONFIGURATION', { RootVolumeConfig: { VolumeSizeInGb: 200 } }],
  ] as const)('deletes %s and nothing else', async (attribute, changed) => {
    await using estate = await startEstate()
    estate.home.putFleet({ ...full, State: 'STOPPED' })
    const { ComputeCapacityStatus: _, ...before } = (await describeFleet(estate.client)) ?? {}
    const { Fleet } = await update(estate, { AttributesToDelete: [attribute] })
    const { ComputeCapacityStatus, ...after } = Fleet ?? {}
    expect(after).toEqual({ ...before, ...changed })
    expect(ComputeCapacityStatus?.DesiredUserSessions === undefined).toBe(
      attribute === 'MAX_SESSIONS_PER_INSTANCE',
    )
  })

  test('deletes the VPC configuration by the deprecated flag', async () => {
    await using estate = await startEstate()
    estate.home.putFleet({ ...full, State: 'STOPPED' })
    expect((await update(estate, { DeleteVpcConfig: true })).Fleet?.VpcConfig).toBeUndefined()
  })

  test('scales a running fleet by one instance every 500 ms', async () => {
    await using estate = await startEstate()
    const { clock, client } = estate
    estate.home.putFleet({ Name: 'fleet', ImageName: 'base' })
    await update(estate, { ComputeCapacity: { DesiredInstances: 3 } })
    const running = [(await describeFleet(client))?.ComputeCapacityStatus?.Running]
    for (const ms of [499, 1, 500, 60_000]) {
      clock.advance(ms)
      running.push((await describeFleet(client))?.ComputeCapacityStatus?.Running)
    }
    expect(running).toEqual([1, 1, 2, 3, 3])
  })

  test('keeps instances in use when it scales in', async () => {
    await using estate = await startEstate()
    const { emulator, home } = estate
    home.putStack({ Name: 'stack' })
    home.putFleet({
      Name: 'fleet',
      ComputeCapacityStatus: { Desired: 5, Running: 5, InUse: 0, Available: 5 },
    })
    home.associate('stack', 'fleet')
    for (const userId of ['one', 'two']) {
      emulator.startSession({ region, stack: 'stack', fleet: 'fleet', userId })
    }
    const { Fleet } = await update(estate, { ComputeCapacity: { DesiredInstances: 1 } })
    expect(Fleet?.ComputeCapacityStatus).toEqual({ Desired: 1, Running: 2, InUse: 2, Available: 0 })
  })

  test('renames a fleet over its quota but does not enlarge it', async () => {
    await using estate = await startEstate()
    estate.home.putFleet({ Name: 'fleet', ComputeCapacityStatus: { Desired: 101, Running: 101 } })
    expect((await update(estate, { DisplayName: 'Other' })).Fleet?.DisplayName).toBe('Other')
    const larger = update(estate, { ComputeCapacity: { DesiredInstances: 102 } })
    expect((await exceptionOf(larger)).name).toBe('LimitExceededException')
  })

  test('gives a running fleet another image of its platform at once', async () => {
    await using estate = await startEstate()
    estate.home.putImage({ Name: 'next', Platform: 'WINDOWS_SERVER_2022' })
    estate.home.putFleet(full)
    const { Fleet } = await update(estate, { ImageName: 'next', DisplayName: 'Next' })
    expect(Fleet).toMatchObject({ State: 'RUNNING', ImageName: 'next', DisplayName: 'Next' })
  })

  test('changes concurrent sessions and USB filters of a running Elastic fleet', async () => {
    await using estate = await startEstate()
    const { ImageName: _, ComputeCapacity: __, VpcConfig, ...members } = elastic
    estate.home.putFleet({ Name: 'fleet', ...members, VpcConfig })
    const changes = { MaxConcurrentSessions: 9, UsbDeviceFilterStrings: ['045E,028E,*,*,*,*,1,1'] }
    expect((await update(estate, changes)).Fleet).toMatchObject({ State: 'RUNNING', ...changes })
    const { Fleet } = await update(estate, { AttributesToDelete: ['USB_DEVICE_FILTER_STRINGS'] })
    expect(Fleet?.UsbDeviceFilterStrings).toBeUndefined()
  })
})
