import { expect, test } from 'vitest'
import {
  type ImageBuilderFilter,
  ImageBuilderPageDocument,
  type ImageFilter,
  ImagePageDocument,
  LatestImageDocument,
} from '../../../generated/graphql.ts'
import { imageArn, startGateway, type TestGateway } from '../../../support/gateway.ts'

const NO_FILTER = ['Alpha', 'alpha-2', 'beta', 'shared', 'untold'] as const

/**
 * Seeds images that differ in every filterable member; `shared` belongs to another account, `base` to AWS.
 */
function seedImages({ emulator, home }: TestGateway): void {
  home.putImage({
    Name: 'base',
    Visibility: 'PUBLIC',
    Platform: 'WINDOWS',
    CreatedTime: new Date('2025-01-01'),
  })
  home.putImage({
    Name: 'Alpha',
    Platform: 'WINDOWS_SERVER_2022',
    ImageBuilderSupported: true,
    BaseImageArn: imageArn('base', ''),
    CreatedTime: new Date('2026-01-01T00:00:00Z'),
  })
  home.putImage({
    Name: 'alpha-2',
    State: 'FAILED',
    Platform: 'RHEL8',
    ImageBuilderSupported: false,
    BaseImageArn: imageArn('Alpha'),
    CreatedTime: new Date('2026-02-01T00:00:00Z'),
  })
  home.putImage({
    Name: 'beta',
    State: 'HIBERNATING',
    Platform: 'TEMPLE_OS',
    CreatedTime: new Date('2026-03-01T00:00:00Z'),
  })
  home.putImage({ Name: 'untold', State: undefined, Platform: undefined, CreatedTime: undefined })
  const others = emulator.region('us-east-1', '111111111111')
  others.putImage({ Name: 'shared', Platform: 'RHEL8', CreatedTime: new Date('2026-01-15T00:00:00Z') })
  others.shareImage('shared', '123456789012', { allowFleet: true })
}

const imageFilters: readonly [filter: ImageFilter, names: readonly string[]][] = [
  [{}, NO_FILTER],
  [{ names: ['beta', 'Alpha', 'nobody'] }, ['Alpha', 'beta']],
  [{ names: ['alpha'] }, []],
  [{ names: [] }, []],
  [{ namePrefix: 'alpha' }, ['alpha-2']],
  [{ namePrefix: 'Alpha' }, ['Alpha']],
  [{ namePrefix: '' }, NO_FILTER],
  [{ namePrefix: '.*' }, []],
  [{ nameContains: 'ALPHA' }, ['Alpha', 'alpha-2']],
  [{ nameContains: 'HA-' }, ['alpha-2']],
  [{ states: ['AVAILABLE'] }, ['Alpha', 'shared']],
  [{ states: ['AVAILABLE', 'FAILED'] }, ['Alpha', 'alpha-2', 'shared']],
  [{ states: ['UNKNOWN'] }, ['beta', 'untold']],
  [{ states: [] }, []],
  [{ visibilities: ['PRIVATE'] }, ['Alpha', 'alpha-2', 'beta', 'untold']],
  [{ visibilities: ['SHARED'] }, ['shared']],
  [{ visibilities: ['PUBLIC'] }, ['base']],
  [
    { visibilities: ['PUBLIC', 'PRIVATE', 'SHARED'] },
    ['Alpha', 'alpha-2', 'base', 'beta', 'shared', 'untold'],
  ],
  [{ visibilities: ['UNKNOWN'] }, []],
  [{ visibilities: [] }, []],
  [{ platforms: ['RHEL8'] }, ['alpha-2', 'shared']],
  [{ platforms: ['UNKNOWN'] }, ['beta']],
  [{ platforms: [] }, []],
  [{ imageBuilderSupported: true }, ['Alpha']],
  [{ imageBuilderSupported: false }, ['alpha-2']],
  [{ baseImageArn: imageArn('base', '') }, ['Alpha']],
  [{ baseImageArn: imageArn('Alpha') }, ['alpha-2']],
  [{ baseImageArn: imageArn('nobody') }, []],
  [{ createdAfter: '2026-01-15T00:00:00Z' }, ['alpha-2', 'beta']],
  [{ createdAfter: '2026-01-14T23:59:59.999Z' }, ['alpha-2', 'beta', 'shared']],
  [{ createdBefore: '2026-01-15T00:00:00Z' }, ['Alpha']],
  [{ createdBefore: '2026-02-01T01:00:00+02:00' }, ['Alpha', 'shared']],
  [{ createdAfter: '2026-01-01T00:00:00Z', createdBefore: '2026-02-01T00:00:00Z' }, ['shared']],
  [{ namePrefix: 'a', states: ['FAILED'], platforms: ['RHEL8', 'WINDOWS'] }, ['alpha-2']],
  [{ namePrefix: 'a', states: ['AVAILABLE'] }, []],
  [{ names: null, states: null, visibilities: null, nameContains: null, createdAfter: null }, NO_FILTER],
]

