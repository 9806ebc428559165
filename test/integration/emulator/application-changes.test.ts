import {
  AssociateApplicationFleetCommand,
  CreateApplicationCommand,
  type CreateApplicationCommandInput,
  DeleteAppBlockCommand,
  DeleteApplicationCommand,
  DescribeApplicationFleetAssociationsCommand,
  DescribeApplicationsCommand,
  DisassociateApplicationFleetCommand,
  ListTagsForResourceCommand,
  UpdateApplicationCommand,
  type UpdateApplicationCommandInput,
} from '@aws-sdk/client-appstream'
import { describe, expect, test } from 'vitest'
import type { EmulatorOptions } from '../../../src/emulator/server.ts'
import { accountId, exceptionOf } from './client.ts'
import { type Estate, startEstate } from './estate.ts'

const arnOf = (type: 'app-block' | 'application', name: string) =>
  `arn:aws:appstream:us-east-1:${accountId}:${type}/${name}`
const ApplicationArn = arnOf('application', 'firefox')
const pair = { FleetName: 'elastic', ApplicationArn }

/** Starts an estate with two app blocks, an application without fleets, two Elastic fleets and another fleet. */
async function startElastic(behaviour: EmulatorOptions['behaviour'] = {}): Promise<Estate> {
  const estate = await startEstate({ behaviour })
  const { home } = estate
  for (const Name of ['browsers', 'tools']) home.appBlocks.put({ Name })
  const AppBlockArn = arnOf('app-block', 'browsers')
  home.applications.put({ Name: 'firefox', AppBlockArn, LaunchParameters: '-new', WorkingDirectory: 'C:\\' })
  home.putFleet({ Name: 'elastic', FleetType: 'ELASTIC', State: 'STOPPED' })
  home.putFleet({ Name: 'other', FleetType: 'ELASTIC' })
  home.putFleet({ Name: 'desks' })
  return estate
}

function create({ client }: Estate, input: Partial<CreateApplicationCommandInput> = {}) {
  return client.send(
    new CreateApplicationCommand({
      Name: 'editor',
      IconS3Location: { S3Bucket: 'icons', S3Key: 'editor.png' },
      LaunchPath: 'C:\\editor.exe',
      Platforms: ['WINDOWS_SERVER_2022'],
      InstanceFamilies: ['GENERAL_PURPOSE'],
      AppBlockArn: arnOf('app-block', 'tools'),
      ...input,
    }),
  )
}

function update({ client }: Estate, input: Partial<UpdateApplicationCommandInput> = {}) {
  return client.send(new UpdateApplicationCommand({ Name: 'firefox', ...input }))
}

const remove = ({ client }: Estate, Name = 'firefox') => client.send(new DeleteApplicationCommand({ Name }))

const associate = ({ client }: Estate, input: Partial<typeof pair> = {}) =>
  client.send(new AssociateApplicationFleetCommand({ ...pair, ...input }))

const disassociate = ({ client }: Estate, input: Partial<typeof pair> = {}) =>
  client.send(new DisassociateApplicationFleetCommand({ ...pair, ...input }))

async function fleetsOf({ client }: Estate): Promise<unknown[]> {
  const command = new DescribeApplicationFleetAssociationsCommand({ ApplicationArn })
  const { ApplicationFleetAssociations = [] } = await client.send(command)
  return ApplicationFleetAssociations.map(({ FleetName }) => FleetName)
}

describe('CreateApplication', () => {
  test.each<[Partial<CreateApplicationCommandInput>, string]>([
    [{ Name: 'firefox' }, 'ResourceAlreadyExistsException'],
    [{ AppBlockArn: arnOf('app-block', 'gone') }, 'ResourceNotFoundException'],
    [{ AppBlockArn: ApplicationArn }, 'ResourceNotFoundException'],
    [{ IconS3Location: { S3Bucket: 'icons', S3Key: 'icon-missing' } }, 'ResourceNotFoundException'],
    [{ IconS3Location: { S3Bucket: 'icons-denied', S3Key: 'a' } }, 'OperationNotPermittedException'],
    [{ IconS3Location: { S3Bucket: 'icons' } }, 'ValidationException'],
    [{ Platforms: [] }, 'ValidationException'],
    [{ InstanceFamilies: [] }, 'ValidationException'],
    [{ InstanceFamilies: ['GENERAL_PURPOSE', 'GRAPHICS_G9'] }, 'ValidationException'],
  ])('rejects %j', async (input, name) => {
    await using estate = await startElastic()
    expect((await exceptionOf(create(estate, input))).name).toBe(name)
    expect(estate.home.applications.size).toBe(1)
  })

  test('rejects a platform that the service does not have', async () => {
    await using estate = await startElastic()
    const Platforms = JSON.parse('["TEMPLE_OS"]')
    expect((await exceptionOf(create(estate, { Platforms }))).name).toBe('ValidationException')
  })

  test('rejects an application beyond the quota', async () => {
    await using estate = await startElastic({ quotas: { applications: 2 } })
    await create(estate)
    const { name } = await exceptionOf(create(estate, { Name: 'third' }))
    expect(name).toBe('LimitExceededException')
  })

  test('returns the application as later listings do, with tags', async () => {
    await using estate = await startElastic()
    const { Application } = await create(estate, {
      DisplayName: 'Editor',
      InstanceFamilies: ['GENERAL_PURPOSE', 'GRAPHICS_G4'],
      Tags: { team: 'it' },
    })
    expect(Application).toEqual({
      Name: 'editor',
      Arn: arnOf('application', 'editor'),
      DisplayName: 'Editor',
      Enabled: true,
      IconURL: expect.stringMatching(/^https:\/\/[^?]+\?X-Amz-Expires=/),
      IconS3Location: { S3Bucket: 'icons', S3Key: 'editor.png' },
      LaunchPath: 'C:\\editor.exe',
      Metadata: {},
      Platforms: ['WINDOWS_SERVER_2022'],
      InstanceFamilies: ['GENERAL_PURPOSE', 'GRAPHICS_G4'],
      AppBlockArn: arnOf('app-block', 'tools'),
      CreatedTime: new Date(estate.clock.now()),
    })
    const Arns = [arnOf('application', 'editor')]
    const { Applications } = await estate.client.send(new DescribeApplicationsCommand({ Arns }))
    expect(Applications).toEqual([Application])
    const tags = new ListTagsForResourceCommand({ ResourceArn: Arns[0] })
    expect((await estate.client.send(tags)).Tags).toEqual({ team: 'it' })
  })

  test('accepts an app block without a package', async () => {
    await using estate = await startElastic()
    estate.home.appBlocks.put({ Name: 'draft', PackagingType: 'APPSTREAM2', State: 'INACTIVE' })
    const { Application } = await create(estate, { AppBlockArn: arnOf('app-block', 'draft') })
    expect(Application?.AppBlockArn).toBe(arnOf('app-block', 'draft'))
  })
})

