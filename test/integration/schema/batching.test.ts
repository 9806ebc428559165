import { expect, test } from 'vitest'
import { LineageDocument } from '../../generated/graphql.ts'
import { createTestClock, imageArn, startGateway, type TestGateway } from '../../support/gateway.ts'

/**
 * Seeds 25 builders, each launched from its own image; every image was created on a builder, half of them
 * deleted.
 */
function seedLineage({ home }: TestGateway): void {
  for (let index = 0; index < 25; index++) {
    home.putImageBuilder({
      Name: `builder-${index}`,
      ImageArn: imageArn(`image-${index}`),
      CreatedTime: new Date('2026-01-01'),
    })
    home.putImage({
      Name: `image-${index}`,
      ImageBuilderName: index % 2 === 0 ? `builder-${(index + 1) % 25}` : `gone-${index}`,
      CreatedTime: new Date('2026-06-01'),
    })
  }
}

test('reads 25 builders with three relation levels in 2 calls', async () => {
  await using gateway = await startGateway()
  seedLineage(gateway)

  const cold = await gateway.read(LineageDocument)
  expect(gateway.emulator.calls.all.map(({ operation }) => operation)).toEqual([
    'DescribeImageBuilders',
    'DescribeImages',
  ])
  const nodes = cold.imageBuilders?.nodes ?? []
  expect(nodes).toHaveLength(25)
  expect(nodes.filter(({ image }) => image?.imageBuilder?.image?.name)).toHaveLength(13)
  expect(nodes.filter(({ image }) => image?.name && image.imageBuilder === null)).toHaveLength(12)

  expect(await gateway.read(LineageDocument)).toEqual(cold)
  expect(gateway.emulator.calls.count()).toBe(2)
})

test('answers 100 concurrent cold requests for the same builders with 2 calls', async () => {
  // The clock stands still, so that snapshots do not expire on a slow machine.
  await using gateway = await startGateway({ clock: createTestClock() })
  seedLineage(gateway)

  const answers = await Promise.all(Array.from({ length: 100 }, () => gateway.read(LineageDocument)))
  expect(gateway.emulator.calls.count()).toBe(2)
  expect(new Set(answers.map((answer) => JSON.stringify(answer)))).toHaveLength(1)
})

test('reads the images of 60 builders in chunks of 25', async () => {
  await using gateway = await startGateway()
  for (let index = 0; index < 60; index++) {
    gateway.home.putImage({ Name: `image-${index}` })
    gateway.home.putImageBuilder({ Name: `builder-${index}`, ImageArn: imageArn(`image-${index}`) })
  }
  const { imageBuilders } = await gateway.read(LineageDocument, { variables: { first: 60 } })
  expect(imageBuilders?.nodes.map(({ image }) => image?.name)).not.toContain(undefined)
  const asked = gateway.emulator.calls.all.flatMap(({ input }) =>
    Array.isArray(input['Arns']) ? [input['Arns'].length] : [],
  )
  // The calls run concurrently, in any order.
  expect(asked.toSorted()).toEqual([10, 25, 25])
})

test('reads inverse relations of 100 images with the listings alone', async () => {
  await using gateway = await startGateway()
  for (let index = 0; index < 100; index++) {
    gateway.home.putImage({
      Name: `image-${index}`,
      BaseImageArn: imageArn(`image-${index - 1}`),
      ImageBuilderName: `builder-${index}`,
    })
    gateway.home.putImageBuilder({
      Name: `builder-${index}`,
      ImageArn: imageArn(`image-${index}`),
      CreatedTime: new Date(0),
    })
  }
  const { images } = await gateway.read<
    { images: { nodes: Record<string, { totalCount: number }>[] } },
    never
  >(`{
    images(first: 100) { nodes {
      derivedImages { totalCount nodes { name } }
      launchedImageBuilders { totalCount nodes { name createdImages { totalCount } } }
    } }
  }`)
  expect(images.nodes.filter((node) => node['derivedImages']?.totalCount === 1)).toHaveLength(99)
  expect(images.nodes.filter((node) => node['launchedImageBuilders']?.totalCount === 1)).toHaveLength(100)
  // 4 pages of private images, 1 of shared ones, 1 of builders.
  expect(gateway.emulator.calls.count()).toBe(6)
})

test('reads 20 images by name in one call, then from cache', async () => {
  await using gateway = await startGateway({ env: { AWS_ACCOUNT_ID: '123456789012' } })
  for (let index = 0; index < 20; index++) gateway.home.putImage({ Name: `image-${index}` })
  const query = byName(Array.from({ length: 20 }, (_, index) => `image-${index}`))
  const images = await gateway.read<Record<string, { name: string }>, never>(query)
  expect(Object.values(images).map(({ name }) => name)).toEqual(
    Array.from({ length: 20 }, (_, index) => `image-${index}`),
  )
  expect(gateway.emulator.calls.all.map(({ operation }) => operation)).toEqual(['DescribeImages'])
  await gateway.read(query)
  expect(gateway.emulator.calls.count()).toBe(1)
})

test('reads mixed image names with one listing per visibility', async () => {
  await using gateway = await startGateway({ env: { AWS_ACCOUNT_ID: '123456789012' } })
  const { home, emulator } = gateway
  home.putImage({ Name: 'own' })
  const others = emulator.region('us-east-1', '111111111111')
  others.putImage({ Name: 'lent' })
  others.shareImage('lent', '123456789012', { allowFleet: true })
  home.putImage({ Name: 'base', Visibility: 'PUBLIC' })
  const images = await gateway.read<Record<string, { visibility: string } | null>, never>(
    byName(['own', 'lent', 'base', 'none', 'nothing']),
  )
  expect(Object.values(images).map((image) => image?.visibility)).toEqual([
    'PRIVATE',
    'SHARED',
    'PUBLIC',
    undefined,
    undefined,
  ])
  // One lookup by ARN that a missing image fails, followed by three listings.
  expect(emulator.calls.all.map(({ input }) => input['Type'] ?? 'by ARN')).toEqual([
    'by ARN',
    'PRIVATE',
    'SHARED',
    'PUBLIC',
  ])
})

test('fails only the names that need a failing listing', async () => {
  await using gateway = await startGateway({ env: { AWS_ACCOUNT_ID: '123456789012' } })
  gateway.home.putImage({ Name: 'own' })
  gateway.emulator.faults.add({
    match: (input) => input['Type'] === 'SHARED',
    error: { type: 'AccessDeniedException' },
  })
  const { data, errors } = await gateway.query<Record<string, { visibility: string } | null>, never>(
    byName(['own', 'none', 'nothing']),
  )
  expect(data).toEqual({ i0: { name: 'own', visibility: 'PRIVATE' }, i1: null, i2: null })
  expect(errors?.map(({ path }) => path)).toEqual([['i1'], ['i2']])
})

function byName(names: readonly string[]): string {
  return `{ ${names.map((name, index) => `i${index}: image(name: "${name}") { name visibility }`).join(' ')} }`
}
