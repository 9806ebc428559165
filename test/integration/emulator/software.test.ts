import {
  AssociateSoftwareToImageBuilderCommand,
  CopyImageCommand,
  CreateImageBuilderCommand,
  CreateUpdatedImageCommand,
  DeleteImageBuilderCommand,
  DescribeImageBuildersCommand,
  DescribeImagesCommand,
  DescribeSoftwareAssociationsCommand,
  DisassociateSoftwareFromImageBuilderCommand,
  StartSoftwareDeploymentToImageBuilderCommand,
} from '@aws-sdk/client-appstream'
import { describe, expect, test } from 'vitest'
import { imageArn, imageBuilderArn } from '../../support/gateway.ts'
import { accountId, clientOf, exceptionOf, otherAccountId } from './client.ts'
import { control } from './control.ts'
import { type Estate, startEstate } from './estate.ts'

const office = 'Microsoft_Office_2024_LTSC_Standard_64Bit'
const visio = 'Microsoft_Visio_2024_LTSC_Standard_64Bit'
const project = 'Microsoft_Project_2024_Standard_64Bit'

/** Starts an emulator with a RUNNING image builder `desk` and a STOPPED one. */
async function startWorkshop(options: Parameters<typeof startEstate>[0] = {}): Promise<Estate> {
  const estate = await startEstate(options)
  estate.home.putImageBuilder({ Name: 'desk', ImageArn: imageArn('base'), Platform: 'WINDOWS_SERVER_2022' })
  estate.home.putImageBuilder({ Name: 'parked', State: 'STOPPED' })
  return estate
}

function associate({ client }: Estate, SoftwareNames: string[], ImageBuilderName = 'desk') {
  return client.send(new AssociateSoftwareToImageBuilderCommand({ ImageBuilderName, SoftwareNames }))
}

function disassociate({ client }: Estate, SoftwareNames: string[], ImageBuilderName = 'desk') {
  return client.send(new DisassociateSoftwareFromImageBuilderCommand({ ImageBuilderName, SoftwareNames }))
}

function deploy({ client }: Estate, RetryFailedDeployments?: boolean, ImageBuilderName = 'desk') {
  const input = { ImageBuilderName, RetryFailedDeployments }
  return client.send(new StartSoftwareDeploymentToImageBuilderCommand(input))
}

/** Returns the status of each software of a resource. */
async function statuses({ client }: Estate, AssociatedResource = imageBuilderArn('desk')) {
  const command = new DescribeSoftwareAssociationsCommand({ AssociatedResource })
  const { SoftwareAssociations = [] } = await client.send(command)
  return Object.fromEntries(SoftwareAssociations.map(({ SoftwareName, Status }) => [SoftwareName, Status]))
}

async function stateOf({ client }: Estate, name = 'desk') {
  const { ImageBuilders = [] } = await client.send(new DescribeImageBuildersCommand({ Names: [name] }))
  return ImageBuilders[0]?.State
}

