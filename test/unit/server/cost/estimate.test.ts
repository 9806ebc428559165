import { parse } from 'graphql'
import { expect, test } from 'vitest'
import { createSchema } from '../../../../src/schema/index.ts'
import { createCostEstimate } from '../../../../src/server/cost/estimate.ts'
import { CPU } from '../../../../src/server/cost/price.ts'
import { sizesOf } from '../../../support/sizes.ts'

const schema = createSchema()

type Variables = Readonly<Record<string, unknown>>

function createCosts(longest: Readonly<Record<string, number>> = {}) {
  const estimate = createCostEstimate({ sizes: sizesOf(longest) })
  return (query: string, variableValues: Variables = {}, operationName?: string) =>
    estimate({ schema, document: parse(query), variableValues, operationName })
}

const cost = createCosts()

const PAGE = 'query ($n: Int) { images(first: $n) { nodes { name } } }'
const PAGE_WITH_DEFAULT = 'query ($n: Int = 30) { images(first: $n) { nodes { name } } }'
const pageOf = (size: number) => cost(PAGE, { n: size })

test('charges every operation a minimum', () => {
  expect(cost('{ __typename }')).toBeGreaterThan(CPU.operation)
})

test.for<[title: string, less: string, more: string]>([
  ['a scalar', '{ image(name: "a") { name } }', '{ image(name: "a") { name state platform rawState } }'],
  ['an object', '{ image(name: "a") { name } }', '{ image(name: "a") { baseImage { name } name } }'],
  [
    'edges beside nodes',
    '{ images { nodes { name } } }',
    '{ images { nodes { name } edges { node { name } } } }',
  ],
  ['an alias', '{ images { totalCount } }', '{ images { totalCount } b: images { totalCount } }'],
  [
    'a page with only a count',
    '{ images(first: 1) { totalCount } }',
    '{ images(first: 100) { totalCount } }',
  ],
  ['a filter', '{ images { totalCount } }', '{ images(filter: { namePrefix: "a" }) { totalCount } }'],
  [
    'a value of a filter',
    '{ images(filter: { names: ["a"] }) { totalCount } }',
    '{ images(filter: { names: ["a", "b", "c", "d", "e", "f", "g", "h"] }) { totalCount } }',
  ],
  [
    'a field with an AWS call',
    '{ image(name: "a") { applications { name } } }',
    '{ image(name: "a") { tags { key } } }',
  ],
  [
    'an omitted argument',
    '{ image(name: "a") { name } }',
    '{ image(name: "a") { name } b: image(name: "a") @skip(if: true) { baseImage { name } } }',
  ],
  [
    'a snapshot of a subscription',
    'subscription { imageStateChanged { kind } }',
    'subscription { imageStateChanged(snapshot: true) { kind } }',
  ],
  [
    'a resumed subscription',
    'subscription { imageStateChanged { kind } }',
    'subscription { imageStateChanged(after: "cursor") { kind } }',
  ],
  ['introspection', '{ __schema { types { name } } }', '{ __schema { types { name fields { name } } } }'],
])('charges more for %s', ([, less, more]) => {
  expect(cost(more)).toBeGreaterThan(cost(less))
})

test.for<[title: string, query: string, variables: Variables, size: number]>([
  ['a number', PAGE, { n: 50 }, 50],
  ['null, without a default', PAGE, { n: null }, 20],
  ['null, despite a default', PAGE_WITH_DEFAULT, { n: null }, 20],
  ['absent, without a default', PAGE, {}, 20],
  ['absent, with a default', PAGE_WITH_DEFAULT, {}, 30],
])('resolves a page size in a variable: %s', ([, query, variables, size]) => {
  expect(Math.abs(cost(query, variables) - pageOf(size))).toBeLessThanOrEqual(1)
})

test.for<[title: string, query: string]>([
  ['zero', '{ images(first: 0) { nodes { name } } }'],
  ['negative', '{ images(last: -5) { nodes { name } } }'],
  ['given twice', '{ images(first: 100, last: 100) { nodes { name } } }'],
])('charges an error for a page size that is %s', ([, query]) => {
  expect(cost(query)).toBe(CPU.operation + CPU.error + 1)
})

test('charges an error for each failing field', () => {
  const representations = Array.from({ length: 1000 }, (_, index) => ({
    __typename: 'Image',
    arn: `arn:${index}`,
  }))
  const query =
    'query ($r: [_Any!]!) { _entities(representations: $r) { ... on Image { a: derivedImages(first: 0) { totalCount } b: derivedImages(first: 0) { totalCount } } } }'
  expect(cost(query, { r: representations })).toBeGreaterThan(2000 * CPU.error)
})

