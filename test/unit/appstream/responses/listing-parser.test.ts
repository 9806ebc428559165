import { expect, test, vi } from 'vitest'
import { IMAGES } from '../../../../src/appstream/responses/listing-kinds.ts'
import { createDescriptions, type Descriptions } from '../../../../src/appstream/responses/listing-parser.ts'
import { imageBuilderKind } from '../../../../src/schema/image-builder/kind.ts'

interface JsonPage {
  readonly Images: readonly unknown[]
  readonly NextToken?: string
}

function read<Item>(descriptions: Descriptions<Item>, page: unknown) {
  const body = typeof page === 'string' ? page : JSON.stringify(page)
  return descriptions.pageOf(descriptions.read(Buffer.from(body)))
}

function list<Item>(descriptions: Descriptions<Item>, ...pages: readonly JsonPage[]): readonly Item[] {
  return descriptions.keep(
    'PRIVATE',
    pages.map((page) => read(descriptions, page)),
  )
}

/** Returns an image with enough applications for their list to be compressed. */
function image(name: string, others: object = {}) {
  const Applications = Array.from({ length: 40 }, (_, index) => ({
    Name: `application-${index}`,
    IconURL: `https://icons.example/${name}/${index}.png`,
    Platforms: ['WINDOWS_SERVER_2022'],
    CreatedTime: 1_700_000_000,
  }))
  return {
    Name: name,
    Arn: `arn:${name}`,
    State: 'AVAILABLE',
    CreatedTime: 1_700_000_000,
    Applications,
    ...others,
  }
}

test('returns the same array for an unchanged listing without parsing it', () => {
  const descriptions = createDescriptions(IMAGES)
  const pages = [{ Images: [image('a'), image('b')], NextToken: 'one' }, { Images: [image('c')] }]
  const first = list(descriptions, ...pages)
  const parse = vi.spyOn(JSON, 'parse')
  const again = pages.map((page) => ({ ...page, ...(page.NextToken && { NextToken: 'another' }) }))
  expect(list(descriptions, ...again)).toBe(first)
  expect(parse).not.toHaveBeenCalled()
  parse.mockRestore()
})

test('returns the new token of a page whose items are unchanged', () => {
  const descriptions = createDescriptions(IMAGES)
  list(descriptions, { Images: [image('a')], NextToken: 'one' })
  expect(read(descriptions, { Images: [image('a')], NextToken: 'two' }).nextToken).toBe('two')
  expect(read(descriptions, { Images: [image('a')] }).nextToken).toBeUndefined()
  expect(read(descriptions, { NextToken: 'three', Images: [image('a')] }).nextToken).toBe('three')
})

test.each([
  ['first', (token: string) => `{"NextToken":"${token}","Images":[{"Name":"a"}]}`],
  ['last', (token: string) => `{"Images":[{"Name":"a"}] , "NextToken" : "${token}" }\n`],
])('recognizes an unchanged page if its token comes %s', (_place, bodyWith) => {
  const descriptions = createDescriptions(IMAGES)
  const page = read(descriptions, bodyWith('one'))
  descriptions.keep('PRIVATE', [page])
  const again = read(descriptions, bodyWith('two'))
  expect(again.items).toBe(page.items)
  expect([page.nextToken, again.nextToken]).toEqual(['one', 'two'])
})

test.each([
  ['escapes', String.raw`{"Images":[{"Name":"a"}],"NextToken":"x\"y"}`, 'x"y'],
  ['a second value', '{"NextToken":"x","Images":[{"Name":"a"}],"NextToken":null}', undefined],
  ['a member after it', '{"Images":[{"Name":"a"}],"NextToken":"x","Other":1}', 'x'],
])('parses a token with %s as JSON, each time', (_what, body, token) => {
  const descriptions = createDescriptions(IMAGES)
  const page = read(descriptions, body)
  descriptions.keep('PRIVATE', [page])
  expect([page.nextToken, read(descriptions, body).nextToken]).toEqual([token, token])
})

