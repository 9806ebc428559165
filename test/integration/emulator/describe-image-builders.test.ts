import {
  DescribeImageBuildersCommand,
  DescribeImagePermissionsCommand,
  DescribeImagesCommand,
  ListTagsForResourceCommand,
} from '@aws-sdk/client-appstream'
import { describe, expect, test } from 'vitest'
import { startEmulator } from '../../../src/emulator/server.ts'
import { accountId, clientOf, exceptionOf, otherAccountId, startEmptyEmulator } from './client.ts'

const arnOf = (name: string, account = accountId) => `arn:aws:appstream:us-east-1:${account}:image/${name}`

describe('DescribeImageBuilders', () => {
  test('returns a seeded builder in each of the 14 states', async () => {
    await using emulator = await startEmulator()
    using client = clientOf(emulator)
    const { ImageBuilders } = await client.send(new DescribeImageBuildersCommand({}))
    expect(new Set(ImageBuilders?.map(({ State }) => State)).size).toBe(14)
  })

  test('returns at most 100 builders per page', async () => {
    await using emulator = await startEmptyEmulator()
    using client = clientOf(emulator)
    for (let index = 0; index < 150; index += 1)
      emulator.region('us-east-1').putImageBuilder({ Name: `b-${index}` })
    const first = await client.send(new DescribeImageBuildersCommand({ MaxResults: 1000 }))
    const second = await client.send(new DescribeImageBuildersCommand({ NextToken: first.NextToken }))
    expect([first.ImageBuilders?.length, second.ImageBuilders?.length]).toEqual([100, 50])
    expect(second.NextToken).toBeUndefined()
  })

  test('keeps accounts and regions separate', async () => {
    await using emulator = await startEmulator()
    const names = async (region: string, account: string) => {
      using client = clientOf(emulator, { region, account })
      const { ImageBuilders } = await client.send(new DescribeImageBuildersCommand({}))
      return ImageBuilders?.map(({ Name }) => Name)
    }
    expect(await names('eu-west-1', accountId)).toEqual(['sales-desktop', 'support-desktop'])
    expect(await names('us-east-1', otherAccountId)).toEqual(['hardening'])
    expect(await names('ap-south-1', accountId)).toEqual([])
    expect(await names('eu-west-1', 'AKIAIOSFODNN7EXAMPLE')).toEqual(['sales-desktop', 'support-desktop'])
  })

  test('connects a seeded builder to image, builder and public base image', async () => {
    await using emulator = await startEmulator()
    using client = clientOf(emulator)
    const { ImageBuilders = [] } = await client.send(new DescribeImageBuildersCommand({}))
    let [builder] = ImageBuilders
    const path: (string | undefined)[] = []
    while (builder !== undefined) {
      const { Images } = await client.send(new DescribeImagesCommand({ Arns: [builder.ImageArn ?? ''] }))
      path.push(builder.Name, Images?.[0]?.Name)
      builder = ImageBuilders.find(({ Name }) => Name === Images?.[0]?.ImageBuilderName)
    }
    expect(path).toEqual([
      'analytics-desktop',
      'finance-desktop-v4',
      'finance-desktop',
      'office-suite-v9',
      'office-suite',
      'golden-windows-v12',
      'golden-windows',
      'AppStream-WinServer2022-10-05-2026',
    ])
  })
})

describe('DescribeImagePermissions', () => {
  test('reports an image of another account as not found, though visible', async () => {
    await using emulator = await startEmulator()
    using client = clientOf(emulator)
    for (const Name of ['gone', 'hardened-windows-2022', 'AppStream-WinServer2022-10-05-2026']) {
      const error = await exceptionOf(client.send(new DescribeImagePermissionsCommand({ Name })))
      expect(error.name).toBe('ResourceNotFoundException')
    }
  })

  test('pages the accounts an image is shared with, optionally filtered', async () => {
    await using emulator = await startEmulator()
    using client = clientOf(emulator)
    const Name = 'office-suite-v9'
    const first = await client.send(new DescribeImagePermissionsCommand({ Name, MaxResults: 1 }))
    const second = await client.send(
      new DescribeImagePermissionsCommand({ Name, NextToken: first.NextToken }),
    )
    expect([first, second].flatMap(({ SharedImagePermissionsList }) => SharedImagePermissionsList)).toEqual([
      { sharedAccountId: otherAccountId, imagePermissions: { allowFleet: true, allowImageBuilder: false } },
      { sharedAccountId: '345678901234', imagePermissions: { allowFleet: true, allowImageBuilder: true } },
    ])
    const one = await client.send(
      new DescribeImagePermissionsCommand({ Name, SharedAwsAccountIds: ['345678901234'] }),
    )
    expect(one.SharedImagePermissionsList).toHaveLength(1)
  })
})

describe('ListTagsForResource', () => {
  test.each([
    arnOf('gone'),
    arnOf('hardened-windows-2022', otherAccountId),
    `arn:aws:appstream:us-east-1:${accountId}:fleet/analytics-desktop`,
    'arn:aws:appstream:us-east-1::image/AppStream-WinServer2022-10-05-2026',
  ])('reports %s as not found', async (ResourceArn) => {
    await using emulator = await startEmulator()
    using client = clientOf(emulator)
    const error = await exceptionOf(client.send(new ListTagsForResourceCommand({ ResourceArn })))
    expect(error.name).toBe('ResourceNotFoundException')
  })

  test('returns the tags of an image or builder, or none', async () => {
    await using emulator = await startEmulator()
    using client = clientOf(emulator)
    const tagsOf = async (ResourceArn: string) =>
      (await client.send(new ListTagsForResourceCommand({ ResourceArn }))).Tags
    const builderArn = `arn:aws:appstream:us-east-1:${accountId}:image-builder/analytics-desktop`
    expect(await tagsOf(builderArn)).toMatchObject({ owner: 'dana' })
    expect(await tagsOf(arnOf('golden-windows-v12'))).toMatchObject({ lifecycle: 'golden' })
    expect(await tagsOf(arnOf('linux-research-v1'))).toEqual({})
  })
})
