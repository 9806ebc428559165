import { expect, test } from 'vitest'
import { NodesDocument } from '../../generated/graphql.ts'
import { imageArn, imageBuilderArn, startGateway } from '../../support/gateway.ts'

const globalId = (typename: string, arn: string) => Buffer.from(`${typename}:${arn}`).toString('base64')
const imageId = (name: string) => globalId('Image', imageArn(name))
const imageBuilderId = (name: string) => globalId('ImageBuilder', imageBuilderArn(name))

test('resolves ids of both types, including public and shared images', async () => {
  await using gateway = await startGateway()
  const { home, emulator } = gateway
  home.putImage({ Name: 'own' })
  home.putImage({ Name: 'base', Visibility: 'PUBLIC' })
  home.putImageBuilder({ Name: 'builder' })
  const others = emulator.region('us-east-1', '111111111111')
  others.putImage({ Name: 'lent' })
  others.shareImage('lent', '123456789012', { allowFleet: true })

  interface Listed {
    readonly images: { readonly nodes: { readonly id: string; readonly name: string }[] }
    readonly imageBuilders: { readonly nodes: { readonly id: string; readonly name: string }[] }
  }
  const listed = await gateway.read<Listed, never>(`{
    images(filter: { visibilities: [PUBLIC, PRIVATE, SHARED] }) { nodes { id name } }
    imageBuilders { nodes { id name } }
  }`)
  const known = [...listed.images.nodes, ...listed.imageBuilders.nodes]
  expect(known.map(({ name }) => name)).toEqual(['base', 'lent', 'own', 'builder'])
  const { nodes } = await gateway.read(NodesDocument, { variables: { ids: known.map(({ id }) => id) } })
  expect(nodes.map((node) => ({ id: node?.id, name: node && 'name' in node && node.name }))).toEqual(known)
  expect(nodes.map((node) => node?.__typename)).toEqual(['Image', 'Image', 'Image', 'ImageBuilder'])

  for (const [index, { id }] of known.entries()) {
    const { node } = await gateway.read<{ node: unknown }, never>(
      `{ node(id: "${id}") { __typename id ... on Image { name } ... on ImageBuilder { name } } }`,
    )
    expect(node).toEqual(nodes[index])
  }
})

test('accepts an id from another gateway', async () => {
  await using one = await startGateway()
  await using other = await startGateway()
  one.home.putImage({ Name: 'a' })
  other.home.putImage({ Name: 'a' })
  const { image } = await one.read<{ image: { id: string } }, never>('{ image(name: "a") { id } }')
  const { nodes } = await other.read(NodesDocument, { variables: { ids: [image.id] } })
  expect(nodes).toMatchObject([{ name: 'a' }])
})

test('returns null for missing nodes and keeps the order', async () => {
  await using gateway = await startGateway()
  gateway.home.putImage({ Name: 'here' })
  gateway.home.putImageBuilder({ Name: 'here' })
  const ids = [
    imageBuilderId('gone'),
    imageId('here'),
    imageId('gone'),
    imageBuilderId('here'),
    imageId('here'),
    globalId('Image', imageArn('a', '123456789012', 'eu-north-1')),
    globalId('ImageBuilder', imageBuilderArn('here', '999999999999')),
  ]
  const { nodes } = await gateway.read(NodesDocument, { variables: { ids } })
  expect(nodes.map((node) => node?.id ?? null)).toEqual([null, ids[1], null, ids[3], ids[1], null, null])
  const alone = await gateway.query(`{ node(id: "${imageId('gone')}") { id } }`)
  expect(alone).toEqual({ data: { node: null }, status: 200 })
})

test('fails only one node, with an error at its path', async () => {
  await using gateway = await startGateway()
  gateway.home.putImage({ Name: 'here' })
  gateway.home.putImageBuilder({ Name: 'here' })
  gateway.emulator.faults.add({
    operation: 'DescribeImageBuilders',
    error: { type: 'AccessDeniedException' },
  })
  const ids = [imageId('here'), imageBuilderId('here'), imageId('gone')]
  const { data, errors } = await gateway.query(NodesDocument, { variables: { ids } })
  expect(data?.nodes).toMatchObject([{ name: 'here' }, null, null])
  expect(errors).toMatchObject([{ path: ['nodes', 1], extensions: { code: 'UPSTREAM_ACCESS_DENIED' } }])
})

test('reads 100 ids in order, images by 25, builders by listing', async () => {
  await using gateway = await startGateway()
  const ids: string[] = []
  for (let index = 0; index < 50; index++) {
    gateway.home.putImage({ Name: `image-${index}` })
    gateway.home.putImageBuilder({ Name: `builder-${index}` })
    ids.unshift(imageId(`image-${index}`), imageBuilderId(`builder-${index}`))
  }
  const { nodes } = await gateway.read(NodesDocument, { variables: { ids } })
  expect(nodes.map((node) => node?.id)).toEqual(ids)
  const { calls } = gateway.emulator
  expect([calls.count('DescribeImages'), calls.count('DescribeImageBuilders'), calls.count()]).toEqual([
    2, 1, 3,
  ])
})

test('returns no nodes for no ids, without a call', async () => {
  await using gateway = await startGateway()
  expect(await gateway.read(NodesDocument, { variables: { ids: [] } })).toEqual({ nodes: [] })
  expect(gateway.emulator.calls.count()).toBe(0)
})
