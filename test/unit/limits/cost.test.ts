import { parse } from 'graphql'
import { expect, test } from 'vitest'
import { createSchema } from '../../../src/schema/index.ts'
import { createCostEstimate } from '../../../src/server/limits/cost.ts'

const schema = createSchema()
const costOf = createCostEstimate()
const cost = (query: string, variableValues: Record<string, unknown> = {}, operationName?: string) =>
  costOf({ schema, document: parse(query), variableValues, operationName })

test.for<[title: string, query: string, cost: number, variables?: Record<string, unknown>]>([
  ['an object is 1, its scalars are nothing', '{ image(name: "a") { name state arn } }', 1],
  ['an object in an object is one more', '{ image(name: "a") { baseImage { name } } }', 2],
  ['__typename is nothing', '{ __typename image(name: "a") { __typename } }', 1],
  ['a page is itself, and as many objects as `first` says', '{ images(first: 7) { nodes { name } } }', 1 + 7],
  ['so it is by `last`', '{ images(last: 7) { nodes { name } } }', 1 + 7],
  ['an edge is an object, too', '{ images(first: 7) { edges { cursor node { name } } } }', 1 + 7 * 2],
  ['a page of which nothing is said is 20', '{ images { nodes { name } } }', 1 + 20],
  ['what a page counts is nothing', '{ images(first: 100) { totalCount pageInfo { endCursor } } }', 1 + 1],
  [
    'pages in pages multiply',
    '{ images(first: 10) { nodes { derivedImages(first: 5) { nodes { name } } } } }',
    1 + 10 * (1 + 1 + 5),
  ],
  [
    'an AWS call for each object weighs 10',
    '{ images(first: 3) { nodes { sharedWith(first: 2) { nodes { accountId } } } } }',
    1 + 3 * (1 + 10 + 2),
  ],
  ['tags are ten of those', '{ image(name: "a") { tags { key } } }', 1 + 10 * 10],
  ['a list of which nothing is known is 10', '{ image(name: "a") { applications { name } } }', 1 + 10],
  ['scalars in a list are nothing', '{ image(name: "a") { supportedInstanceFamilies } }', 1],
  ['nodes are as many as their ids', '{ nodes(ids: ["a", "b", "c"]) { id } }', 3],
  [
    'ids in a variable are counted',
    'query ($ids: [ID!]!) { nodes(ids: $ids) { id } }',
    4,
    { ids: [1, 2, 3, 4] },
  ],
  [
    'so are references',
    'query ($r: [_Any!]!) { _entities(representations: $r) { ... on Image { baseImage { name } } } }',
    3 * 2,
    { r: [{}, {}, {}] },
  ],
  [
    'a size in a variable is counted',
    'query ($n: Int) { images(first: $n) { nodes { name } } }',
    1 + 50,
    { n: 50 },
  ],
  [
    'a variable that is null is none',
    'query ($n: Int) { images(first: $n) { nodes { name } } }',
    1 + 20,
    { n: null },
  ],
  [
    'a variable that is not given is none',
    'query ($n: Int) { images(first: $n) { nodes { name } } }',
    1 + 20,
  ],
  ['or what it is by default', 'query ($n: Int = 30) { images(first: $n) { nodes { name } } }', 1 + 30],
  [
    'a size that is none, which execution refuses, is none',
    'query ($n: Int) { images(first: $n) { nodes { name } } }',
    1 + 20,
    { n: '1e9' },
  ],
  ['the larger size counts', '{ images(first: 3, last: 9) { nodes { name } } }', 1 + 9],
  ['a negative size is none', '{ images(first: -5) { nodes { name } } }', 1 + 20],
  ['a page in an inline fragment is sized alike', '{ images(first: 7) { ... { nodes { name } } } }', 1 + 7],
  [
    'a fragment costs what it does where it is spread',
    '{ images(first: 7) { ...F } more: images(first: 3) { ...F } } fragment F on ImageConnection { nodes { name } }',
    1 + 7 + (1 + 3),
  ],
  [
    'what may be left out is counted',
    'query ($b: Boolean!) { image(name: "a") @skip(if: $b) { name } }',
    1,
    { b: true },
  ],
  [
    'a mutation is 10, and 10 for each',
    'mutation { deleteImage(input: { name: "a" }) { ... on DeleteImagePayload { image { name } } } }',
    10 + 10 + 1,
  ],
  ['an event is an object', 'subscription { imageStateChanged { kind image { name } } }', 2],
  ['introspection is counted', '{ __schema { types { fields { name } } } }', 1 + 10 * (1 + 10)],
  ['so is a type', '{ __type(name: "Image") { fields { name } } }', 1 + 10],
])('%s', ([, query, expected, variables]) => {
  expect(cost(query, variables)).toBe(expected)
})

test('of several operations, the one that is asked for counts', () => {
  const query =
    'query A { images(first: 1) { nodes { name } } } query B { images(first: 9) { nodes { name } } }'
  expect(cost(query, {}, 'A')).toBe(2)
  expect(cost(query, {}, 'B')).toBe(10)
  expect(cost(query, {}, 'C')).toBe(0)
})

test('what fragments expand to beyond all numbers is priced at once', () => {
  const count = 1500
  const fragments = Array.from(
    { length: count },
    (_, index) =>
      `fragment F${index} on Image { baseImage { ...F${index + 1} } imageBuilder { image { ...F${index + 1} } } }`,
  )
  const query = `{ image(name: "a") { ...F0 } } ${fragments.join('\n')} fragment F${count} on Image { name }`
  expect(cost(query)).toBe(Number.POSITIVE_INFINITY)
})
