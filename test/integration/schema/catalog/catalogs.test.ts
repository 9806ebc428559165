import { expect, test } from 'vitest'
import { imageArn, startGateway } from '../../../support/gateway.ts'
import { callsOf } from '../fleet/support.ts'
import { putElasticFleets, putImageFleet } from './support.ts'

const onePage = { emulator: { behaviour: { pageSize: 100 } } }

interface Catalog {
  readonly name: string
  readonly catalog: readonly { readonly __typename: string; readonly name: string }[]
}

const namesOf = ({ catalog }: Catalog) => catalog.map(({ name }) => name)

test('offers the applications of the image or Elastic fleet by name', async () => {
  await using gateway = await startGateway(onePage)
  putElasticFleets(gateway, { studio: ['mail', 'cad'] })
  putImageFleet(gateway, 'desks', ['Writer', 'Browser'])
  gateway.home.putFleet({ Name: 'orphan', ImageArn: imageArn('gone') })
  gateway.home.putFleet({ Name: 'twin', ImageArn: imageArn('image-of-desks') })
  const query = `{ appStreamFleets { nodes { name catalog {
    __typename name displayName
    ... on AppStreamElasticApplication { arn } ... on AppStreamApplication { applicationArn: arn }
  } } } }`
  const { appStreamFleets } = await gateway.read<{ appStreamFleets: { nodes: Catalog[] } }, never>(query)
  const [desks, orphan, studio, twin] = appStreamFleets.nodes
  expect(desks?.catalog).toEqual([
    { __typename: 'AppStreamApplication', name: 'Browser', displayName: null, applicationArn: null },
    { __typename: 'AppStreamApplication', name: 'Writer', displayName: null, applicationArn: null },
  ])
  expect(orphan?.catalog).toEqual([])
  expect(studio?.catalog).toMatchObject([
    { __typename: 'AppStreamElasticApplication', name: 'cad', displayName: 'The cad' },
    { __typename: 'AppStreamElasticApplication', name: 'mail', displayName: 'The mail' },
  ])
  expect(twin?.catalog).toEqual(desks?.catalog)
  const { DescribeImages: images = 0, ...calls } = callsOf(gateway)
  expect(images).toBeGreaterThan(0)
  expect(calls).toEqual({
    DescribeApplicationFleetAssociations: 1,
    DescribeApplications: 1,
    DescribeFleets: 1,
  })
})

test('merges the catalogs of all fleets of a stack, each name once', async () => {
  await using gateway = await startGateway(onePage)
  putElasticFleets(gateway, { studio: ['Browser', 'cad'], workshop: ['cad', 'lathe'] })
  putImageFleet(gateway, 'desks', ['Writer', 'Browser'])
  gateway.home.putStack({ Name: 'empty' })
  gateway.home.putStack({ Name: 'everything' })
  for (const fleet of ['workshop', 'studio', 'desks']) gateway.home.associate('everything', fleet)
  const { appStreamStacks } = await gateway.read<{ appStreamStacks: { nodes: Catalog[] } }, never>(
    '{ appStreamStacks { nodes { name catalog { __typename name } } } }',
  )
  const [empty, everything] = appStreamStacks.nodes
  expect(empty?.catalog).toEqual([])
  expect(everything && namesOf(everything)).toEqual(['Browser', 'Writer', 'cad', 'lathe'])
  // The first fleet by name wins.
  expect(everything?.catalog[0]?.__typename).toBe('AppStreamApplication')
})

test('reads the catalogs of 6 stacks once for their fleets and images', async () => {
  await using gateway = await startGateway(onePage)
  for (let index = 0; index < 6; index++) {
    putImageFleet(gateway, `fleet-${index}`, ['Browser', 'Writer'], 'shared-image')
    gateway.home.putStack({ Name: `stack-${index}` })
    gateway.home.associate(`stack-${index}`, `fleet-${index}`)
  }
  const query =
    '{ appStreamStacks { nodes { name catalog { name } fleets { nodes { catalog { name } } } } } }'
  await gateway.read(query)
  const calls = { DescribeFleets: 1, DescribeImages: 1, DescribeStacks: 1, ListAssociatedFleets: 6 }
  expect(callsOf(gateway)).toEqual(calls)
  await gateway.read(query)
  expect(callsOf(gateway)).toEqual(calls)
})

test('fails only the catalog whose image AWS does not describe', async () => {
  await using gateway = await startGateway(onePage)
  putImageFleet(gateway, 'desks', ['Writer'])
  putElasticFleets(gateway, { studio: ['cad'] })
  gateway.emulator.faults.add({ operation: 'DescribeImages', error: { type: 'AccessDeniedException' } })
  const { data, errors } = await gateway.query<{ appStreamFleets: unknown }, never>(
    '{ appStreamFleets { nodes { name catalog { name } } } }',
  )
  expect(data?.appStreamFleets).toEqual({
    nodes: [
      { name: 'desks', catalog: null },
      { name: 'studio', catalog: [{ name: 'cad' }] },
    ],
  })
  expect(errors).toMatchObject([
    { path: ['appStreamFleets', 'nodes', 0, 'catalog'], extensions: { code: 'UPSTREAM_ACCESS_DENIED' } },
  ])
})