test('charges an oversized page as requested', () => {
  expect(
    createCosts({ 'Query.images': 3 })('{ images(first: 2147483647) { nodes { name } } }'),
  ).toBeGreaterThan(150_000)
})

test('charges no page for more items than exist', () => {
  const query = '{ images(first: 100) { nodes { derivedImages(first: 100) { nodes { name } } } } }'
  const known = createCosts({ 'Query.images': 100, 'Image.derivedImages': 3 })
  const asked = query.replace('derivedImages(first: 100)', 'derivedImages(first: 3)')
  expect(known(query)).toBe(known(asked))
  expect(known(query)).toBeLessThan(cost(query) / 5)
})

test('charges unpaged lists by the longest one', () => {
  const query = '{ images(first: 100) { nodes { applications { name } } } }'
  const short = createCosts({ 'Image.applications': 1 })(query)
  const long = createCosts({ 'Image.applications': 100 })(query)
  expect(long).toBeGreaterThan(10 * short)
})

test('charges long texts by their bytes', () => {
  const estimate = createCostEstimate({
    sizes: {
      ...sizesOf(),
      valueBytes: (coordinate) => (coordinate === 'Image.description' ? 100_000 : undefined),
    },
  })
  const document = parse('{ images(first: 100) { nodes { description } } }')
  expect(estimate({ schema, document })).toBeGreaterThan(140_000)
})

test('charges nodes and references by the number of ids', () => {
  const query = 'query ($ids: [ID!]!) { nodes(ids: $ids) { id } }'
  const ids = (count: number) => ({ ids: Array.from({ length: count }, String) })
  const [one, two, eleven] = [1, 2, 11].map((count) => cost(query, ids(count)))
  expect((eleven ?? 0) - (one ?? 0)).toBeGreaterThanOrEqual(5 * ((two ?? 0) - (one ?? 0)))
})

test('charges the coercion of values in variables', () => {
  const query = 'query ($s: [ImageState!]) { images(filter: { states: $s }) { totalCount } }'
  const states = Array.from({ length: 28_000 }, () => 'FAILED')
  expect(cost(query, { s: states }) - cost(query, { s: [] })).toBeGreaterThanOrEqual(28_000 * CPU.inputValue)
})

test('charges a snapshot its selection per item', () => {
  const query = 'subscription { imageStateChanged(snapshot: true) { kind } }'
  const small = createCosts({ 'Subscription.imageStateChanged': 10 })(query)
  const large = createCosts({ 'Subscription.imageStateChanged': 1000 })(query)
  const named = createCosts({ 'Subscription.imageStateChanged': 1000, 'Query.appStreamTargets': 2 })(
    'subscription { imageStateChanged(snapshot: true, names: ["a", "b", "c", "d", "e"]) { kind } }',
  )
  expect(large).toBeGreaterThan(10 * (small - CPU.operation))
  expect(Math.abs(named - small)).toBeLessThanOrEqual(2)
})

test('charges introspection by the lists of the schema', () => {
  const types = Object.keys(schema.getTypeMap()).length
  const names = cost('{ __schema { types { name } } }') - CPU.operation
  expect(names).toBeGreaterThan(types * CPU.object)
  // Any type may have as many fields as the largest one.
  const own = cost('{ __type(name: "Image") { fields { name } } }')
  const others = cost('{ __type(name: "Query") { fields { name } } }')
  expect(own).toBe(others)
})

test('charges a mutation its AWS call', () => {
  const query = 'mutation { deleteImage(input: { name: "a" }) { __typename } }'
  expect(cost(query)).toBeGreaterThan(CPU.operation + CPU.call)
})

test('charges a fragment the same wherever it is spread', () => {
  const spread =
    '{ images(first: 7) { ...F } b: images(first: 3) { ...F } } fragment F on ImageConnection { nodes { name } }'
  const inline = '{ images(first: 7) { ... { nodes { name } } } b: images(first: 3) { nodes { name } } }'
  expect(cost(spread)).toBe(cost(inline))
})

test('charges only the requested operation of several', () => {
  const query =
    'query A { images(first: 1) { nodes { name } } } query B { images(first: 99) { nodes { name } } }'
  expect(cost(query, {}, 'A')).toBeLessThan(cost(query, {}, 'B'))
  expect(cost(query, {}, 'C')).toBe(0)
})

test('charges exponentially expanding fragments in bounded time', () => {
  const count = 1500
  const fragments = Array.from(
    { length: count },
    (_, index) =>
      `fragment F${index} on Image { baseImage { ...F${index + 1} } imageBuilder { image { ...F${index + 1} } } }`,
  )
  const query = `{ image(name: "a") { ...F0 } } ${fragments.join('\n')} fragment F${count} on Image { name }`
  expect(cost(query)).toBe(Number.POSITIVE_INFINITY)
})
