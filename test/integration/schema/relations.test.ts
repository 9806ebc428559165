import { expect, test } from 'vitest'
import { BuilderRelationsDocument, ImageRelationsDocument } from '../../generated/graphql.ts'
import { imageArn, imageBuilderArn, startGateway, type TestGateway } from '../../support/gateway.ts'

const SPRING = new Date('2026-04-01')
const SUMMER = new Date('2026-07-01')
const AUTUMN = new Date('2026-10-01')

const ROLES = 'arn:aws:iam::123456789012:role/reader,arn:aws:iam::210987654321:role/reader'

async function relationsOf(gateway: TestGateway, arn: string) {
  const { image } = await gateway.read(ImageRelationsDocument, { variables: { arn } })
  if (image == null) throw new Error(`Missing ${arn}.`)
  return image
}

test("resolves an image's public base image and its builder", async () => {
  await using gateway = await startGateway()
  const { home } = gateway
  home.putImage({ Name: 'base', Visibility: 'PUBLIC' })
  home.putImageBuilder({ Name: 'builder', ImageArn: imageArn('base', ''), CreatedTime: SPRING })
  home.putImage({
    Name: 'made',
    BaseImageArn: imageArn('base', ''),
    ImageBuilderName: 'builder',
    CreatedTime: SUMMER,
  })
  expect(await relationsOf(gateway, imageArn('made'))).toMatchObject({
    baseImage: { name: 'base', visibility: 'PUBLIC' },
    imageBuilder: { name: 'builder' },
  })
  // Inverse relation.
  expect(await relationsOf(gateway, imageArn('base', ''))).toMatchObject({
    baseImage: null,
    imageBuilder: null,
    derivedImages: { nodes: [{ arn: imageArn('made') }] },
    launchedImageBuilders: { nodes: [{ arn: imageBuilderArn('builder') }] },
  })
})

test("returns null for an image's builder once it is gone", async () => {
  await using gateway = await startGateway()
  gateway.home.putImage({ Name: 'made', ImageBuilderName: 'gone', CreatedTime: SUMMER })
  expect(await relationsOf(gateway, imageArn('made'))).toMatchObject({ imageBuilder: null })
})

test("returns null for an image's builder replaced by a later namesake", async () => {
  await using gateway = await startGateway()
  const { home } = gateway
  home.putImage({ Name: 'made', ImageBuilderName: 'builder', CreatedTime: SPRING })
  home.putImageBuilder({ Name: 'builder', CreatedTime: SUMMER })
  expect(await relationsOf(gateway, imageArn('made'))).toMatchObject({ imageBuilder: null })
})

test("lists a builder's created images since its creation, not its namesake's", async () => {
  await using gateway = await startGateway()
  const { home } = gateway
  home.putImageBuilder({ Name: 'builder', CreatedTime: SUMMER })
  home.putImage({ Name: 'earlier', ImageBuilderName: 'builder', CreatedTime: SPRING })
  home.putImage({ Name: 'at-once', ImageBuilderName: 'builder', CreatedTime: SUMMER })
  home.putImage({ Name: 'later', ImageBuilderName: 'builder', CreatedTime: AUTUMN })
  home.putImage({ Name: 'untimed', ImageBuilderName: 'builder', CreatedTime: undefined })
  home.putImage({ Name: 'other', ImageBuilderName: 'another', CreatedTime: AUTUMN })
  const { imageBuilder } = await gateway.read(BuilderRelationsDocument, { variables: { name: 'builder' } })
  expect(imageBuilder?.createdImages?.nodes.map(({ name }) => name)).toEqual(['at-once', 'later', 'untimed'])
  expect(imageBuilder?.createdImages?.totalCount).toBe(3)
})

test("returns null for a builder's image once it is gone or invisible", async () => {
  await using gateway = await startGateway()
  gateway.home.putImageBuilder({ Name: 'gone', ImageArn: imageArn('gone') })
  gateway.home.putImageBuilder({ Name: 'foreign', ImageArn: imageArn('theirs', '111111111111') })
  gateway.emulator.region('us-east-1', '111111111111').putImage({ Name: 'theirs' })
  for (const name of ['gone', 'foreign']) {
    const { imageBuilder } = await gateway.read(BuilderRelationsDocument, { variables: { name } })
    expect(imageBuilder?.image).toBeNull()
  }
})

test('does not resolve a shared image to our builder of that name', async () => {
  await using gateway = await startGateway()
  gateway.home.putImageBuilder({ Name: 'builder', CreatedTime: SPRING })
  // The emulator hides the builder of a foreign image; if AWS returned it, it would not be one of ours.
  gateway.emulator.faults.add({
    operation: 'DescribeImages',
    raw: {
      status: 200,
      body: JSON.stringify({
        Images: [
          {
            Name: 'lent',
            Arn: imageArn('lent', '111111111111'),
            Visibility: 'SHARED',
            ImageBuilderName: 'builder',
          },
          { Name: 'base', Arn: imageArn('base', ''), Visibility: 'PUBLIC', ImageBuilderName: 'builder' },
        ],
      }),
    },
  })
  for (const arn of [imageArn('lent', '111111111111'), imageArn('base', '')]) {
    const { image } = await gateway.read<{ image: unknown }, never>(
      `{ image(arn: "${arn}") { imageBuilderName imageBuilder { name } } }`,
    )
    expect(image).toEqual({ imageBuilderName: 'builder', imageBuilder: null })
  }
  expect(gateway.emulator.calls.count('DescribeImageBuilders')).toBe(0)
})

