import { expect, test } from 'vitest'
import {
  ImageBuilderPageDocument,
  type ImageBuilderPageQuery,
  ImagePageDocument,
  type ImagePageQuery,
  type ImagePageQueryVariables,
} from '../../../generated/graphql.ts'
import { createTestClock, imageArn, startGateway, type TestGateway } from '../../../support/gateway.ts'

type Page = NonNullable<ImagePageQuery['images']>

async function readPage(gateway: TestGateway, variables: ImagePageQueryVariables = {}): Promise<Page> {
  const { images } = await gateway.read(ImagePageDocument, { variables })
  if (images == null) throw new Error('The page is null.')
  return images
}

function names({ nodes }: Page): string[] {
  return nodes.map(({ name }) => name)
}

/** Returns image-00, image-01 and so on. */
function imageNames(count: number): string[] {
  return Array.from({ length: count }, (_, index) => `image-${String(index).padStart(2, '0')}`)
}

async function startWith(images: readonly string[]): Promise<TestGateway> {
  const gateway = await startGateway()
  for (const Name of images) gateway.home.putImage({ Name })
  return gateway
}

test('returns an empty page without cursors for no items', async () => {
  await using gateway = await startGateway()
  expect(await readPage(gateway)).toEqual({
    nodes: [],
    totalCount: 0,
    pageInfo: { hasNextPage: false, hasPreviousPage: false, startCursor: null, endCursor: null },
  })
})

test('returns 20 items by default, with a totalCount of all', async () => {
  await using gateway = await startWith(imageNames(23))
  const page = await readPage(gateway)
  expect(names(page)).toEqual(imageNames(20))
  expect(page.totalCount).toBe(23)
  const rest = await readPage(gateway, { after: page.pageInfo.endCursor ?? '' })
  expect(names(rest)).toEqual(imageNames(23).slice(20))
  expect(rest.totalCount).toBe(23)
})

test('returns the front of the list for before without last', async () => {
  await using gateway = await startWith(imageNames(30))
  const { pageInfo } = await readPage(gateway, { first: 26 })
  const page = await readPage(gateway, { before: pageInfo.endCursor ?? '' })
  expect(names(page)).toEqual(imageNames(20))
  expect(page.pageInfo).toMatchObject({ hasNextPage: true, hasPreviousPage: false })
})

test('returns every item once walking forward, with a correct hasNextPage', async () => {
  await using gateway = await startWith(imageNames(23))
  const seen: string[] = []
  const more: [before: boolean, after: boolean][] = []
  for (let after: string | null = null; ; ) {
    const page = await readPage(gateway, { first: 7, after })
    seen.push(...names(page))
    more.push([page.pageInfo.hasPreviousPage, page.pageInfo.hasNextPage])
    after = page.pageInfo.endCursor ?? null
    if (!page.pageInfo.hasNextPage) break
  }
  expect(seen).toEqual(imageNames(23))
  expect(more).toEqual([
    [false, true],
    [true, true],
    [true, true],
    [true, false],
  ])
})

test('returns every item once walking backward, keeping the list order', async () => {
  await using gateway = await startWith(imageNames(23))
  const seen: string[] = []
  const more: [before: boolean, after: boolean][] = []
  for (let before: string | null = null; ; ) {
    const page = await readPage(gateway, { last: 7, before })
    seen.unshift(...names(page))
    more.unshift([page.pageInfo.hasPreviousPage, page.pageInfo.hasNextPage])
    before = page.pageInfo.startCursor ?? null
    if (!page.pageInfo.hasPreviousPage) break
  }
  expect(seen).toEqual(imageNames(23))
  expect(more).toEqual([
    [false, true],
    [true, true],
    [true, true],
    [true, false],
  ])
})

test('treats after and before as a window for first and last', async () => {
  await using gateway = await startWith(imageNames(10))
  const { pageInfo } = await readPage(gateway, { first: 3 })
  const after = pageInfo.endCursor
  const before = (await readPage(gateway, { last: 3 })).pageInfo.startCursor
  expect(names(await readPage(gateway, { after, before }))).toEqual(imageNames(7).slice(3))
  expect(names(await readPage(gateway, { after, before, first: 2 }))).toEqual(['image-03', 'image-04'])
  expect(names(await readPage(gateway, { after, before, last: 2 }))).toEqual(['image-05', 'image-06'])
  const nothing = await readPage(gateway, { after: before ?? null, before: after ?? null })
  expect(names(nothing)).toEqual([])
  expect(nothing.totalCount).toBe(10)
})

test('treats null arguments as absent', async () => {
  await using gateway = await startWith(imageNames(3))
  const nothing = { first: null, last: null, after: null, before: null, filter: null, orderBy: null }
  expect(names(await readPage(gateway, nothing))).toEqual(imageNames(3))
})

test('resumes at a cursor when its item or its neighbours are gone', async () => {
  const clock = createTestClock()
  await using gateway = await startGateway({ clock })
  for (const Name of imageNames(9)) gateway.home.putImage({ Name })
  const { pageInfo } = await readPage(gateway, { first: 4 })
  for (const name of ['image-01', 'image-03', 'image-04']) gateway.home.deleteImage(name)
  clock.advance(60_000)
  const rest = await readPage(gateway, { after: pageInfo.endCursor })
  expect(names(rest)).toEqual(['image-05', 'image-06', 'image-07', 'image-08'])
  expect(rest.totalCount).toBe(6)
  expect(names(await readPage(gateway, { last: 9, before: pageInfo.endCursor }))).toEqual([
    'image-00',
    'image-02',
  ])
})

