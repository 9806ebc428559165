import {
  CopyImageCommand,
  CreateImageBuilderCommand,
  CreateUpdatedImageCommand,
  DescribeImagesCommand,
} from '@aws-sdk/client-appstream'
import { describe, expect, test } from 'vitest'
import { imageArn, imageBuilderArn } from '../../support/gateway.ts'
import { accountId, clientOf, exceptionOf, otherAccountId } from './client.ts'
import { associate, deploy, office, startWorkshop, stateOf, statuses, visio } from './software.ts'

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