describe('software of an image builder', () => {
  test('is staged, then installed by a deployment', async () => {
    await using estate = await startWorkshop()
    await associate(estate, [office, visio])
    expect(await statuses(estate)).toEqual({
      [office]: 'STAGED_FOR_INSTALLATION',
      [visio]: 'STAGED_FOR_INSTALLATION',
    })
    expect(await stateOf(estate)).toBe('RUNNING')
    await deploy(estate)
    expect(await stateOf(estate)).toBe('PENDING_SYNCING_APPS')
    expect(await statuses(estate)).toMatchObject({ [office]: 'PENDING_INSTALLATION' })
    estate.clock.advance(2_000)
    expect(await stateOf(estate)).toBe('SYNCING_APPS')
    estate.clock.advance(4_000)
    expect(await stateOf(estate)).toBe('RUNNING')
    expect(await statuses(estate)).toEqual({ [office]: 'INSTALLED', [visio]: 'INSTALLED' })
  })

  test('is removed by a deployment once installed, else at once', async () => {
    await using estate = await startWorkshop()
    await associate(estate, [office])
    await deploy(estate)
    estate.clock.advance(6_000)
    await associate(estate, [visio])
    await disassociate(estate, [office, visio])
    expect(await statuses(estate)).toEqual({ [office]: 'STAGED_FOR_UNINSTALLATION' })
    await deploy(estate)
    expect(await statuses(estate)).toEqual({ [office]: 'PENDING_UNINSTALLATION' })
    estate.clock.advance(6_000)
    expect(await statuses(estate)).toEqual({})
    expect(await stateOf(estate)).toBe('RUNNING')
  })

  test('stays installed if it is associated again before its removal', async () => {
    await using estate = await startWorkshop()
    estate.home.software.put({ Resource: imageBuilderArn('desk'), SoftwareName: office })
    await disassociate(estate, [office])
    await disassociate(estate, [office])
    expect(await statuses(estate)).toEqual({ [office]: 'STAGED_FOR_UNINSTALLATION' })
    await associate(estate, [office])
    await associate(estate, [office])
    expect(await statuses(estate)).toEqual({ [office]: 'INSTALLED' })
  })

  test('can be forced to fail deployment, then is retried on request', async () => {
    await using estate = await startWorkshop()
    await associate(estate, [office, visio])
    const failure = { region: 'us-east-1', imageBuilder: 'desk', softwareName: visio }
    const answer = await control(estate.emulator, 'POST', '/software', { ...failure, code: 'DISK_FULL' })
    expect(answer.status).toBe(200)
    await deploy(estate)
    estate.clock.advance(6_000)
    const command = new DescribeSoftwareAssociationsCommand({ AssociatedResource: imageBuilderArn('desk') })
    const { SoftwareAssociations } = await estate.client.send(command)
    expect(SoftwareAssociations).toEqual([
      { SoftwareName: office, Status: 'INSTALLED' },
      {
        ...{ SoftwareName: visio, Status: 'FAILED_TO_INSTALL' },
        DeploymentError: [{ ErrorCode: 'DISK_FULL', ErrorMessage: 'The installer ended with an error.' }],
      },
    ])
    const nothing = await exceptionOf(deploy(estate))
    expect(nothing.name).toBe('OperationNotPermittedException')
    await deploy(estate, true)
    estate.clock.advance(6_000)
    expect(await statuses(estate)).toMatchObject({ [visio]: 'INSTALLED' })
  })

  test('can be forced to fail removal, then is retried on request', async () => {
    await using estate = await startWorkshop()
    estate.home.software.put({ Resource: imageBuilderArn('desk'), SoftwareName: office })
    await disassociate(estate, [office])
    estate.emulator.failDeployment({ region: 'us-east-1', imageBuilder: 'desk', softwareName: office })
    await deploy(estate)
    estate.clock.advance(6_000)
    expect(await statuses(estate)).toEqual({ [office]: 'FAILED_TO_UNINSTALL' })
    await deploy(estate, true)
    estate.clock.advance(6_000)
    expect(await statuses(estate)).toEqual({})
  })

  test('cannot be forced to fail before it is associated', async () => {
    await using estate = await startWorkshop()
    const failure = { region: 'us-east-1', imageBuilder: 'desk', softwareName: office }
    expect(await control(estate.emulator, 'POST', '/software', failure)).toEqual({
      status: 400,
      body: { error: `The software ${office} is not associated with the image builder desk.` },
    })
  })

  test('is gone once its builder is deleted', async () => {
    await using estate = await startWorkshop()
    await associate(estate, [office], 'parked')
    await estate.client.send(new DeleteImageBuilderCommand({ Name: 'parked' }))
    estate.clock.advance(60_000)
    expect((await exceptionOf(statuses(estate, imageBuilderArn('parked')))).name).toBe(
      'ResourceNotFoundException',
    )
    estate.home.putImageBuilder({ Name: 'parked' })
    expect(await statuses(estate, imageBuilderArn('parked'))).toEqual({})
  })
})

describe('software of an image', () => {
  test('matches the software installed on its builder', async () => {
    await using estate = await startWorkshop()
    await associate(estate, [office])
    await deploy(estate)
    estate.clock.advance(6_000)
    await associate(estate, [visio])
    estate.emulator.snapshot({ region: 'us-east-1', imageBuilderName: 'desk', imageName: 'golden' })
    expect(await statuses(estate, imageArn('golden'))).toEqual({ [office]: 'INSTALLED' })
    const { Images } = await estate.client.send(new DescribeImagesCommand({ Names: ['golden'] }))
    expect(Images).toMatchObject([{ ManagedSoftwareIncluded: true }])
  })

  test('is kept by copies, updates and builders launched from it', async () => {
    await using estate = await startWorkshop()
    const { client } = estate
    estate.home.software.put({ Resource: imageArn('base'), SoftwareName: office })
    await client.send(
      new CopyImageCommand({
        ...{ SourceImageName: 'base', DestinationImageName: 'copy', DestinationRegion: 'eu-west-1' },
      }),
    )
    await client.send(new CreateUpdatedImageCommand({ existingImageName: 'base', newImageName: 'updated' }))
    await client.send(
      new CreateImageBuilderCommand({
        ...{ Name: 'fresh', ImageName: 'base', InstanceType: 'stream.standard.large' },
        SoftwaresToInstall: [visio],
      }),
    )
    using europe = clientOf(estate.emulator, { region: 'eu-west-1' })
    const copy = imageArn('copy', accountId, 'eu-west-1')
    expect(await statuses({ ...estate, client: europe }, copy)).toEqual({ [office]: 'INSTALLED' })
    expect(await statuses(estate, imageArn('updated'))).toEqual({ [office]: 'INSTALLED' })
    const fresh = imageBuilderArn('fresh')
    expect(await statuses(estate, fresh)).toEqual({
      [office]: 'INSTALLED',
      [visio]: 'PENDING_INSTALLATION',
    })
    estate.clock.advance(5_000)
    expect(await stateOf(estate, 'fresh')).toBe('PENDING_SYNCING_APPS')
    estate.clock.advance(6_000)
    expect(await stateOf(estate, 'fresh')).toBe('RUNNING')
    expect(await statuses(estate, fresh)).toEqual({ [office]: 'INSTALLED', [visio]: 'INSTALLED' })
  })

  test('is removed from a new builder on request', async () => {
    await using estate = await startWorkshop()
    estate.home.software.put({ Resource: imageArn('base'), SoftwareName: office })
    const builder = { Name: 'fresh', ImageName: 'base', InstanceType: 'stream.standard.large' }
    const missing = new CreateImageBuilderCommand({ ...builder, SoftwaresToUninstall: [visio] })
    expect((await exceptionOf(estate.client.send(missing))).name).toBe('ResourceNotFoundException')
    await estate.client.send(new CreateImageBuilderCommand({ ...builder, SoftwaresToUninstall: [office] }))
    expect(await statuses(estate, imageBuilderArn('fresh'))).toEqual({ [office]: 'PENDING_UNINSTALLATION' })
    estate.clock.advance(11_000)
    expect(await statuses(estate, imageBuilderArn('fresh'))).toEqual({})
  })

  test('is hidden from other accounts', async () => {
    await using estate = await startWorkshop()
    estate.home.shareImage('base', otherAccountId, { allowFleet: true })
    using other = clientOf(estate.emulator, { account: otherAccountId })
    const shared = await exceptionOf(statuses({ ...estate, client: other }, imageArn('base')))
    expect(shared.name).toBe('OperationNotPermittedException')
    const unknown = await exceptionOf(statuses(estate, imageArn('gone')))
    expect(unknown.name).toBe('ResourceNotFoundException')
  })
})