test('accepts a cursor from another gateway without shared state', async () => {
  await using one = await startWith(imageNames(5))
  await using other = await startWith(imageNames(5))
  const { pageInfo } = await readPage(one, { first: 2 })
  expect(names(await readPage(other, { after: pageInfo.endCursor }))).toEqual(imageNames(5).slice(2))
})

test('sorts names by code units in both directions', async () => {
  const sorted = ['B', 'Ba', 'a', 'a-1', 'a.1', 'a1', 'a_1', 'b']
  await using gateway = await startWith(sorted.toReversed())
  expect(names(await readPage(gateway))).toEqual(sorted)
  expect(names(await readPage(gateway, { orderBy: { field: 'NAME', direction: 'ASC' } }))).toEqual(sorted)
  expect(names(await readPage(gateway, { orderBy: { field: 'NAME', direction: 'DESC' } }))).toEqual(
    sorted.toReversed(),
  )
})

test('sorts missing creation times last and equal ones by ARN', async () => {
  await using gateway = await startGateway()
  const { home } = gateway
  home.putImageBuilder({ Name: 'untimed-b', CreatedTime: undefined })
  home.putImageBuilder({ Name: 'tie-b', CreatedTime: new Date('2026-02-02') })
  home.putImageBuilder({ Name: 'newest', CreatedTime: new Date('2026-03-03') })
  home.putImageBuilder({ Name: 'untimed-a', CreatedTime: undefined })
  home.putImageBuilder({ Name: 'tie-a', CreatedTime: new Date('2026-02-02') })
  home.putImageBuilder({ Name: 'oldest', CreatedTime: new Date('1969-01-01') })

  for (const [direction, sorted] of [
    ['ASC', ['oldest', 'tie-a', 'tie-b', 'newest', 'untimed-a', 'untimed-b']],
    ['DESC', ['newest', 'tie-a', 'tie-b', 'oldest', 'untimed-a', 'untimed-b']],
  ] as const) {
    const orderBy = { field: 'CREATED_TIME', direction } as const
    const whole = await gateway.read(ImageBuilderPageDocument, { variables: { orderBy } })
    expect(whole.imageBuilders?.nodes.map(({ name }) => name)).toEqual(sorted)

    // Uses small pages, so that cursors fall between ties and among items without a time.
    const walked: string[] = []
    let after: string | null = null
    while (walked.length < sorted.length) {
      const page: ImageBuilderPageQuery = await gateway.read(ImageBuilderPageDocument, {
        variables: { first: 1, after, orderBy },
      })
      walked.push(...(page.imageBuilders?.nodes.map(({ name }) => name) ?? []))
      after = page.imageBuilders?.pageInfo.endCursor ?? null
    }
    expect(walked).toEqual(sorted)
  }
})

test('distinguishes equal names in two accounts by ARN', async () => {
  await using gateway = await startWith(['same'])
  const others = gateway.emulator.region('us-east-1', '111111111111')
  others.putImage({ Name: 'same' })
  others.shareImage('same', '123456789012', { allowFleet: true })
  const { images } = await gateway.read<{ images: { nodes: { arn: string }[] } }, never>(
    '{ images { nodes { arn } } }',
  )
  expect(images.nodes.map(({ arn }) => arn)).toEqual([imageArn('same', '111111111111'), imageArn('same')])
  const first = await readPage(gateway, { first: 1 })
  const second = await readPage(gateway, { first: 1, after: first.pageInfo.endCursor })
  expect([...names(first), ...names(second)]).toEqual(['same', 'same'])
  expect(second.pageInfo.hasNextPage).toBe(false)
})

test('returns edges and nodes in one order, with node cursors', async () => {
  await using gateway = await startWith(imageNames(3))
  interface Edges {
    readonly images: {
      readonly edges: { readonly cursor: string; readonly node: { readonly name: string } }[]
      readonly nodes: { readonly name: string }[]
      readonly pageInfo: { readonly startCursor: string; readonly endCursor: string }
      readonly changeCursor: string
      readonly observedAt: string
    }
  }
  const before = Date.now()
  const { images } = await gateway.read<Edges, never>(`{
    images { edges { cursor node { name } } nodes { name } pageInfo { startCursor endCursor } changeCursor observedAt }
  }`)
  expect(images.edges.map(({ node }) => node)).toEqual(images.nodes)
  expect(images.pageInfo).toEqual({
    startCursor: images.edges[0]?.cursor,
    endCursor: images.edges[2]?.cursor,
  })
  expect(images.changeCursor).not.toBe('')
  expect(Date.parse(images.observedAt)).toBeGreaterThan(before - 1000)
  for (const [index, { cursor }] of images.edges.entries()) {
    expect(names(await readPage(gateway, { after: cursor }))).toEqual(imageNames(3).slice(index + 1))
  }
})
