import { getNamedType, isEnumType, isObjectType } from 'graphql'
import { expect, test } from 'vitest'
import { createSchema } from '../../../src/schema/index.ts'
import { imageArn, imageBuilderArn, startGateway } from '../../support/gateway.ts'
import { camelCase, membersOf, sample, shapeOf } from '../../support/model.ts'
import { everyField } from '../../support/selection.ts'

const schema = createSchema()

const everything = `{
  images { nodes ${everyField(schema, 'Image')} }
  imageBuilders { nodes ${everyField(schema, 'ImageBuilder')} }
}`

/** Limits high enough for every field at once. */
const roomForEverything = { MAX_TOKENS: '20000', MAX_COST: '0' }

interface Everything {
  readonly images: { readonly nodes: Readonly<Record<string, unknown>>[] }
  readonly imageBuilders: { readonly nodes: Readonly<Record<string, unknown>>[] }
}

/** Adds unknown members to every structure of a value. */
function withExtras(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) return value.map(withExtras)
  // The only map among the members is not a structure.
  const known = Object.entries(value).map(([member, inner]) => [
    member,
    member === 'Metadata' ? inner : withExtras(inner),
  ])
  return { ...Object.fromEntries(known), Novelty: { Deep: [1, 'two', null] }, novelty: 'x' }
}

/** Returns a Describe response for a resource whose every enum member has an unlisted value. */
function novel(shapeName: 'Image' | 'ImageBuilder', overrides: Readonly<Record<string, unknown>>) {
  const instead = (_member: string, of: string) => {
    // Wire format of timestamps.
    if (shapeOf(of).type === 'timestamp') return 1_777_863_721
    return shapeOf(of).enum === undefined ? undefined : 'NOVEL'
  }
  return { ...Object(withExtras(sample(shapeName, instead))), ...overrides }
}

/** Compares every enum member with the graph recursively; returns the paths found. */
function checkNovel(shapeName: string, typename: string, said: unknown, path: string): string[] {
  const type = schema.getType(typename)
  if (!isObjectType(type) || typeof said !== 'object' || said === null) throw new Error(`Missing ${path}.`)
  const values = new Map<string, unknown>(Object.entries(said))
  return membersOf(shapeName).flatMap(([member, of]) => {
    const name = camelCase(member)
    const field = type.getFields()[name]
    if (field === undefined) throw new Error(`Missing ${path}.${name}.`)
    const isList = shapeOf(of).type === 'list'
    const inner = isList ? (shapeOf(of).member ?? '') : of
    const value = values.get(name)
    const fieldType = getNamedType(field.type)
    if (shapeOf(inner).type === 'structure') {
      return checkNovel(inner, fieldType.name, Array.isArray(value) ? value[0] : value, `${path}.${name}`)
    }
    if (shapeOf(inner).enum === undefined) return []
    const wrap = (one: unknown) => (isList ? [one] : one)
    if (isEnumType(fieldType)) {
      expect(value, `${path}.${name}`).toEqual(wrap('UNKNOWN'))
      const raw = `raw${name.charAt(0).toUpperCase()}${name.slice(1)}`
      expect(values.get(raw), `${path}.${raw}`).toEqual(wrap('NOVEL'))
    } else {
      expect(value, `${path}.${name}`).toBeNull()
    }
    return [`${path}.${name}`]
  })
}

test('maps unlisted enum values to UNKNOWN with the raw value', async () => {
  await using gateway = await startGateway({ env: roomForEverything })
  const { home, emulator } = gateway
  // The emulator lists by visibility, and this image has an unlisted one.
  emulator.faults.add({
    operation: 'DescribeImages',
    match: ({ Type }) => Type === 'PRIVATE',
    raw: {
      status: 200,
      body: JSON.stringify({ Images: [novel('Image', { Name: 'novel', Arn: imageArn('novel') })] }),
    },
  })
  home.putImageBuilder(
    novel('ImageBuilder', { Name: 'novel', Arn: imageBuilderArn('novel'), ImageArn: imageArn('novel') }),
  )

  const { images, imageBuilders } = await gateway.read<Everything, never>(everything)
  expect(checkNovel('Image', 'Image', images.nodes[0], 'image')).toEqual([
    'image.state',
    'image.visibility',
    'image.platform',
    'image.stateChangeReason.code',
    'image.applications.platforms',
    'image.imageErrors.errorCode',
    'image.latestAppstreamAgentVersion',
    'image.dynamicAppProvidersEnabled',
    'image.imageSharedWithOthers',
    'image.imageType',
  ])
  expect(checkNovel('ImageBuilder', 'ImageBuilder', imageBuilders.nodes[0], 'imageBuilder')).toEqual([
    'imageBuilder.platform',
    'imageBuilder.state',
    'imageBuilder.stateChangeReason.code',
    'imageBuilder.imageBuilderErrors.errorCode',
    'imageBuilder.accessEndpoints.endpointType',
    'imageBuilder.latestAppstreamAgentVersion',
  ])
})

