import { expect, test } from 'vitest'
import {
  CreateBuilderDocument,
  DeleteBuilderDocument,
  DeleteImageDocument,
  ImageAndBuilderDocument,
  StartBuilderDocument,
  StopBuilderDocument,
} from '../../../generated/graphql.ts'
import { imageArn, imageBuilderArn } from '../../../support/gateway.ts'
import { startWorkshop } from './support.ts'

/** Exceeds any transition of the emulator and the maximum age of a snapshot. */
const A_WHILE_MS = 10_000

test('runs the lifecycle of a builder and the image created from it', async () => {
  await using workshop = await startWorkshop()
  const { clock, emulator } = workshop
  const arn = imageBuilderArn('release')
  const nameOfBuilder = { builder: 'release', image: 'release-v1' }
  const look = () => workshop.read(ImageAndBuilderDocument, { variables: nameOfBuilder })
  const builderState = async () => (await look()).imageBuilder?.state ?? null
  const aWhileLater = () => clock.advance(A_WHILE_MS)

  const created = await workshop.read(CreateBuilderDocument, {
    variables: {
      input: {
        name: 'release',
        imageName: 'golden',
        instanceType: 'stream.standard.medium',
        tags: [{ key: 'team', value: 'desktop' }],
        clientToken: 'release-1',
      },
    },
  })
  expect(created.createImageBuilder).toMatchObject({
    __typename: 'CreateImageBuilderPayload',
    imageBuilder: {
      arn,
      state: 'PENDING',
      image: { name: 'golden' },
      tags: [{ key: 'team', value: 'desktop' }],
    },
  })
  expect(await builderState()).toBe('PENDING')
  aWhileLater()
  expect(await builderState()).toBe('RUNNING')

  const stopped = await workshop.read(StopBuilderDocument, { variables: { input: { arn } } })
  expect(stopped.stopImageBuilder).toMatchObject({ imageBuilder: { state: 'STOPPING' } })
  aWhileLater()
  expect(await builderState()).toBe('STOPPED')

  const started = await workshop.read(StartBuilderDocument, { variables: { input: { name: 'release' } } })
  expect(started.startImageBuilder).toMatchObject({ imageBuilder: { state: 'PENDING' } })
  aWhileLater()
  expect(await builderState()).toBe('RUNNING')

  emulator.snapshot({ region: 'us-east-1', imageBuilderName: 'release', imageName: 'release-v1' })
  clock.advance(5_001)
  expect(await look()).toMatchObject({
    imageBuilder: { state: 'SNAPSHOTTING' },
    image: { state: 'PENDING', imageBuilder: { arn } },
  })
  aWhileLater()
  expect(await look()).toMatchObject({
    imageBuilder: { state: 'STOPPED', createdImages: { nodes: [{ name: 'release-v1' }] } },
    image: { state: 'AVAILABLE', imageBuilder: { arn, state: 'STOPPED' }, baseImage: { name: 'golden' } },
  })

  const deleted = await workshop.read(DeleteBuilderDocument, { variables: { input: { name: 'release' } } })
  expect(deleted.deleteImageBuilder).toMatchObject({
    imageBuilder: { state: 'DELETING' },
    deletedArn: arn,
    deletedId: Buffer.from(`ImageBuilder:${arn}`).toString('base64'),
  })
  aWhileLater()
  expect(await look()).toMatchObject({
    imageBuilder: null,
    image: { state: 'AVAILABLE', imageBuilderName: 'release', imageBuilder: null },
  })

  const gone = await workshop.read(DeleteImageDocument, {
    variables: { input: { arn: imageArn('release-v1') } },
  })
  expect(gone.deleteImage).toMatchObject({ image: { state: 'DELETING' }, deletedArn: imageArn('release-v1') })
  aWhileLater()
  expect(await look()).toEqual({ imageBuilder: null, image: null })
  expect(workshop.home.images.has('release-v1')).toBe(false)
  expect(workshop.home.imageBuilders.has('release')).toBe(false)
})
