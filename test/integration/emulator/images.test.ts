import {
  type AppStreamClient,
  CopyImageCommand,
  CreateUpdatedImageCommand,
  DeleteImageCommand,
  DeleteImagePermissionsCommand,
  DescribeImageBuildersCommand,
  DescribeImagesCommand,
} from '@aws-sdk/client-appstream'
import { describe, expect, test } from 'vitest'
import { manualClock } from '../../../src/emulator/server.ts'
import { accountId, clientOf, exceptionOf, otherAccountId, startEmptyEmulator } from './client.ts'

const region = 'us-east-1'

async function imageOf(client: AppStreamClient, name: string) {
  const { Images = [] } = await client.send(new DescribeImagesCommand({}))
  return Images.find(({ Name }) => Name === name)
}

describe('DeleteImage', () => {
  const remove = new DeleteImageCommand({ Name: 'image' })

  test('rejects an image that is missing, in use, shared or in transition', async () => {
    await using emulator = await startEmptyEmulator()
    using client = clientOf(emulator)
    const store = emulator.region(region)
    const refusal = async () => {
      const { name, message } = await exceptionOf(client.send(remove))
      return [name, message]
    }
    expect(await refusal()).toEqual([
      'ResourceNotFoundException',
      `The image image for account ${accountId} does not exist.`,
    ])
    store.putImage({ Name: 'image' })
    store.putFleet({ Name: 'desk', ImageName: 'image' })
    store.putFleet({ Name: 'zoo', ImageName: 'image' })
    expect(await refusal()).toEqual(['ResourceInUseException', 'The image image is in use by fleet desk'])
    store.fleets.clear()
    store.shareImage('image', otherAccountId, { allowFleet: true })
    expect(await refusal()).toEqual(['ResourceInUseException', expect.stringContaining('is shared')])
    await client.send(new DeleteImagePermissionsCommand({ Name: 'image', SharedAccountId: otherAccountId }))
    emulator.force({ region, image: 'image', state: 'PENDING' })
    expect(await refusal()).toEqual(['OperationNotPermittedException', expect.stringContaining('PENDING')])
  })

  test('rejects a public image', async () => {
    await using emulator = await startEmptyEmulator()
    using client = clientOf(emulator)
    emulator.region(region).putImage({ Name: 'image', Visibility: 'PUBLIC' })
    expect((await exceptionOf(client.send(remove))).name).toBe('ResourceNotFoundException')
  })

  test('deletes an image after DELETING', async () => {
    const clock = manualClock()
    await using emulator = await startEmptyEmulator({ clock })
    using client = clientOf(emulator)
    emulator.region(region).putImage({ Name: 'image' })
    const { Image } = await client.send(remove)
    expect(Image).toMatchObject({ State: 'DELETING', ImageSharedWithOthers: 'FALSE' })
    expect(await imageOf(client, 'image')).toEqual(Image)
    clock.advance(2_000)
    expect(await imageOf(client, 'image')).toBeUndefined()
  })
})

describe('CopyImage', () => {
  const copy = (client: AppStreamClient, to: string, from = 'image', DestinationRegion = 'eu-west-1') =>
    client.send(new CopyImageCommand({ SourceImageName: from, DestinationImageName: to, DestinationRegion }))

  test.each([
    ['a missing source', 'gone', 'copy', 'eu-west-1', 'ResourceNotFoundException'],
    ['an unavailable source', 'failed', 'copy', 'eu-west-1', 'ResourceNotAvailableException'],
    ['a taken name', 'image', 'taken', 'eu-west-1', 'ResourceAlreadyExistsException'],
    ['a reserved name', 'image', 'Amazon-copy', 'eu-west-1', 'ValidationException'],
    ['an unknown region', 'image', 'copy', 'nowhere', 'ValidationException'],
  ])('rejects %s', async (_, from, to, destination, name) => {
    await using emulator = await startEmptyEmulator()
    using client = clientOf(emulator)
    emulator.region(region).putImage({ Name: 'image' })
    emulator.region(region).putImage({ Name: 'failed', State: 'FAILED' })
    emulator.region('eu-west-1').putImage({ Name: 'taken' })
    expect((await exceptionOf(copy(client, to, from, destination))).name).toBe(name)
  })

  test('rejects a third concurrent copy and one beyond the image quota', async () => {
    const clock = manualClock()
    await using emulator = await startEmptyEmulator({ clock, behaviour: { quotas: { images: 2 } } })
    using client = clientOf(emulator)
    emulator.region(region).putImage({ Name: 'image' })
    await copy(client, 'one')
    await copy(client, 'two')
    expect((await exceptionOf(copy(client, 'three'))).message).toContain('quota of 2 images')
    emulator.region('eu-west-1').deleteImage('one')
    await copy(client, 'one')
    await using roomy = await startEmptyEmulator({ clock })
    using other = clientOf(roomy)
    roomy.region(region).putImage({ Name: 'image' })
    await copy(other, 'one')
    await copy(other, 'two')
    expect((await exceptionOf(copy(other, 'three'))).message).toContain('quota of 2 concurrent copies')
    await copy(other, 'three', 'image', 'ap-south-1')
  })

  test('copies into the other region without tags and without a builder', async () => {
    const clock = manualClock()
    await using emulator = await startEmptyEmulator({ clock })
    using client = clientOf(emulator)
    using there = clientOf(emulator, { region: 'eu-west-1' })
    const store = emulator.region(region)
    store.putImage({ Name: 'image', ImageBuilderName: 'maker', DisplayName: 'Image' })
    store.setTags(`arn:aws:appstream:${region}:${accountId}:image/image`, { team: 'a' })
    expect((await copy(client, 'copy')).DestinationImageName).toBe('copy')
    const copied = await imageOf(there, 'copy')
    expect(copied).toMatchObject({
      State: 'COPYING',
      DisplayName: 'Image',
      Arn: `arn:aws:appstream:eu-west-1:${accountId}:image/copy`,
    })
    expect(copied).not.toHaveProperty('ImageBuilderName')
    expect(emulator.region('eu-west-1').tags.size).toBe(0)
    clock.advance(10_000)
    expect((await imageOf(there, 'copy'))?.State).toBe('AVAILABLE')
  })
})