test('finds derived images and launched builders across accounts of the region', async () => {
  await using gateway = await startGateway({
    env: { AWS_ROLE_ARNS: ROLES, AWS_REGIONS: 'us-east-1,eu-west-1' },
  })
  const { emulator, home } = gateway
  const second = emulator.region('us-east-1', '210987654321')
  const abroad = emulator.region('eu-west-1')
  home.putImage({ Name: 'root' })
  home.shareImage('root', '210987654321', { allowImageBuilder: true })
  for (const region of [home, second, abroad]) {
    region.putImage({ Name: 'derived', BaseImageArn: imageArn('root') })
    region.putImageBuilder({ Name: 'launched', ImageArn: imageArn('root') })
  }
  const { derivedImages, launchedImageBuilders } = await relationsOf(gateway, imageArn('root'))
  expect(derivedImages?.nodes.map(({ arn }) => arn)).toEqual([
    imageArn('derived'),
    imageArn('derived', '210987654321'),
  ])
  expect(launchedImageBuilders?.nodes.map(({ arn }) => arn)).toEqual([
    imageBuilderArn('launched'),
    imageBuilderArn('launched', '210987654321'),
  ])
  expect(emulator.calls.all.filter(({ region }) => region === 'eu-west-1')).toEqual([])

  // From the other account, the relation leads to the same image, as its owner sees it.
  const { imageBuilder } = await gateway.read<{ imageBuilder: unknown }, never>(`{
    imageBuilder(arn: "${imageBuilderArn('launched', '210987654321')}") { image { arn visibility target { accountId } } }
  }`)
  expect(imageBuilder).toEqual({
    image: { arn: imageArn('root'), visibility: 'PRIVATE', target: { accountId: '123456789012' } },
  })
})

test('pages relations by size and cursor, with a totalCount', async () => {
  await using gateway = await startGateway()
  const { home } = gateway
  home.putImage({ Name: 'root' })
  for (const index of [1, 2, 3]) {
    home.putImage({ Name: `derived-${index}`, BaseImageArn: imageArn('root') })
    home.putImageBuilder({ Name: `launched-${index}`, ImageArn: imageArn('root') })
  }
  interface Relation {
    readonly totalCount: number
    readonly nodes: { readonly name: string }[]
    readonly pageInfo: { readonly endCursor: string; readonly hasNextPage: boolean }
  }
  const read = async (relation: string, args: string) => {
    const { image } = await gateway.read<{ image: Record<string, Relation> }, never>(
      `{ image(name: "root") { ${relation}(${args}) { totalCount nodes { name } pageInfo { endCursor hasNextPage } } } }`,
    )
    return image[relation]
  }
  for (const [relation, prefix] of [
    ['derivedImages', 'derived'],
    ['launchedImageBuilders', 'launched'],
  ] as const) {
    const first = await read(relation, 'first: 2')
    expect(first).toMatchObject({
      totalCount: 3,
      nodes: [{ name: `${prefix}-1` }, { name: `${prefix}-2` }],
      pageInfo: { hasNextPage: true },
    })
    expect(await read(relation, `after: "${first?.pageInfo.endCursor}"`)).toMatchObject({
      totalCount: 3,
      nodes: [{ name: `${prefix}-3` }],
    })
    expect(await read(relation, 'last: 1')).toMatchObject({ nodes: [{ name: `${prefix}-3` }] })
  }
})

test('nulls only an unreadable relation, with an error at its path', async () => {
  await using gateway = await startGateway()
  gateway.home.putImage({ Name: 'made', ImageBuilderName: 'builder' })
  gateway.emulator.faults.add({
    operation: 'DescribeImageBuilders',
    error: { type: 'AccessDeniedException' },
  })
  const { data, errors } = await gateway.query(ImageRelationsDocument, {
    variables: { arn: imageArn('made') },
  })
  expect(data?.image).toEqual({
    name: 'made',
    baseImage: null,
    imageBuilder: null,
    derivedImages: { nodes: [] },
    launchedImageBuilders: null,
  })
  expect(errors?.map(({ path, extensions }) => [path?.join('.'), extensions['code']]).toSorted()).toEqual([
    ['image.imageBuilder', 'UPSTREAM_ACCESS_DENIED'],
    ['image.launchedImageBuilders', 'UPSTREAM_ACCESS_DENIED'],
  ])
})
