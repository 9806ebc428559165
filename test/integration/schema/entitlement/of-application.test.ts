import { expect, test } from 'vitest'
import { startGateway } from '../../../support/gateway.ts'
import { applicationArn, putElasticFleets } from '../catalog/support.ts'
import { callsOf } from '../fleet/support.ts'

/** Starts a gateway whose application `cad` is on two Elastic fleets with a stack each; `office` has another fleet. */
async function start() {
  const gateway = await startGateway({ emulator: { behaviour: { pageSize: 100 } } })
  const { home } = gateway
  putElasticFleets(gateway, { studio: ['cad', 'mail'], lab: ['cad'], desks: ['mail'] })
  for (const [stack, fleet] of Object.entries({ design: 'studio', research: 'lab', office: 'desks' })) {
    home.putStack({ Name: stack })
    home.associate(stack, fleet)
    home.entitlements.put({ StackName: stack, Name: 'everything', AppVisibility: 'ALL' })
    home.entitlements.put({ StackName: stack, Name: 'some', AppVisibility: 'ASSOCIATED' })
  }
  home.entitledApplications.add('design/some', 'cad')
  home.entitledApplications.add('research/some', applicationArn('mail'))
  home.entitledApplications.add('office/some', 'cad')
  return gateway
}

const QUERY = `{
  appStreamElasticApplication(arn: "${applicationArn('cad')}") {
    entitlements { totalCount failures { code } nodes { stackName name } }
  }
}`

test('lists the entitlements of an application on its stacks', async () => {
  await using gateway = await start()
  expect(await gateway.read(QUERY)).toEqual({
    appStreamElasticApplication: {
      entitlements: {
        totalCount: 3,
        failures: [],
        nodes: [
          { stackName: 'design', name: 'everything' },
          { stackName: 'design', name: 'some' },
          { stackName: 'research', name: 'everything' },
        ],
      },
    },
  })
  expect(callsOf(gateway)).toEqual({
    ...{ DescribeApplications: 1, DescribeFleets: 1, DescribeStacks: 1 },
    ...{ DescribeApplicationFleetAssociations: 1, ListAssociatedStacks: 2 },
    ...{ DescribeEntitlements: 2, ListEntitledApplications: 2 },
  })
  await gateway.read(QUERY)
  expect(gateway.emulator.calls.count('ListEntitledApplications')).toBe(2)
})

test('matches an association by ARN', async () => {
  await using gateway = await start()
  const query = QUERY.replace(applicationArn('cad'), applicationArn('mail'))
  gateway.home.entitlements.remove('office/everything')
  gateway.home.associate('research', 'desks')
  const { appStreamElasticApplication } = await gateway.read<
    Record<string, { entitlements: { nodes: unknown } }>,
    never
  >(query)
  expect(appStreamElasticApplication?.entitlements.nodes).toEqual([
    { stackName: 'design', name: 'everything' },
    { stackName: 'research', name: 'everything' },
    { stackName: 'research', name: 'some' },
  ])
})

test('reports entitlements whose applications cannot be read as a failure', async () => {
  await using gateway = await start()
  gateway.emulator.faults.add({
    operation: 'ListEntitledApplications',
    match: ({ StackName }) => StackName === 'design',
    error: { type: 'AccessDeniedException' },
  })
  expect(await gateway.read(QUERY)).toMatchObject({
    appStreamElasticApplication: {
      entitlements: { totalCount: 2, failures: [{ code: 'UPSTREAM_ACCESS_DENIED' }] },
    },
  })
})

test('returns no entitlements for an application on no fleet', async () => {
  await using gateway = await start()
  gateway.home.applications.put({ Name: 'unused' })
  const query = QUERY.replace(applicationArn('cad'), applicationArn('unused'))
  expect(await gateway.read(query)).toMatchObject({
    appStreamElasticApplication: { entitlements: { totalCount: 0, failures: [] } },
  })
  expect(gateway.emulator.calls.count('DescribeEntitlements')).toBe(0)
})