test('image filters match by each member and combine with AND', async () => {
  await using gateway = await startGateway()
  seedImages(gateway)
  for (const [filter, names] of imageFilters) {
    const { images } = await gateway.read(ImagePageDocument, { variables: { filter } })
    expect({ filter, names: images?.nodes.map(({ name }) => name) }).toEqual({ filter, names })
    expect(images?.totalCount).toBe(names.length)
  }
})

test('the visibility filter matches images without visibility as UNKNOWN', async () => {
  await using gateway = await startGateway()
  gateway.emulator.faults.add({
    operation: 'DescribeImages',
    match: ({ Type }) => Type === 'PRIVATE',
    raw: {
      status: 200,
      body: JSON.stringify({ Images: [{ Name: 'bare' }, { Name: 'odd', Visibility: 'LENT' }] }),
    },
  })
  const { images } = await gateway.read(ImagePageDocument, {
    variables: { filter: { visibilities: ['UNKNOWN'] } },
  })
  expect(images?.nodes.map(({ name }) => name)).toEqual(['bare', 'odd'])
})

const builderFilters: readonly [filter: ImageBuilderFilter, names: readonly string[]][] = [
  [{}, ['Build', 'build-2', 'other', 'untold']],
  [{ names: ['other', 'Build'] }, ['Build', 'other']],
  [{ names: [] }, []],
  [{ namePrefix: 'build' }, ['build-2']],
  [{ nameContains: 'BUILD' }, ['Build', 'build-2']],
  [{ states: ['RUNNING'] }, ['Build']],
  [{ states: ['UNKNOWN'] }, ['other', 'untold']],
  [{ states: [] }, []],
  [{ platforms: ['RHEL8'] }, ['build-2']],
  [{ platforms: ['UNKNOWN'] }, ['other']],
  [{ platforms: [] }, []],
  [{ imageArn: imageArn('base') }, ['Build', 'other']],
  [{ imageArn: imageArn('nobody') }, []],
  [{ createdAfter: '2026-01-01T00:00:00Z' }, ['build-2']],
  [{ createdBefore: '2026-02-01T00:00:00Z' }, ['Build']],
  [{ nameContains: 'b', states: ['STOPPED'], platforms: ['RHEL8'] }, ['build-2']],
]

test('image builder filters match by each member and combine with AND', async () => {
  await using gateway = await startGateway()
  const { home } = gateway
  home.putImageBuilder({
    Name: 'Build',
    Platform: 'WINDOWS',
    ImageArn: imageArn('base'),
    CreatedTime: new Date('2026-01-01T00:00:00Z'),
  })
  home.putImageBuilder({
    Name: 'build-2',
    State: 'STOPPED',
    Platform: 'RHEL8',
    ImageArn: imageArn('next'),
    CreatedTime: new Date('2026-02-01T00:00:00Z'),
  })
  home.putImageBuilder({
    Name: 'other',
    State: 'DREAMING',
    Platform: 'TEMPLE_OS',
    ImageArn: imageArn('base'),
    CreatedTime: undefined,
  })
  home.putImageBuilder({ Name: 'untold', State: undefined, Platform: undefined, CreatedTime: undefined })
  for (const [filter, names] of builderFilters) {
    const { imageBuilders } = await gateway.read(ImageBuilderPageDocument, { variables: { filter } })
    expect({ filter, names: imageBuilders?.nodes.map(({ name }) => name) }).toEqual({ filter, names })
    expect(imageBuilders?.totalCount).toBe(names.length)
  }
})

test('a list reads only the listings that its filter can match', async () => {
  await using gateway = await startGateway()
  seedImages(gateway)
  const { calls } = gateway.emulator
  const typesRead = async (filter: ImageFilter | null) => {
    calls.clear()
    await gateway.read(ImagePageDocument, { variables: { filter }, headers: { 'cache-control': 'no-cache' } })
    // The calls run concurrently, in any order.
    return calls.all.map(({ input }) => input['Type']).toSorted()
  }
  expect(await typesRead(null)).toEqual(['PRIVATE', 'SHARED'])
  expect(await typesRead({ visibilities: ['SHARED'] })).toEqual(['SHARED'])
  expect(await typesRead({ visibilities: ['PUBLIC'] })).toEqual(['PUBLIC'])
  expect(await typesRead({ visibilities: ['UNKNOWN', 'PRIVATE'] })).toEqual(['PRIVATE', 'SHARED'])
  expect(await typesRead({ visibilities: [] })).toEqual([])
})

test('one query finds the latest available image with a name prefix', async () => {
  await using gateway = await startGateway()
  const { home } = gateway
  home.putImage({ Name: 'corp-1', CreatedTime: new Date('2026-01-01') })
  home.putImage({ Name: 'corp-2', CreatedTime: new Date('2026-02-01') })
  home.putImage({ Name: 'corp-3', CreatedTime: new Date('2026-03-01'), State: 'PENDING' })
  home.putImage({ Name: 'lab-1', CreatedTime: new Date('2026-04-01') })
  const { images } = await gateway.read(LatestImageDocument, { variables: { namePrefix: 'corp-' } })
  expect(images?.nodes.map(({ name }) => name)).toEqual(['corp-2'])
})
