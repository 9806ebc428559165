import { expect, test } from 'vitest'
import { entitlementKey } from '../../../../src/emulator/resources/entitlement/kind.ts'
import { startGateway, type TestGateway } from '../../../support/gateway.ts'
import { applicationArn, putElasticFleets, putImageFleet } from '../catalog/support.ts'
import { callsOf } from '../fleet/support.ts'

const onePage = { emulator: { behaviour: { pageSize: 100 } } }

function putEntitlement(
  { home }: TestGateway,
  StackName: string,
  AppVisibility: 'ALL' | 'ASSOCIATED',
  applications: readonly string[] = [],
): void {
  const Name = AppVisibility.toLowerCase()
  const Attributes = [{ Name: 'roles', Value: 'any' }]
  home.entitlements.put({ StackName, Name, AppVisibility, Attributes })
  for (const application of applications) {
    home.entitledApplications.add(entitlementKey(StackName, Name), application)
  }
}

test('resolves entitled applications by name and ARN in the catalog', async () => {
  await using gateway = await startGateway(onePage)
  const { home } = gateway
  putElasticFleets(gateway, { studio: ['cad', 'mail'] })
  putImageFleet(gateway, 'desks', ['Browser', 'Writer'])
  for (const [stack, fleet] of [
    ['design', 'studio'],
    ['office', 'desks'],
  ] as const) {
    home.putStack({ Name: stack })
    home.associate(stack, fleet)
  }
  putEntitlement(gateway, 'design', 'ASSOCIATED', [applicationArn('mail'), 'cad', 'gone'])
  putEntitlement(gateway, 'office', 'ASSOCIATED', ['Writer'])
  putEntitlement(gateway, 'office', 'ALL')
  const { appStreamEntitlements } = await gateway.read<{ appStreamEntitlements: unknown }, never>(
    '{ appStreamEntitlements { nodes { stackName name applications { applicationIdentifier application { __typename name } } } } }',
  )
  const ofImage = (name: string) => ({
    applicationIdentifier: name,
    application: { __typename: 'AppStreamApplication', name },
  })
  const elastic = (name: string, applicationIdentifier = name) => ({
    applicationIdentifier,
    application: { __typename: 'AppStreamElasticApplication', name },
  })
  expect(appStreamEntitlements).toEqual({
    nodes: [
      {
        stackName: 'design',
        name: 'associated',
        applications: [
          elastic('mail', applicationArn('mail')),
          elastic('cad'),
          { applicationIdentifier: 'gone', application: null },
        ],
      },
      { stackName: 'office', name: 'all', applications: [ofImage('Browser'), ofImage('Writer')] },
      { stackName: 'office', name: 'associated', applications: [ofImage('Writer')] },
    ],
  })
  expect(gateway.emulator.calls.count('ListEntitledApplications')).toBe(2)
})

test('reads entitlements of 6 stacks and 5 application lists once each', async () => {
  await using gateway = await startGateway(onePage)
  for (let index = 0; index < 6; index++) {
    putImageFleet(gateway, `fleet-${index}`, ['Writer'], 'golden')
    gateway.home.putStack({ Name: `stack-${index}` })
    gateway.home.associate(`stack-${index}`, `fleet-${index}`)
    putEntitlement(gateway, `stack-${index}`, index === 0 ? 'ALL' : 'ASSOCIATED', ['Writer'])
  }
  const query = `{ appStreamStacks { nodes { entitlements { nodes { applications { application { name } } } } } } }`
  const read = () =>
    gateway.read<{ appStreamStacks: { nodes: { entitlements: { nodes: unknown[] } }[] } }, never>(query)
  const { nodes } = (await read()).appStreamStacks
  expect(nodes.map(({ entitlements }) => entitlements.nodes)).toEqual(
    Array(6).fill([{ applications: [{ application: { name: 'Writer' } }] }]),
  )
  const calls = {
    DescribeEntitlements: 6,
    DescribeFleets: 1,
    DescribeImages: 1,
    DescribeStacks: 1,
    ListAssociatedFleets: 6,
    ListEntitledApplications: 5,
  }
  expect(callsOf(gateway)).toEqual(calls)
  await read()
  expect(callsOf(gateway)).toEqual(calls)
})
