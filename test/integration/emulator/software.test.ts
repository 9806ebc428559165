import {
  DeleteImageBuilderCommand,
  DescribeSoftwareAssociationsCommand,
  DisassociateSoftwareFromImageBuilderCommand,
} from '@aws-sdk/client-appstream'
import { describe, expect, test } from 'vitest'
import { imageBuilderArn } from '../../support/gateway.ts'
import { exceptionOf } from './client.ts'
import { control } from './control.ts'
import type { Estate } from './estate.ts'
import { associate, deploy, office, startWorkshop, stateOf, statuses, visio } from './software.ts'

const project = 'Microsoft_Project_2024_Standard_64Bit'

function disassociate({ client }: Estate, SoftwareNames: string[], ImageBuilderName = 'desk') {
  return client.send(new DisassociateSoftwareFromImageBuilderCommand({ ImageBuilderName, SoftwareNames }))
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
