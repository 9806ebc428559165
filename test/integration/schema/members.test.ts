import { expect, test } from 'vitest'
import { createSchema } from '../../../src/schema/index.ts'
import { imageArn, imageBuilderArn, startGateway } from '../../support/gateway.ts'
import { camelCase, membersOf, sample, shapeOf } from '../../support/model.ts'
import { everyField } from '../../support/selection.ts'

const schema = createSchema()

/** Returns the expected graph value for an AWS value, by its shape. */
function expected(shapeName: string, value: unknown): unknown {
  const shape = shapeOf(shapeName)
  if (value instanceof Date) return value.toISOString()
  if (Array.isArray(value)) return value.map((item) => expected(shape.member ?? '', item))
  if (typeof value !== 'object' || value === null) {
    // The model uses one of these enums where a boolean is meant.
    const flags: Readonly<Record<string, boolean>> = {
      TRUE: true,
      FALSE: false,
      ENABLED: true,
      DISABLED: false,
    }
    return shape.enum?.every((name) => name in flags) ? flags[String(value)] : value
  }
  if (shape.type === 'map') {
    return Object.entries(value).map(([key, item]) => expect.objectContaining({ key, value: item }))
  }
  const members = new Map<string, unknown>(Object.entries(value))
  return expect.objectContaining(
    Object.fromEntries(
      membersOf(shapeName).map(([member, of]) => [camelCase(member), expected(of, members.get(member))]),
    ),
  )
}

const given: Readonly<Record<string, string>> = {
  Name: 'full',
  Visibility: 'PRIVATE',
  BaseImageArn: imageArn('base'),
  ImageArn: imageArn('base'),
  AppBlockArn: 'arn:aws:appstream:us-east-1:123456789012:app-block/a',
}

test('exposes every modelled member of an image in camelCase', async () => {
  await using gateway = await startGateway()
  const instead = (member: string) => (member === 'Arn' ? imageArn('full') : given[member])
  const image = { ...Object(sample('Image', instead)), Name: 'full' }
  gateway.home.putImage(image)
  const { images } = await gateway.read<{ images: { nodes: unknown[] } }, never>(
    `{ images { nodes ${everyField(schema, 'Image', 0)} } }`,
  )
  expect(images.nodes).toEqual([expected('Image', image)])
})

test('exposes every modelled member of an image builder in camelCase', async () => {
  await using gateway = await startGateway()
  const instead = (member: string) => (member === 'Arn' ? imageBuilderArn('full') : given[member])
  const imageBuilder = { ...Object(sample('ImageBuilder', instead)), Name: 'full' }
  gateway.home.putImageBuilder(imageBuilder)
  const { imageBuilders } = await gateway.read<{ imageBuilders: { nodes: unknown[] } }, never>(
    `{ imageBuilders { nodes ${everyField(schema, 'ImageBuilder', 0)} } }`,
  )
  expect(imageBuilders.nodes).toEqual([expected('ImageBuilder', imageBuilder)])
})

test('converts AWS values in two spellings to booleans', async () => {
  await using gateway = await startGateway()
  for (const [Name, said, enabled] of [
    ['yes', 'TRUE', 'ENABLED'],
    ['no', 'FALSE', 'DISABLED'],
    ['perhaps', 'PERHAPS', 'PERHAPS'],
    ['silent', undefined, undefined],
  ] as const) {
    gateway.home.putImage({
      Name,
      LatestAppstreamAgentVersion: said,
      ImageSharedWithOthers: said,
      DynamicAppProvidersEnabled: enabled,
    })
  }
  const { images } = await gateway.read<{ images: { nodes: unknown[] } }, never>(
    '{ images { nodes { name latestAppstreamAgentVersion imageSharedWithOthers dynamicAppProvidersEnabled } } }',
  )
  const all = (name: string, value: boolean | null) => ({
    name,
    latestAppstreamAgentVersion: value,
    imageSharedWithOthers: value,
    dynamicAppProvidersEnabled: value,
  })
  expect(images.nodes).toEqual([
    all('no', false),
    all('perhaps', null),
    all('silent', null),
    all('yes', true),
  ])
})
