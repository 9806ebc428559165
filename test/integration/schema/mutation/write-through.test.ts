import { describe, expect, test } from 'vitest'
import { ACCOUNT, imageArn, imageBuilderArn } from '../../../support/gateway.ts'
import { type MutationName, startWorkshop, warm } from './support.ts'
import { everywhere, viewsOf } from './views.ts'

const BUILDER = 'imageBuilder { id arn name state image { name imageBuilder { name } } target { region } }'
const builderWith = (name: string, state: string) => ({
  id: Buffer.from(`ImageBuilder:${imageBuilderArn(name)}`).toString('base64'),
  arn: imageBuilderArn(name),
  name,
  state,
  image: { name: 'golden', imageBuilder: null },
  target: { region: 'us-east-1' },
})

interface Case {
  readonly name: MutationName
  readonly payload: string
  readonly select: string
  readonly shows: object
  readonly changed: { readonly builder?: string; readonly image?: string }
  readonly state: string
}

const RETURNING: readonly Case[] = [
  {
    name: 'createImageBuilder',
    payload: 'CreateImageBuilderPayload',
    select: BUILDER,
    shows: { imageBuilder: builderWith('fresh', 'PENDING') },
    changed: { builder: 'fresh' },
    state: 'PENDING',
  },
  {
    name: 'startImageBuilder',
    payload: 'StartImageBuilderPayload',
    select: BUILDER,
    shows: { imageBuilder: builderWith('parked', 'PENDING') },
    changed: { builder: 'parked' },
    state: 'PENDING',
  },
  {
    name: 'stopImageBuilder',
    payload: 'StopImageBuilderPayload',
    select: BUILDER,
    shows: { imageBuilder: builderWith('desk', 'STOPPING') },
    changed: { builder: 'desk' },
    state: 'STOPPING',
  },
  {
    name: 'deleteImageBuilder',
    payload: 'DeleteImageBuilderPayload',
    select: `${BUILDER} deletedId deletedArn`,
    shows: {
      imageBuilder: builderWith('desk', 'DELETING'),
      deletedId: builderWith('desk', '').id,
      deletedArn: imageBuilderArn('desk'),
    },
    changed: { builder: 'desk' },
    state: 'DELETING',
  },
  {
    name: 'deleteImage',
    payload: 'DeleteImagePayload',
    select: 'image { name state launchedImageBuilders { nodes { name } } } deletedArn',
    shows: {
      image: {
        name: 'golden',
        state: 'DELETING',
        launchedImageBuilders: { nodes: [{ name: 'desk' }, { name: 'parked' }] },
      },
      deletedArn: imageArn('golden'),
    },
    changed: { image: 'golden' },
    state: 'DELETING',
  },
  {
    name: 'createUpdatedImage',
    payload: 'CreateUpdatedImagePayload',
    select: 'canUpdateImage image { name state baseImage { name } }',
    shows: {
      canUpdateImage: true,
      image: { name: 'updated', state: 'CREATING', baseImage: { name: 'golden' } },
    },
    changed: { image: 'updated' },
    state: 'CREATING',
  },
]

describe('write-through', () => {
  test.each(RETURNING)('puts the result of $name with its relations in the payload', async (given) => {
    await using workshop = await startWorkshop()
    await warm(workshop)
    const select = `... on ${given.payload} { ${given.select} }`
    expect(await workshop.mutate(given.name, undefined, { select })).toEqual({
      __typename: given.payload,
      ...given.shows,
    })
    expect(workshop.emulator.calls.count()).toBe(1)
  })

  test.each(RETURNING)('shows the result of $name in fresh snapshots without a call', async (given) => {
    await using workshop = await startWorkshop()
    await warm(workshop)
    await workshop.mutate(given.name)
    // AWS may list the builder that it creates for an update, so that listing is necessary.
    const due = given.name === 'createUpdatedImage' ? 1 : 0
    const views = await viewsOf(workshop, given.changed, { states: [given.state] })
    const seen = given.changed.builder === undefined ? views.image : views.builder
    expect(seen).toEqual(everywhere(given.state))
    expect(workshop.emulator.calls.count()).toBe(1 + due)
  })

  test.each(RETURNING)('shows the result of $name in first and no-cache reads', async (given) => {
    await using workshop = await startWorkshop()
    await workshop.mutate(given.name)
    expect(workshop.emulator.calls.count()).toBe(1)
    for (const headers of [{}, { 'cache-control': 'no-cache' }]) {
      const views = await viewsOf(workshop, given.changed, { states: [given.state], headers })
      const seen = given.changed.builder === undefined ? views.image : views.builder
      expect(seen).toEqual(everywhere(given.state))
    }
  })
})

test('a dry run creates and invalidates nothing; its outcome is known', async () => {
  await using workshop = await startWorkshop()
  await warm(workshop)
  const input = { existingImageName: 'golden', newImageName: 'updated', dryRun: true }
  const select = '... on CreateUpdatedImagePayload { canUpdateImage image { name } }'
  expect(await workshop.mutate('createUpdatedImage', input, { select })).toEqual({
    __typename: 'CreateUpdatedImagePayload',
    canUpdateImage: true,
    image: null,
  })
  expect((await viewsOf(workshop, { image: 'golden' }, { states: ['AVAILABLE'] })).image).toEqual(
    everywhere('AVAILABLE'),
  )
  expect(workshop.emulator.calls.count()).toBe(1)

  workshop.emulator.faults.add({ operation: 'CreateUpdatedImage', reset: 'after' })
  const { errors } = await workshop.send('createUpdatedImage', input)
  expect(errors).toMatchObject([{ extensions: { code: 'UPSTREAM_UNAVAILABLE' } }])
})

test('reads a copied image from AWS only if the payload selects it', async () => {
  await using workshop = await startWorkshop()
  await warm(workshop)
  const select = '... on CopyImagePayload { destinationImageName destinationRegion }'
  expect(await workshop.mutate('copyImage', undefined, { select })).toEqual({
    __typename: 'CopyImagePayload',
    destinationImageName: 'copied',
    destinationRegion: 'us-east-1',
  })
  expect(workshop.emulator.calls.count()).toBe(1)
  const { image } = await viewsOf(workshop, { image: 'copied' }, { states: ['COPYING'] })
  expect(image).toEqual(everywhere('COPYING'))
})

test('selecting the copied image costs one more call, in its region', async () => {
  await using workshop = await startWorkshop({ env: { AWS_REGIONS: 'us-east-1,eu-west-1' } })
  const input = {
    sourceImageName: 'golden',
    target: { region: 'us-east-1' },
    destinationImageName: 'copied',
    destinationRegion: 'eu-west-1',
  }
  const select = '... on CopyImagePayload { image { arn state region } }'
  expect(await workshop.mutate('copyImage', input, { select })).toMatchObject({
    image: { arn: imageArn('copied', ACCOUNT, 'eu-west-1'), state: 'COPYING', region: 'eu-west-1' },
  })
  expect(workshop.emulator.calls.all.map(({ region }) => region)).toEqual(['us-east-1', 'eu-west-1'])
})

test('returns no image for a copy to a region outside the targets', async () => {
  await using workshop = await startWorkshop()
  const input = { sourceImageName: 'golden', destinationImageName: 'c', destinationRegion: 'eu-west-1' }
  const select = '... on CopyImagePayload { image { arn } destinationRegion }'
  expect(await workshop.mutate('copyImage', input, { select })).toMatchObject({
    image: null,
    destinationRegion: 'eu-west-1',
  })
  expect(workshop.emulator.calls.count()).toBe(1)
})
