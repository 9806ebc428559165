import {
  type AppStreamClient,
  DeleteImagePermissionsCommand,
  DescribeImagesCommand,
  UpdateImagePermissionsCommand,
} from '@aws-sdk/client-appstream'
import { describe, expect, test } from 'vitest'
import { clientOf, exceptionOf, otherAccountId, startEmptyEmulator } from './client.ts'

const region = 'us-east-1'

async function imageOf(client: AppStreamClient, name: string) {
  const { Images = [] } = await client.send(new DescribeImagesCommand({}))
  return Images.find(({ Name }) => Name === name)
}

describe('image permissions', () => {
  const share = (client: AppStreamClient, Name: string, SharedAccountId = otherAccountId) =>
    client.send(
      new UpdateImagePermissionsCommand({ Name, SharedAccountId, ImagePermissions: { allowFleet: true } }),
    )
  const unshare = (client: AppStreamClient, Name: string) =>
    client.send(new DeleteImagePermissionsCommand({ Name, SharedAccountId: otherAccountId }))

  test('reject an image that is missing, in transition or not shared', async () => {
    await using emulator = await startEmptyEmulator()
    using client = clientOf(emulator)
    emulator.region(region).putImage({ Name: 'pending', State: 'PENDING' })
    emulator.region(region).putImage({ Name: 'image' })
    const calls = [
      share(client, 'gone'),
      unshare(client, 'gone'),
      share(client, 'pending'),
      unshare(client, 'pending'),
    ]
    const names = await Promise.all(
      [...calls, unshare(client, 'image')].map(async (call) => (await exceptionOf(call)).name),
    )
    expect(names).toEqual([
      'ResourceNotFoundException',
      'ResourceNotFoundException',
      'ResourceNotAvailableException',
      'ResourceNotAvailableException',
      'ResourceNotFoundException',
    ])
  })

  test('reject an account beyond the quota, not a change within it', async () => {
    await using emulator = await startEmptyEmulator({ behaviour: { quotas: { accountsSharedWith: 1 } } })
    using client = clientOf(emulator)
    emulator.region(region).putImage({ Name: 'image' })
    await share(client, 'image')
    await share(client, 'image')
    expect((await exceptionOf(share(client, 'image', '345678901234'))).name).toBe('LimitExceededException')
  })

  test('show the image to the other account while shared', async () => {
    await using emulator = await startEmptyEmulator()
    using client = clientOf(emulator)
    using consumer = clientOf(emulator, { account: otherAccountId })
    emulator.region(region).putImage({ Name: 'image' })
    await share(client, 'image')
    expect(await imageOf(consumer, 'image')).toMatchObject({
      Visibility: 'SHARED',
      ImagePermissions: { allowFleet: true, allowImageBuilder: false },
    })
    expect((await imageOf(client, 'image'))?.ImageSharedWithOthers).toBe('TRUE')
    await unshare(client, 'image')
    expect(await imageOf(consumer, 'image')).toBeUndefined()
    expect((await imageOf(client, 'image'))?.ImageSharedWithOthers).toBe('FALSE')
  })
})
