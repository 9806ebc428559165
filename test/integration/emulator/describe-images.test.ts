import {
  DescribeImageBuildersCommand,
  DescribeImagesCommand,
  paginateDescribeImages,
} from '@aws-sdk/client-appstream'
import { describe, expect, test } from 'vitest'
import { manualClock, startEmulator } from '../../../src/emulator/server.ts'
import { accountId, clientOf, exceptionOf, otherAccountId, startEmptyEmulator } from './client.ts'

const arnOf = (name: string, account = accountId) => `arn:aws:appstream:us-east-1:${account}:image/${name}`

describe('DescribeImages', () => {
  test('fails for one missing name with the message of AWS', async () => {
    await using emulator = await startEmptyEmulator()
    using client = clientOf(emulator)
    emulator.region('us-east-1').putImage({ Name: 'here' })
    const error = await exceptionOf(client.send(new DescribeImagesCommand({ Names: ['here', 'gone'] })))
    expect(error).toMatchObject({
      name: 'ResourceNotFoundException',
      message: 'The image gone for account 123456789012 does not exist.',
      $metadata: { httpStatusCode: 400, requestId: expect.any(String) },
    })
  })

  test('omits missing names and ARNs if configured, unless all are missing', async () => {
    await using emulator = await startEmptyEmulator({
      behaviour: { someNamesMissing: 'omit', someArnsMissing: 'omit' },
    })
    using client = clientOf(emulator)
    emulator.region('us-east-1').putImage({ Name: 'here' })
    const byName = await client.send(new DescribeImagesCommand({ Names: ['here', 'gone', 'here'] }))
    expect(byName.Images?.map(({ Name }) => Name)).toEqual(['here'])
    const byArn = await client.send(new DescribeImagesCommand({ Arns: [arnOf('here'), arnOf('gone')] }))
    expect(byArn.Images?.map(({ Name }) => Name)).toEqual(['here'])
    const error = await exceptionOf(client.send(new DescribeImagesCommand({ Names: ['gone', 'gone-too'] })))
    expect(error.name).toBe('ResourceNotFoundException')
  })

  test.each([
    ['another account', arnOf('mine', otherAccountId)],
    ['another region', `arn:aws:appstream:eu-west-1:${accountId}:image/mine`],
    ['another kind', `arn:aws:appstream:us-east-1:${accountId}:image-builder/mine`],
    ['another service', `arn:aws:s3:us-east-1:${accountId}:image/mine`],
  ])('reports an ARN of %s as not found', async (_, arn) => {
    await using emulator = await startEmptyEmulator()
    using client = clientOf(emulator)
    emulator.region('us-east-1').putImage({ Name: 'mine' })
    emulator.region('us-east-1', otherAccountId).putImage({ Name: 'mine' })
    const error = await exceptionOf(client.send(new DescribeImagesCommand({ Arns: [arn] })))
    expect(error.name).toBe('ResourceNotFoundException')
  })

  test('rejects names combined with a type or ARNs', async () => {
    await using emulator = await startEmptyEmulator()
    using client = clientOf(emulator)
    for (const rest of [{ Type: 'PRIVATE' as const }, { Arns: [arnOf('x')] }]) {
      const error = await exceptionOf(client.send(new DescribeImagesCommand({ Names: ['x'], ...rest })))
      expect(error.name).toBe('InvalidParameterCombinationException')
    }
  })

  test.each(['', 'rubbish', 'e30'])('rejects the token %j', async (token) => {
    await using emulator = await startEmptyEmulator()
    using client = clientOf(emulator)
    const error = await exceptionOf(client.send(new DescribeImagesCommand({ NextToken: token })))
    expect(error.name).toBe('ValidationException')
  })

  test('accepts a token for its own listing only, and for one hour', async () => {
    const clock = manualClock()
    await using emulator = await startEmulator({ clock })
    using client = clientOf(emulator)
    using foreigner = clientOf(emulator, { account: otherAccountId })
    const { NextToken } = await client.send(new DescribeImagesCommand({ MaxResults: 2 }))
    const used = [
      client.send(new DescribeImagesCommand({ NextToken, Type: 'PUBLIC' })),
      client.send(new DescribeImageBuildersCommand({ NextToken })),
      foreigner.send(new DescribeImagesCommand({ NextToken })),
    ]
    for (const call of used) expect((await exceptionOf(call)).name).toBe('ValidationException')
    clock.advance(3_600_001)
    const error = await exceptionOf(client.send(new DescribeImagesCommand({ NextToken })))
    expect(error.message).toContain('expired')
  })

  test('pages by 25 and shows every image once amid changes', async () => {
    await using emulator = await startEmptyEmulator()
    using client = clientOf(emulator)
    const region = emulator.region('us-east-1')
    for (let index = 100; index < 160; index += 1) region.putImage({ Name: `image-${index}` })
    const seen: (string | undefined)[] = []
    const sizes: (number | undefined)[] = []
    for await (const { Images } of paginateDescribeImages({ client }, {})) {
      sizes.push(Images?.length)
      seen.push(...(Images ?? []).map(({ Name }) => Name))
      region.deleteImage('image-110')
      region.putImage({ Name: 'image-105-late' })
    }
    expect(sizes).toEqual([25, 25, 10])
    expect(new Set(seen).size).toBe(60)
  })

  test('returns public images without account or base, private ones with sharing', async () => {
    await using emulator = await startEmulator()
    using client = clientOf(emulator)
    const publicImages = await client.send(new DescribeImagesCommand({ Type: 'PUBLIC' }))
    expect(publicImages.Images?.length).toBeGreaterThanOrEqual(12)
    for (const { Arn, BaseImageArn } of publicImages.Images ?? []) {
      expect(Arn).toMatch(/^arn:aws:appstream:us-east-1::image\/AppStream-/)
      expect(BaseImageArn).toBeUndefined()
    }
    const { Images } = await client.send(new DescribeImagesCommand({ Type: 'PRIVATE' }))
    const shared = Images?.filter(({ ImageSharedWithOthers }) => ImageSharedWithOthers === 'TRUE')
    expect(shared?.map(({ Name }) => Name)).toEqual(['office-suite-v9'])
    expect(Images?.map(({ State }) => String(State))).toContain('DEPRECATED')
  })

  test('finds a shared image by ARN, not by name, without its builder', async () => {
    await using emulator = await startEmptyEmulator()
    using client = clientOf(emulator)
    const owner = emulator.region('us-east-1', otherAccountId)
    owner.putImage({ Name: 'lent', ImageBuilderName: 'maker', CreatedTime: new Date(1_700_000_000_123) })
    owner.shareImage('lent', accountId, { allowFleet: true, allowImageBuilder: false })
    const arn = arnOf('lent', otherAccountId)
    const listed = await client.send(new DescribeImagesCommand({}))
    const found = await client.send(new DescribeImagesCommand({ Arns: [arn] }))
    expect(listed.Images).toEqual(found.Images)
    expect(found.Images).toEqual([
      {
        Name: 'lent',
        Arn: arn,
        State: 'AVAILABLE',
        Visibility: 'SHARED',
        CreatedTime: new Date(1_700_000_000_123),
        ImagePermissions: { allowFleet: true, allowImageBuilder: false },
      },
    ])
    const error = await exceptionOf(client.send(new DescribeImagesCommand({ Names: ['lent'] })))
    expect(error.name).toBe('ResourceNotFoundException')
  })

  test('returns missing, unlisted and unmodelled members as stored', async () => {
    await using emulator = await startEmptyEmulator()
    using client = clientOf(emulator)
    const region = emulator.region('us-east-1')
    region.putImage({
      Name: 'bare',
      Arn: undefined,
      State: undefined,
      Visibility: undefined,
      CreatedTime: undefined,
    })
    region.putImage({ Name: 'odd', State: 'PONDERING', Surprise: { Deep: [new Date(1500)] } })
    const { Images } = await client.send(new DescribeImagesCommand({}))
    expect(Images?.[0]).toEqual({ Name: 'bare', ImageSharedWithOthers: 'FALSE' })
    expect(Images?.[1]).toMatchObject({ State: 'PONDERING' })
  })

  test('pages through 2,000 images', async () => {
    await using emulator = await startEmptyEmulator()
    using client = clientOf(emulator)
    const region = emulator.region('us-east-1')
    for (let index = 0; index < 2000; index += 1) region.putImage({ Name: `image-${index}` })
    const seen = new Set<string | undefined>()
    for await (const { Images } of paginateDescribeImages({ client }, {})) {
      for (const { Name } of Images ?? []) seen.add(Name)
    }
    expect([seen.size, emulator.calls.count('DescribeImages')]).toEqual([2000, 80])
  })
})