test('treats text that resembles a token as content', () => {
  const descriptions = createDescriptions(IMAGES)
  const bodyWith = (text: string) => ({ Images: [{ Name: 'a', Description: `,"NextToken":"${text}"}` }] })
  const page = read(descriptions, bodyWith('one'))
  descriptions.keep('PRIVATE', [page])
  expect(read(descriptions, bodyWith('two')).items[0]?.Description).toBe(',"NextToken":"two"}')
})

test('keeps the neighbours of a changed image the same objects', () => {
  const descriptions = createDescriptions(IMAGES)
  const [a, b] = list(descriptions, { Images: [image('a'), image('b')] })
  const [sameA, changedB] = list(descriptions, { Images: [image('a'), image('b', { State: 'DELETING' })] })
  expect(sameA).toBe(a)
  expect(changedB?.State).toBe('DELETING')
  expect(changedB?.Applications).toBe(b?.Applications)
})

test('keeps images that moved to other pages the same objects', () => {
  const descriptions = createDescriptions(IMAGES)
  const [a, b] = list(descriptions, { Images: [image('a')], NextToken: 'one' }, { Images: [image('b')] })
  const moved = list(
    descriptions,
    { Images: [image('0'), image('a')], NextToken: 'one' },
    { Images: [image('b')] },
  )
  expect(moved[1]).toBe(a)
  expect(moved[2]).toBe(b)
})

test('restores the same objects for images that AWS omitted once', () => {
  const descriptions = createDescriptions(IMAGES)
  const [a] = list(descriptions, { Images: [image('a')] })
  list(descriptions, { Images: [] })
  list(descriptions, { Images: [] })
  expect(list(descriptions, { Images: [image('a')] })[0]).toBe(a)
})

test('returns the listed object for an image looked up by ARN', () => {
  const descriptions = createDescriptions(IMAGES)
  const [, b] = list(descriptions, { Images: [image('a'), image('b')] })
  expect(read(descriptions, { Images: [image('b')] }).items[0]).toBe(b)
})

test('compresses applications below their text size and decodes like the SDK', () => {
  const [described] = read(createDescriptions(IMAGES), { Images: [image('a')] }).items
  const applications = described?.Applications
  expect(applications?.bytes).toBeLessThan(JSON.stringify(image('a').Applications).length / 4)
  expect(applications?.unpack()).toHaveLength(40)
  expect(applications?.unpack()[7]).toEqual({
    Name: 'application-7',
    IconURL: 'https://icons.example/a/7.png',
    Platforms: ['WINDOWS_SERVER_2022'],
    CreatedTime: new Date(1_700_000_000_000),
  })
  expect(applications?.unpack()).toBe(applications?.unpack())
})

test.each([
  ['no list', {}],
  ['a string as list', { Images: 'none' }],
  ['an image without a name', { Images: [{}] }],
  ['a null in its list', { Images: [null] }],
  ['an application with string platforms', { Images: [{ Name: 'a', Applications: [{ Platforms: 'x' }] }] }],
  ['a null in an application list', { Images: [{ Name: 'a', Applications: [{ Platforms: [null] }] }] }],
])('throws an uncached SyntaxError for %s', (_what, page) => {
  const descriptions = createDescriptions(IMAGES)
  expect(() => read(descriptions, page)).toThrow(SyntaxError)
  expect(() => read(descriptions, page)).toThrow(SyntaxError)
})

test('does not parse a metadata key named like a list as one', () => {
  const metadata = { Platforms: 'any' }
  const page = { Images: [{ Name: 'a', Applications: [{ Name: 'x', Metadata: metadata }] }] }
  const [described] = read(createDescriptions(IMAGES), page).items
  expect(described?.Applications?.unpack()[0]?.Metadata).toEqual(metadata)
})

test('throws a SyntaxError for a builder with a malformed list', () => {
  const descriptions = createDescriptions(imageBuilderKind.listing.described)
  const page = { ImageBuilders: [{ Name: 'a', VpcConfig: { SubnetIds: 'subnet-1' } }] }
  expect(() => read(descriptions, page)).toThrow(SyntaxError)
})
