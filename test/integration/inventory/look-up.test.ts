import { expect, test } from 'vitest'
import { BuilderImagesDocument } from '../../generated/graphql.ts'
import { createTestClock, imageArn, startGateway, type TestGateway } from '../../support/gateway.ts'

const PUBLIC_ARN = 'arn:aws:appstream:us-east-1::image/AppStream-WinServer2022-10-05-2026'
const OTHERS = '210987654321'

/** Creates a builder for each ARN, named by its index, and returns their images by builder name. */
async function readImages(gateway: TestGateway, arns: readonly string[], headers?: Record<string, string>) {
  gateway.home.imageBuilders.clear()
  for (const [index, ImageArn] of arns.entries()) {
    gateway.home.putImageBuilder({ Name: `builder-${String(index).padStart(3, '0')}`, ImageArn })
  }
  const request = { headers: { 'cache-control': 'no-cache', ...headers } }
  const { imageBuilders } = await gateway.read(BuilderImagesDocument, request)
  return imageBuilders?.nodes.map(({ image }) => image?.name ?? null)
}

for (const someArnsMissing of ['fail', 'omit'] as const) {
  test(`isolates a missing, deleted, foreign or malformed ARN (missing ARNs: ${someArnsMissing})`, async () => {
    await using gateway = await startGateway({ emulator: { behaviour: { someArnsMissing } } })
    const { home, emulator } = gateway
    home.putImage({ Name: 'own' })
    home.putImage({ Name: 'deleted' })
    home.deleteImage('deleted')
    home.putImage({ Name: 'AppStream-WinServer2022-10-05-2026', Visibility: 'PUBLIC' })
    const theirs = emulator.region('us-east-1', OTHERS)
    theirs.putImage({ Name: 'shared' })
    theirs.putImage({ Name: 'unshared' })
    theirs.shareImage('shared', '123456789012', { allowFleet: true, allowImageBuilder: true })

    const arns = [
      imageArn('own'),
      imageArn('deleted'),
      imageArn('shared', OTHERS),
      imageArn('unshared', OTHERS),
      PUBLIC_ARN,
      PUBLIC_ARN.replace('2022', '1999'),
      imageArn('own', '123456789012', 'eu-west-1'),
      'arn:aws:s3:::bucket',
      'garbage',
      imageArn('own').replace('image/', 'image-builder/'),
    ]
    const expected = [
      'own',
      null,
      'shared',
      null,
      'AppStream-WinServer2022-10-05-2026',
      null,
      null,
      null,
      null,
      null,
    ]
    expect(await readImages(gateway, arns)).toEqual(expected)
    expect(await readImages(gateway, arns)).toEqual(expected)
    expect(await readImages(gateway, [...arns].reverse())).toEqual([...expected].reverse())
  })
}

test('never again batches a missing ARN with others', async () => {
  const clock = createTestClock()
  await using gateway = await startGateway({ clock })
  const { home, emulator } = gateway
  home.putImage({ Name: 'present' })
  home.putImageBuilder({ Name: 'first', ImageArn: imageArn('present') })
  home.putImageBuilder({ Name: 'second', ImageArn: imageArn('gone') })

  await gateway.read(BuilderImagesDocument)
  const failed = () => emulator.calls.all.filter(({ errorType }) => errorType !== undefined).length
  expect(failed()).toBe(1)
  expect(emulator.calls.count('DescribeImages')).toBe(2)

  for (let round = 0; round < 3; round++) {
    clock.advance(6_000)
    const { imageBuilders } = await gateway.read(BuilderImagesDocument)
    expect(imageBuilders?.nodes.map(({ image }) => image?.name)).toEqual(['present', undefined])
  }
  expect(failed()).toBe(1)
})

test('finds a missing image once it is created', async () => {
  const clock = createTestClock()
  await using gateway = await startGateway({ clock })
  const { home } = gateway
  home.putImageBuilder({ Name: 'one', ImageArn: imageArn('late') })
  home.putImageBuilder({ Name: 'two', ImageArn: imageArn('later') })
  expect((await gateway.read(BuilderImagesDocument)).imageBuilders?.nodes[0]?.image).toBeNull()
  home.putImage({ Name: 'late' })
  clock.advance(6_000)
  expect((await gateway.read(BuilderImagesDocument)).imageBuilders?.nodes[0]?.image?.name).toBe('late')
})

test('reports a denied image at its path and reads its neighbours', async () => {
  await using gateway = await startGateway()
  const { home, emulator } = gateway
  home.putImage({ Name: 'allowed' })
  home.putImageBuilder({ Name: 'first', ImageArn: imageArn('allowed') })
  home.putImageBuilder({ Name: 'second', ImageArn: imageArn('denied') })
  emulator.faults.add({
    operation: 'DescribeImages',
    match: ({ Arns }) => Array.isArray(Arns) && Arns.includes(imageArn('denied')),
    error: { type: 'AccessDeniedException' },
  })
  const { data, errors } = await gateway.query(BuilderImagesDocument)
  expect(data?.imageBuilders?.nodes.map(({ image }) => image?.name)).toEqual(['allowed', undefined])
  expect(errors).toMatchObject([
    { path: ['imageBuilders', 'nodes', 1, 'image'], extensions: { code: 'UPSTREAM_ACCESS_DENIED' } },
  ])
})

test('makes one AWS call per image for overlapping concurrent requests', async () => {
  await using gateway = await startGateway({ clock: createTestClock(), emulator: { latencyMs: 20 } })
  const names = Array.from({ length: 20 }, (_, index) => `image-${index}`)
  for (const Name of names) gateway.home.putImage({ Name })
  const look = (name: string) => gateway.read(`{ image(arn: "${imageArn(name)}") { name } }`)
  await Promise.all([...names, ...names, ...names].map(look))
  const asked = gateway.emulator.calls.all.flatMap(({ input }) =>
    Array.isArray(input['Arns']) ? input['Arns'] : [],
  )
  expect(asked).toHaveLength(20)
})