describe('CreateUpdatedImage', () => {
  const update = (
    client: AppStreamClient,
    newImageName: string,
    existingImageName = 'image',
    dryRun = false,
  ) =>
    client.send(
      new CreateUpdatedImageCommand({ existingImageName, newImageName, dryRun, newImageTags: { a: 'b' } }),
    )

  test.each([
    ['a missing image', 'gone', 'new', 'ResourceNotFoundException'],
    ['a taken name', 'image', 'image', 'ResourceAlreadyExistsException'],
    ['a Linux image', 'linux', 'new', 'IncompatibleImageException'],
    ['an unavailable image', 'failed', 'new', 'OperationNotPermittedException'],
    ['a reserved name', 'image', 'aws-new', 'ValidationException'],
  ])('rejects %s', async (_, existing, name, exception) => {
    await using emulator = await startEmptyEmulator()
    using client = clientOf(emulator)
    const store = emulator.region(region)
    store.putImage({ Name: 'image', Platform: 'WINDOWS_SERVER_2022' })
    store.putImage({ Name: 'linux', Platform: 'RHEL8' })
    store.putImage({ Name: 'failed', Platform: 'WINDOWS_SERVER_2022', State: 'FAILED' })
    expect((await exceptionOf(update(client, name, existing))).name).toBe(exception)
  })

  test('rejects one update beyond the concurrency limit', async () => {
    await using emulator = await startEmptyEmulator({ behaviour: { quotas: { managedUpdates: 1 } } })
    using client = clientOf(emulator)
    emulator.region(region).putImage({ Name: 'image', Platform: 'WINDOWS_SERVER_2022' })
    await update(client, 'one')
    expect((await exceptionOf(update(client, 'two'))).name).toBe('LimitExceededException')
  })

  test('reports availability in a dry run and creates nothing', async () => {
    await using emulator = await startEmptyEmulator()
    using client = clientOf(emulator)
    const store = emulator.region(region)
    store.putImage({ Name: 'image', Platform: 'WINDOWS_SERVER_2022' })
    store.putImage({ Name: 'linux', Platform: 'RHEL8' })
    const answers = [await update(client, 'new', 'image', true), await update(client, 'new', 'linux', true)]
    expect(answers.map(({ canUpdateImage, image }) => [canUpdateImage, image])).toEqual([
      [true, undefined],
      [false, undefined],
    ])
    expect(store.images.size).toBe(2)
  })

  test.each(['listed', 'hidden'] as const)(
    'keeps the image CREATING while a %s builder works on it',
    async (visible) => {
      const clock = manualClock()
      await using emulator = await startEmptyEmulator({ clock, behaviour: { managedUpdateBuilder: visible } })
      using client = clientOf(emulator)
      emulator
        .region(region)
        .putImage({ Name: 'image', Platform: 'WINDOWS_SERVER_2022', ImageBuilderName: 'maker' })
      const { image, canUpdateImage } = await update(client, 'new')
      expect([canUpdateImage, image?.State, image?.ImageBuilderName]).toEqual([true, 'CREATING', undefined])
      expect(await imageOf(client, 'new')).toEqual(image)
      const states = async () => {
        const { ImageBuilders } = await client.send(new DescribeImageBuildersCommand({}))
        return [(await imageOf(client, 'new'))?.State, ...(ImageBuilders ?? []).map(({ State }) => State)]
      }
      const seen = [await states()]
      clock.advance(10_000)
      seen.push(await states())
      clock.advance(5_000)
      seen.push(await states())
      const listed = [['CREATING', 'UPDATING'], ['CREATING', 'PENDING_QUALIFICATION'], ['AVAILABLE']]
      expect(seen).toEqual(visible === 'listed' ? listed : [['CREATING'], ['CREATING'], ['AVAILABLE']])
      expect(emulator.region(region).tags.get(image?.Arn ?? '')).toEqual({ a: 'b' })
    },
  )
})