describe('UpdateApplication', () => {
  test.each<[Partial<UpdateApplicationCommandInput>, string]>([
    [{ Name: 'gone' }, 'ResourceNotFoundException'],
    [{ AppBlockArn: arnOf('app-block', 'gone') }, 'ResourceNotFoundException'],
    [{ IconS3Location: { S3Bucket: 'icons-denied', S3Key: 'a' } }, 'OperationNotPermittedException'],
  ])('rejects %j', async (input, name) => {
    await using estate = await startElastic()
    expect((await exceptionOf(update(estate, input))).name).toBe(name)
  })

  test('keeps members that an update omits and deletes the listed attributes', async () => {
    await using estate = await startElastic()
    const { Application: moved } = await update(estate, { AppBlockArn: arnOf('app-block', 'tools') })
    expect(moved).toMatchObject({ AppBlockArn: arnOf('app-block', 'tools'), LaunchParameters: '-new' })
    const AttributesToDelete = ['LAUNCH_PARAMETERS', 'WORKING_DIRECTORY'] as const
    const { Application } = await update(estate, { AttributesToDelete: [...AttributesToDelete] })
    expect(Application).not.toHaveProperty('LaunchParameters')
    expect(Application).not.toHaveProperty('WorkingDirectory')
    expect(Application?.AppBlockArn).toBe(arnOf('app-block', 'tools'))
  })
})

describe('DeleteApplication', () => {
  test('rejects an unknown application', async () => {
    await using estate = await startElastic()
    expect((await exceptionOf(remove(estate, 'gone'))).name).toBe('ResourceNotFoundException')
  })

  test('rejects an application on a fleet; deletion frees its app block', async () => {
    await using estate = await startElastic()
    await associate(estate)
    expect(await exceptionOf(remove(estate))).toMatchObject({
      name: 'ResourceInUseException',
      message: 'The application firefox is associated with the fleet elastic.',
    })
    const removeAppBlock = () => estate.client.send(new DeleteAppBlockCommand({ Name: 'browsers' }))
    expect((await exceptionOf(removeAppBlock())).name).toBe('ResourceInUseException')
    await disassociate(estate)
    await remove(estate)
    await removeAppBlock()
    expect(estate.home.appBlocks.has('browsers')).toBe(false)
  })
})

describe('AssociateApplicationFleet', () => {
  test.each([
    [{ FleetName: 'gone' }, 'ResourceNotFoundException'],
    [{ ApplicationArn: arnOf('application', 'gone') }, 'ResourceNotFoundException'],
    [{ FleetName: 'desks' }, 'OperationNotPermittedException'],
  ])('rejects %j', async (input, name) => {
    await using estate = await startElastic()
    expect((await exceptionOf(associate(estate, input))).name).toBe(name)
    expect(await fleetsOf(estate)).toEqual([])
  })

  test('succeeds in any state of the fleet, and for a repeated association', async () => {
    await using estate = await startElastic()
    for (const FleetName of ['elastic', 'other', 'other']) {
      expect((await associate(estate, { FleetName })).ApplicationFleetAssociation).toEqual({
        ...{ FleetName, ApplicationArn },
      })
    }
    expect(await fleetsOf(estate)).toEqual(['elastic', 'other'])
  })

  test('rejects an application of a fleet beyond the quota', async () => {
    await using estate = await startElastic({ quotas: { applicationsOfFleet: 1 } })
    await create(estate)
    await associate(estate)
    await associate(estate)
    const second = associate(estate, { ApplicationArn: arnOf('application', 'editor') })
    expect((await exceptionOf(second)).name).toBe('LimitExceededException')
  })
})

describe('DisassociateApplicationFleet', () => {
  test.each([
    [{ FleetName: 'gone' }, 'InvalidParameterCombinationException'],
    [{ FleetName: 'other' }, 'InvalidParameterCombinationException'],
    [{ ApplicationArn: arnOf('application', 'gone') }, 'InvalidParameterCombinationException'],
    [{ FleetName: 'desks' }, 'OperationNotPermittedException'],
  ])('rejects %j', async (input, name) => {
    await using estate = await startElastic()
    await associate(estate)
    expect((await exceptionOf(disassociate(estate, input))).name).toBe(name)
    expect(await fleetsOf(estate)).toEqual(['elastic'])
  })

  test('removes one association of the application', async () => {
    await using estate = await startElastic()
    for (const FleetName of ['elastic', 'other']) await associate(estate, { FleetName })
    await disassociate(estate)
    expect(await fleetsOf(estate)).toEqual(['other'])
  })
})
