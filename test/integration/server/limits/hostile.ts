import type { Asked } from './support.ts'

/** Joins a text that is repeated with its index. */
export const times = (count: number, text: (index: number) => string) =>
  Array.from({ length: count }, (_, index) => text(index)).join(' ')

/**
 * Returns fragments that each spread the next one twice: the selection grows with 2 to the power of their
 * number.
 */
const laughs = (count: number, twice: (next: string) => string) =>
  `${times(count, (index) => `fragment F${index} on Image { ${twice(`...F${index + 1}`)} }`)} fragment F${count} on Image { name }`

/** Hostile operations with their expected error codes. */
export const hostile: readonly (readonly [what: string, asked: Asked, code: string])[] = [
  [
    '1,000 aliases of one field',
    { query: `{ ${times(1000, (index) => `a${index}: __typename`)} }` },
    'TOO_MANY_ALIASES',
  ],
  [
    'aliases hidden in a fragment',
    { query: `{ ...F } fragment F on Query { ${times(60, (index) => `a${index}: __typename`)} }` },
    'TOO_MANY_ALIASES',
  ],
  [
    'aliases of introspection',
    { query: `{ ${times(51, (index) => `a${index}: __schema { types { name } }`)} }` },
    'TOO_MANY_ALIASES',
  ],
  ['1,000 root fields', { query: `{ ${times(1000, () => '__typename')} }` }, 'TOO_MANY_ROOT_FIELDS'],
  [
    '100 mutations in one',
    { query: `mutation { ${times(100, () => 'startImageBuilder(input: { name: "a" }) { __typename }')} }` },
    'TOO_MANY_ROOT_FIELDS',
  ],
  [
    'a fragment that spreads itself',
    { query: '{ ...F } fragment F on Query { ...F }' },
    'GRAPHQL_VALIDATION_FAILED',
  ],
  [
    'a cycle of 300 fragments',
    {
      query: `{ ...F0 } ${times(300, (index) => `fragment F${index} on Query { ...F${(index + 1) % 300} }`)}`,
    },
    'TOO_MANY_REPEATED_FIELDS',
  ],
  [
    'a cycle through fields',
    { query: '{ image(name: "a") { ...F } } fragment F on Image { baseImage { ...F } }' },
    'GRAPHQL_VALIDATION_FAILED',
  ],
  ['fields 1,600 deep', { query: `${'{ a '.repeat(1600)}${'}'.repeat(1600)}` }, 'NESTING_TOO_DEEP'],
  [
    'fields 60 deep',
    { query: `{ image(name: "a") ${'{ baseImage '.repeat(58)} { name } ${'}'.repeat(59)}` },
    'QUERY_TOO_DEEP',
  ],
  [
    'fields deep in a chain of fragments',
    {
      query: `{ image(name: "a") { ...F0 } } ${times(400, (index) => `fragment F${index} on Image { baseImage { ...F${index + 1} } }`)} fragment F400 on Image { name }`,
    },
    'QUERY_TOO_DEEP',
  ],
  [
    'inline fragments 1,600 deep',
    { query: `{ ${'... { '.repeat(1600)} __typename ${'}'.repeat(1601)}` },
    'NESTING_TOO_DEEP',
  ],
  [
    'lists 2,400 deep in an argument',
    { query: `{ image(name: ${'['.repeat(2400)}${']'.repeat(2400)}) { name } }` },
    'NESTING_TOO_DEEP',
  ],
  [
    'objects 800 deep in an argument',
    { query: `{ image(name: ${'{ a: '.repeat(800)} 1 ${'}'.repeat(800)}) { name } }` },
    'NESTING_TOO_DEEP',
  ],
  [
    'a variable of a list type 2,000 deep',
    { query: `query ($v: ${'['.repeat(2000)} Int ${']'.repeat(2000)}) { __typename }` },
    'NESTING_TOO_DEEP',
  ],
  ['brackets that are never closed', { query: '{ a('.concat('['.repeat(4000)) }, 'NESTING_TOO_DEEP'],
  [
    'a variable nested 50,000 deep',
    { query: 'query ($name: String) { image(name: $name) { name } }', variables: { name: '@nested@' } },
    'NESTING_TOO_DEEP',
  ],
  [
    'extensions nested 50,000 deep',
    { query: '{ __typename }', extensions: { a: '@nested@' } },
    'NESTING_TOO_DEEP',
  ],
  [
    'many directives on one field',
    { query: `{ __typename ${times(700, () => '@include(if: true)')} }` },
    'TOO_MANY_DIRECTIVES',
  ],
  [
    'directives that there are not',
    { query: `{ __typename ${times(2000, (index) => `@d${index}`)} }` },
    'TOO_MANY_DIRECTIVES',
  ],
  [
    'directives on spreads of one fragment',
    {
      query: `{ image(name: "a") { ${times(500, () => '...F @skip(if: false)')} } } fragment F on Image { name }`,
    },
    'TOO_MANY_DIRECTIVES',
  ],
  [
    'directives on variables',
    { query: `query (${times(400, (index) => `$v${index}: Int @skip(if: false)`)}) { __typename }` },
    'TOO_MANY_DIRECTIVES',
  ],
  [
    'a billion laughs',
    {
      query: `{ image(name: "a") { ...F0 } } ${laughs(200, (next) => `${next} a: ${'baseImage'} { ${next} }`)}`,
    },
    'QUERY_TOO_DEEP',
  ],
  [
    'a billion laughs of pages',
    {
      query: `{ image(name: "a") { ...F0 } } ${laughs(3, (next) => `derivedImages(first: 101) { nodes { ${next} } edges { node { ${next} } } }`)}`,
    },
    'COST_TOO_HIGH',
  ],
  [
    'a billion laughs of aliases',
    {
      query: `{ image(name: "a") { ...F0 } } ${laughs(200, (next) => `a: baseImage { ${next} } b: baseImage { ${next} }`)}`,
    },
    'QUERY_TOO_DEEP',
  ],
  [
    'pages of pages of pages',
    {
      query:
        '{ images(first: 101) { nodes { derivedImages(first: 101) { nodes { derivedImages(first: 101) { nodes { name } } } } } } }',
    },
    'COST_TOO_HIGH',
  ],
  [
    'an AWS call for each of 10,000 objects',
    {
      query:
        '{ images(first: 101) { nodes { derivedImages(first: 101) { nodes { tags { key value } } } } } }',
    },
    'COST_TOO_HIGH',
  ],
  ['a page of two billion', { query: '{ images(first: 2147483647) { nodes { name } } }' }, 'COST_TOO_HIGH'],
  [
    '4,000 times the same field, which validation compares pairwise',
    { query: `{ images { nodes { ${times(4000, () => 'name')} } } }` },
    'TOO_MANY_REPEATED_FIELDS',
  ],
  [
    '1,200 fields with subfields to be merged',
    { query: `{ images { ${times(1200, () => 'nodes { name }')} } }` },
    'TOO_MANY_REPEATED_FIELDS',
  ],
  [
    'introspection that follows types for ever',
    {
      query:
        '{ __schema { types { fields { type { fields { type { fields { type { fields { name } } } } } } } } } }',
    },
    'GRAPHQL_VALIDATION_FAILED',
  ],
  [
    'depth behind a fragment that introspection spreads, too',
    {
      query: `{ __schema { ...F } ...F } fragment F on Query { image(name: "a") ${'{ baseImage '.repeat(13)} { name } ${'}'.repeat(14)}`,
    },
    'QUERY_TOO_DEEP',
  ],
  [
    '500 fields that there are not',
    { query: `{ image(name: "a") { ${times(500, (index) => `x${index}`)} } }` },
    'GRAPHQL_VALIDATION_FAILED',
  ],
  [
    '1,000 variables that nobody uses',
    { query: `query (${times(1000, (index) => `$v${index}: Int`)}) { __typename }` },
    'GRAPHQL_VALIDATION_FAILED',
  ],
  [
    '500 operations',
    {
      query: times(500, (index) => `query Q${index} { ...F }`).concat(' fragment F on Query { nope }'),
      operationName: 'Q1',
    },
    'GRAPHQL_VALIDATION_FAILED',
  ],
]