test('lists software in pages', async () => {
  await using estate = await startWorkshop({ behaviour: { pageSize: 2 } })
  await associate(estate, [office, visio, project])
  const AssociatedResource = imageBuilderArn('desk')
  const first = await estate.client.send(new DescribeSoftwareAssociationsCommand({ AssociatedResource }))
  expect(first).toMatchObject({ AssociatedResource, NextToken: expect.any(String) })
  expect(first.SoftwareAssociations).toHaveLength(2)
  const { NextToken } = first
  const rest = await estate.client.send(
    new DescribeSoftwareAssociationsCommand({ AssociatedResource, NextToken, MaxResults: 50 }),
  )
  expect(rest.SoftwareAssociations).toHaveLength(1)
  expect(rest.NextToken).toBeUndefined()
})

describe('software operations', () => {
  test.each<[string, (estate: Estate) => Promise<unknown>, string]>([
    ['an unknown builder', (estate) => associate(estate, [office], 'gone'), 'ResourceNotFoundException'],
    ['unknown software', (estate) => associate(estate, ['Notepad']), 'ResourceNotFoundException'],
    ['no software', (estate) => associate(estate, []), 'ValidationException'],
    [
      'two editions of one product',
      (estate) => associate(estate, [office, office.replace('Standard', 'Professional_Plus')]),
      'InvalidParameterCombinationException',
    ],
    [
      '32-bit beside 64-bit software',
      (estate) => associate(estate, [office, visio.replace('64', '32')]),
      'InvalidParameterCombinationException',
    ],
    [
      'software that is not associated',
      (estate) => disassociate(estate, [office]),
      'ResourceNotFoundException',
    ],
    ['a deployment without software', (estate) => deploy(estate), 'OperationNotPermittedException'],
    [
      'a deployment on a STOPPED builder',
      async (estate) => {
        await associate(estate, [office], 'parked')
        await deploy(estate, false, 'parked')
      },
      'OperationNotPermittedException',
    ],
    [
      'a change during a deployment',
      async (estate) => {
        await associate(estate, [office])
        await deploy(estate)
        await associate(estate, [visio])
      },
      'ConcurrentModificationException',
    ],
    [
      'a builder that is being deleted',
      async (estate) => {
        await estate.client.send(new DeleteImageBuilderCommand({ Name: 'desk' }))
        await associate(estate, [office])
      },
      'OperationNotPermittedException',
    ],
    [
      'a builder without Windows',
      async (estate) => {
        estate.home.putImageBuilder({ Name: 'linux', Platform: 'ROCKY_LINUX8' })
        await associate(estate, [office], 'linux')
      },
      'IncompatibleImageException',
    ],
  ])('reject %s', async (_, call, name) => {
    await using estate = await startWorkshop()
    expect((await exceptionOf(call(estate))).name).toBe(name)
  })

  test('reject a new edition beside an installed one', async () => {
    await using estate = await startWorkshop()
    estate.home.software.put({ Resource: imageBuilderArn('desk'), SoftwareName: office })
    const other = office.replace('2024', '2021')
    expect((await exceptionOf(associate(estate, [other]))).name).toBe('InvalidParameterCombinationException')
    await disassociate(estate, [office])
    await associate(estate, [other])
    expect(await statuses(estate)).toEqual({
      [office]: 'STAGED_FOR_UNINSTALLATION',
      [other]: 'STAGED_FOR_INSTALLATION',
    })
  })
})