test('fails no field of a resource with only a name', async () => {
  await using gateway = await startGateway({ env: roomForEverything })
  const { home, emulator } = gateway
  emulator.faults.add({
    operation: 'DescribeImages',
    match: ({ Type }) => Type === 'PRIVATE',
    raw: { status: 200, body: '{"Images":[{"Name":"bare"}]}' },
  })
  // The emulator knows neither by the ARN that the gateway has to construct.
  emulator.faults.add({ operation: 'ListTagsForResource', raw: { status: 200, body: '{}' } })
  emulator.faults.add({
    operation: 'DescribeImagePermissions',
    raw: { status: 200, body: '{"Name":"bare"}' },
  })
  home.putImageBuilder({ Name: 'bare', Arn: undefined, State: undefined, CreatedTime: undefined })

  const { images, imageBuilders } = await gateway.read<Everything, never>(everything)
  expect(images.nodes).toHaveLength(1)
  expect(images.nodes[0]).toMatchObject({
    arn: imageArn('bare'),
    accountId: '123456789012',
    region: 'us-east-1',
    state: 'UNKNOWN',
    rawState: null,
    visibility: 'UNKNOWN',
    platform: null,
    createdTime: null,
    baseImage: null,
    imageBuilder: null,
    supportedInstanceFamilies: [],
    applications: [],
    imageErrors: [],
    tags: [],
    derivedImages: { nodes: [] },
    launchedImageBuilders: { nodes: [] },
    sharedWith: { nodes: [] },
  })
  expect(imageBuilders.nodes[0]).toMatchObject({
    state: 'UNKNOWN',
    rawState: null,
    stateChangeReason: null,
    vpcConfig: null,
    networkAccessConfiguration: null,
    imageBuilderErrors: [],
    accessEndpoints: [],
    image: null,
    createdImages: { nodes: [] },
  })
})

test('fails no field for empty structures and lists from AWS', async () => {
  await using gateway = await startGateway({ env: roomForEverything })
  gateway.home.putImage({
    Name: 'hollow',
    StateChangeReason: {},
    Applications: [{}],
    ImageErrors: [{}],
    ImagePermissions: {},
    ImageSoftwareMetadata: {},
    SupportedInstanceFamilies: [],
  })
  gateway.home.putImageBuilder({
    Name: 'hollow',
    StateChangeReason: {},
    VpcConfig: {},
    DomainJoinInfo: {},
    NetworkAccessConfiguration: {},
    ImageBuilderErrors: [{}],
    AccessEndpoints: [{}],
    RootVolumeConfig: {},
  })
  const { images, imageBuilders } = await gateway.read<Everything, never>(everything)
  expect(images.nodes[0]).toMatchObject({
    stateChangeReason: { code: null, rawCode: null, message: null },
    applications: [{ name: null, platforms: [], metadata: [], iconS3Location: null }],
    imageErrors: [{ errorCode: null, errorMessage: null, errorTimestamp: null }],
  })
  expect(imageBuilders.nodes[0]).toMatchObject({
    vpcConfig: { subnetIds: [], securityGroupIds: [] },
    networkAccessConfiguration: { eniId: null, eniIpv6Addresses: [] },
    accessEndpoints: [{ endpointType: null, vpceId: null }],
    rootVolumeConfig: { volumeSizeInGb: null },
  })
})

test('returns null for malformed base image, image and builder names', async () => {
  await using gateway = await startGateway({ env: roomForEverything })
  gateway.home.putImage({ Name: 'lost', BaseImageArn: 'nonsense', ImageBuilderName: '' })
  gateway.home.putImageBuilder({ Name: 'lost', ImageArn: '' })
  const { images, imageBuilders } = await gateway.read<Everything, never>(everything)
  expect(images.nodes[0]).toMatchObject({ baseImageArn: 'nonsense', baseImage: null, imageBuilder: null })
  expect(imageBuilders.nodes[0]).toMatchObject({ imageArn: '', image: null })
})
