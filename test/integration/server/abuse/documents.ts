import { imageArn } from '../../../support/gateway.ts'
import { type Abuse, query } from './abuse.ts'

const repeat = (count: number, part: (index: number) => string) =>
  Array.from({ length: count }, (_, index) => part(index)).join(' ')

const NAMES = '{ nodes { name } }'

const lineage = (depth: number): string =>
  depth === 0 ? 'name' : `image { imageBuilder { ${lineage(depth - 1)} } }`

/** Documents that cost more than they appear to, or never end. */
export const documents: readonly Abuse[] = [
  {
    title: 'an alias bomb',
    body: query(`{ ${repeat(51, (i) => `a${i}: appStreamTargets { region }`)} }`),
    status: 400,
    code: 'TOO_MANY_ALIASES',
  },
  {
    title: 'an alias bomb behind a fragment',
    body: query(
      `{ ...F } fragment F on Query { ${repeat(51, (i) => `a${i}: appStreamTargets { region }`)} }`,
    ),
    status: 400,
    code: 'TOO_MANY_ALIASES',
  },
  {
    title: 'a thousand aliases of __typename',
    body: query(`{ ${repeat(1000, (i) => `a${i}: __typename`)} }`),
    status: 400,
    code: 'TOO_MANY_ALIASES',
  },
  {
    title: 'a fragment that spreads itself',
    body: query('{ ...F } fragment F on Query { ...F }'),
    status: 400,
    code: 'GRAPHQL_VALIDATION_FAILED',
  },
  {
    title: 'fragments that spread each other',
    body: query('{ ...A } fragment A on Query { ...B } fragment B on Query { ...A }'),
    status: 400,
    code: 'GRAPHQL_VALIDATION_FAILED',
  },
  {
    title: 'a billion laughs',
    body: query(
      `{ ...F0 } ${repeat(40, (i) => `fragment F${i} on Query { ...F${i + 1} ...F${i + 1} }`)} fragment F40 on Query { a: __typename b: __typename }`,
    ),
    status: 400,
    code: 'TOO_MANY_ALIASES',
  },
  {
    title: 'nested fields',
    body: query(`{ imageBuilders { nodes { ${lineage(8)} } } }`),
    status: 400,
    code: 'QUERY_TOO_DEEP',
  },
  {
    title: 'nested fields in fragments',
    body: query(
      `{ imageBuilders { nodes { ...B0 } } } ${repeat(8, (i) => `fragment B${i} on ImageBuilder { image { imageBuilder { ...B${i + 1} } } }`)} fragment B8 on ImageBuilder { name }`,
    ),
    status: 400,
    code: 'QUERY_TOO_DEEP',
  },
  {
    title: 'nested brackets',
    body: query(`{ nodes(ids: ${'['.repeat(200)}${']'.repeat(200)}) { id } }`),
    status: 400,
    code: 'NESTING_TOO_DEEP',
  },
  {
    title: 'two hundred directives',
    body: query(`{ __typename ${'@skip(if: false) '.repeat(200)} }`),
    status: 400,
    code: 'TOO_MANY_DIRECTIVES',
  },
  {
    title: 'directives on spreads',
    body: query(`{ appStreamTargets { ${repeat(60, () => '... @include(if: true) { region }')} } }`),
    status: 400,
    code: 'TOO_MANY_DIRECTIVES',
  },
  {
    title: 'a flood of root fields',
    body: query(`{ ${repeat(51, () => 'appStreamTargets { region }')} }`),
    status: 400,
    code: 'TOO_MANY_ROOT_FIELDS',
  },
  {
    title: 'dozens of mutations',
    body: query(`mutation { ${repeat(51, () => 'deleteImage(input: { name: "x" }) { __typename }')} }`),
    status: 400,
    code: 'TOO_MANY_ROOT_FIELDS',
  },
  {
    title: 'ten thousand tokens',
    body: query(`{ ${'__typename '.repeat(10_000)} }`),
    status: 400,
    code: 'TOO_MANY_TOKENS',
  },
  {
    title: 'nested pages',
    body: query(
      `{ images(first: 101) { nodes { derivedImages(first: 101) { nodes { derivedImages(first: 101) ${NAMES} } } } } }`,
    ),
    status: 400,
    code: 'COST_TOO_HIGH',
  },
  {
    title: 'nested pages with sizes in variables',
    body: query(
      `query ($n: Int) { images(first: $n) { nodes { derivedImages(first: $n) { nodes { derivedImages(first: $n) ${NAMES} } } } } }`,
      { n: 101 },
    ),
    status: 400,
    code: 'COST_TOO_HIGH',
  },
  {
    title: 'a page of 1,000',
    body: query(`{ images(first: 1000) ${NAMES} }`),
    status: 200,
    code: 'BAD_USER_INPUT',
  },
  {
    title: 'a negative page size',
    body: query(`{ images(first: -1) ${NAMES} }`),
    status: 200,
    code: 'BAD_USER_INPUT',
  },
  {
    title: '101 nodes',
    body: query(`{ nodes(ids: [${'"x" '.repeat(101)}]) { id } }`),
    status: 200,
    code: 'BAD_USER_INPUT',
  },
  {
    title: '1,001 references',
    body: query('query ($r: [_Any!]!) { _entities(representations: $r) { __typename } }', {
      r: Array(1001).fill({ __typename: 'Image', arn: imageArn('x') }),
    }),
    status: 400,
    code: 'LIST_TOO_LONG',
  },
  {
    title: 'a reference to no entity',
    body: query('{ _entities(representations: [{ __typename: "AppStreamTarget" }]) { __typename } }'),
    status: 200,
    code: 'BAD_USER_INPUT',
  },
  {
    title: 'a reference with a prototype',
    body: query('query ($r: [_Any!]!) { _entities(representations: $r) { __typename } }', {
      r: [JSON.parse('{"__typename":"__proto__","__proto__":{"arn":"x"}}')],
    }),
    status: 200,
    code: 'BAD_USER_INPUT',
  },
  {
    title: 'nested variables',
    body: `{"query":"{ __typename }","variables":{"a":${'['.repeat(100)}${']'.repeat(100)}}}`,
    status: 400,
    code: 'NESTING_TOO_DEEP',
  },
  {
    title: 'a null byte in a name',
    body: query('{ image(name: "a\\u0000") { name } }'),
    status: 200,
    code: 'BAD_USER_INPUT',
  },
  {
    title: 'a path as name',
    body: query('{ image(name: "../../etc/passwd") { name } }'),
    status: 200,
    code: 'BAD_USER_INPUT',
  },
]
