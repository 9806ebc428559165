import { expect, test } from 'vitest'
import { rankCorrelation, startMeasuredGraph } from './support.ts'

const aliases = (count: number, field: string) =>
  Array.from({ length: count }, (_, index) => `a${index}: ${field}`).join(' ')
const SCALARS =
  'id arn name region accountId displayName description rawState platform createdTime state visibility'
const APPLICATIONS = 'applications { name displayName description launchPath }'
const references = (count: number) => ({
  r: Array.from({ length: count }, (_, index) => ({
    __typename: 'Image',
    arn: `arn:aws:appstream:us-east-1:123456789012:image/im${index % 100}`,
  })),
})
const entities = (selection: string) =>
  `query ($r: [_Any!]!) { _entities(representations: $r) { ... on Image { ${selection} } } }`

const operations: readonly (readonly [query: string, variables?: Readonly<Record<string, unknown>>])[] = [
  ['{ __typename }'],
  ['{ appStreamTargets { region } }'],
  ['{ images(first: 1) { totalCount } }'],
  ['{ images(first: 5) { nodes { name } } }'],
  ['{ images { nodes { name } } }'],
  ['{ images(first: 100) { nodes { name } } }'],
  ['{ images(first: 100) { edges { cursor node { name } } } }'],
  ['{ imageBuilders(first: 100) { nodes { name state } } }'],
  [`{ images(first: 100) { nodes { ${SCALARS} } } }`],
  [`{ ${aliases(10, `images(first: 100) { nodes { ${SCALARS} } }`)} }`],
  [`{ ${aliases(50, 'images(first: 1) { totalCount }')} }`],
  [`{ images { nodes { ${APPLICATIONS} } } }`],
  [`{ images(first: 100) { nodes { ${APPLICATIONS} } } }`],
  [`{ ${aliases(5, `images(first: 100) { nodes { ${APPLICATIONS} } }`)} }`],
  ['{ images(first: 100) { nodes { applications { name metadata { key value } } } } }'],
  ['{ images(first: 100) { nodes { baseImage { name } } } }'],
  ['{ images(first: 100) { nodes { baseImage { baseImage { name } imageBuilder { name } } } } }'],
  ['{ images(first: 100) { nodes { derivedImages(first: 1) { totalCount } } } }'],
  [`{ images(first: 100) { nodes { ${aliases(20, 'launchedImageBuilders(first: 1) { totalCount }')} } } }`],
  ['{ imageBuilders(first: 30) { nodes { createdImages(first: 100) { nodes { name } } } } }'],
  ['{ imageBuilders { nodes { image { derivedImages(first: 100) { nodes { name } } } } } }'],
  [
    'query ($n: Int = 1) { images(first: $n) { nodes { launchedImageBuilders(first: $n) { nodes { name } } } } }',
    { n: null },
  ],
  [entities('name'), references(100)],
  [entities('name'), references(1000)],
  [entities('derivedImages(first: 1) { totalCount }'), references(500)],
  [entities(aliases(3, 'derivedImages(first: 0) { totalCount }')), references(300)],
  [entities('images: derivedImages(first: 0) { totalCount }'), references(20)],
]

test('ranks operations by estimated cost as by their actual work', async () => {
  await using graph = await startMeasuredGraph()
  await graph.run('{ images(first: 1) { totalCount } imageBuilders(first: 1) { totalCount } }')
  const rows = []
  for (const [query, variables] of operations) {
    const work = await graph.run(query, variables)
    rows.push({ query, cost: graph.estimate(query, variables), ...work })
  }
  const costs = rows.map(({ cost }) => cost)
  // An error costs as much as dozens of values because of its stack.
  const work = rows.map(({ fields, values, errors }) => fields + values + 50 * errors)
  expect(rankCorrelation(costs, work), JSON.stringify(rows, null, 1)).toBeGreaterThanOrEqual(0.9)
  // The default MAX_COST of 150,000 corresponds to at most 10 MB.
  for (const { query, cost, bytes } of rows) expect(bytes, query).toBeLessThan(67 * cost)
})

test('estimates conservatively before the inventory is read', async () => {
  await using graph = await startMeasuredGraph()
  const query =
    '{ images(first: 100) { nodes { derivedImages(first: 100) { nodes { name } } applications { name } } } }'
  const before = graph.estimate(query)
  await graph.run('{ images(first: 1) { totalCount } }')
  const after = graph.estimate(query)
  expect(before).toBeGreaterThan(after)
  const { bytes } = await graph.run(query)
  expect(bytes).toBeLessThan(67 * after)
})
