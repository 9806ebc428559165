import { expect, test } from 'vitest'
import { ACCOUNT, imageArn } from '../../../support/gateway.ts'
import { OTHER_ACCOUNT, startWorkshop, warm } from './support.ts'

const SHARES = 'image { imageSharedWithOthers sharedWith { nodes { accountId allowFleet } } }'

test('rereads changed shares in the selection and later', async () => {
  await using workshop = await startWorkshop()
  await warm(workshop)
  await workshop.mutate('updateImagePermissions')
  expect(workshop.emulator.calls.count()).toBe(1)
  const select = `... on UpdateImagePermissionsPayload { ${SHARES} }`
  const shared = {
    imageSharedWithOthers: true,
    sharedWith: { nodes: [{ accountId: OTHER_ACCOUNT, allowFleet: true }] },
  }
  expect(await workshop.mutate('updateImagePermissions', undefined, { select })).toMatchObject({
    image: shared,
  })
  // The mutation, the image, its shares.
  expect(workshop.emulator.calls.count()).toBe(4)
  expect(await workshop.read(`{ ${SHARES.replace('image', 'image(name: "golden")')} }`)).toEqual({
    image: shared,
  })
  expect(workshop.emulator.calls.count()).toBe(4)

  const input = { name: 'golden', sharedAccountId: OTHER_ACCOUNT }
  await workshop.mutate('deleteImagePermissions', input)
  expect(await workshop.read(`{ ${SHARES.replace('image', 'image(name: "golden")')} }`)).toEqual({
    image: { imageSharedWithOthers: false, sharedWith: { nodes: [] } },
  })
})

test('shows and hides a shared image in the other target immediately', async () => {
  const roles = [ACCOUNT, OTHER_ACCOUNT].map((account) => `arn:aws:iam::${account}:role/gateway`)
  await using workshop = await startWorkshop({ env: { AWS_ROLE_ARNS: roles.join() } })
  const theirs = async () => {
    const query = `{ images(targets: [{ accountId: "${OTHER_ACCOUNT}" }]) { nodes { name } } }`
    const { images } = await workshop.read<{ images: { nodes: { name: string }[] } }, never>(query)
    return images.nodes.map(({ name }) => name)
  }
  expect(await theirs()).toEqual(['lent'])
  const target = { accountId: ACCOUNT }
  const share = { name: 'golden', target, sharedAccountId: OTHER_ACCOUNT }
  await workshop.mutate('updateImagePermissions', { ...share, imagePermissions: { allowFleet: true } })
  expect(await theirs()).toEqual(['golden', 'lent'])
  await workshop.mutate('deleteImagePermissions', share)
  expect(await theirs()).toEqual(['lent'])
})

test('rereads changed tags in the selection and later', async () => {
  await using workshop = await startWorkshop()
  await warm(workshop)
  const tagsNow = () => workshop.read(`{ image(name: "golden") { tags { key value } } }`)
  const select = '... on TagAppStreamResourcePayload { arn tags { key value } resource { id } }'
  const tags = [
    { key: 'stage', value: 'test' },
    { key: 'team', value: 'desktop' },
  ]
  expect(await workshop.mutate('tagAppStreamResource', undefined, { select })).toMatchObject({
    arn: imageArn('golden'),
    tags,
    resource: { id: expect.any(String) },
  })
  expect(workshop.emulator.calls.count()).toBe(2)
  expect(await tagsNow()).toEqual({ image: { tags } })
  expect(workshop.emulator.calls.count()).toBe(2)

  await workshop.mutate('untagAppStreamResource')
  expect(workshop.emulator.calls.count()).toBe(3)
  expect(await tagsNow()).toEqual({ image: { tags: tags.slice(1) } })
})

test("does not give a deleted resource's tags to its namesake", async () => {
  await using workshop = await startWorkshop({ emulator: { speed: 1_000 } })
  const tagsNow = () => workshop.read(`{ imageBuilder(name: "fresh") { tags { key value } } }`)
  const input = { name: 'fresh', imageName: 'golden', instanceType: 'stream.standard.medium' }
  await workshop.mutate('createImageBuilder', { ...input, tags: [{ key: 'first', value: '' }] })
  expect(await tagsNow()).toEqual({ imageBuilder: { tags: [{ key: 'first', value: '' }] } })
  workshop.clock.advance(10)
  await workshop.mutate('deleteImageBuilder', { name: 'fresh' })
  // The resource and its tags exist until it is deleted.
  expect(await tagsNow()).toEqual({ imageBuilder: { tags: [{ key: 'first', value: '' }] } })
  workshop.clock.advance(10)
  await workshop.mutate('createImageBuilder', { ...input, tags: [{ key: 'second', value: '' }] })
  expect(await tagsNow()).toEqual({ imageBuilder: { tags: [{ key: 'second', value: '' }] } })
})

test.each(['constructor', '__proto__', 'toString'])(
  'handles a tag key %s, named like an object property',
  async (key) => {
    await using workshop = await startWorkshop()
    const resourceArn = imageArn('lent')
    const tagsNow = () => workshop.read(`{ image(name: "lent") { tags { key value } } }`)
    workshop.emulator.faults.add({ operation: 'TagResource', reset: 'after' })
    workshop.emulator.faults.add({ operation: 'UntagResource', reset: 'after' })
    const tags = [{ key, value: 'v' }]
    expect((await workshop.mutate('tagAppStreamResource', { resourceArn, tags })).__typename).toBe(
      'TagAppStreamResourcePayload',
    )
    expect(await tagsNow()).toEqual({ image: { tags } })
    expect(
      (await workshop.mutate('untagAppStreamResource', { resourceArn, tagKeys: [key] })).__typename,
    ).toBe('UntagAppStreamResourcePayload')
    expect(await tagsNow()).toEqual({ image: { tags: [] } })
  },
)
