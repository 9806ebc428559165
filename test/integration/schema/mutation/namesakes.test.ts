import { expect, test } from 'vitest'
import { startGateway } from '../../../support/gateway.ts'
import { mutate } from '../../../support/mutate.ts'
import { putElasticFleets } from '../catalog/support.ts'

test('a new fleet has no applications of a deleted namesake', async () => {
  await using gateway = await startGateway({ emulator: { behaviour: { visibleAfterMs: 0 } } })
  const { home } = gateway
  putElasticFleets(gateway, { studio: ['cad'] })
  home.change('fleet', 'studio', { State: 'STOPPED' })
  const query = '{ appStreamFleet(name: "studio") { applications { nodes { name } } catalog { name } } }'
  await gateway.read(query)
  await mutate(gateway, 'deleteAppStreamFleet', { name: 'studio' })
  await mutate(gateway, 'createAppStreamFleet', {
    ...{ name: 'studio', fleetType: 'ELASTIC', instanceType: 'stream.standard.small' },
    ...{ platform: 'WINDOWS_SERVER_2022', maxConcurrentSessions: 5 },
    vpcConfig: { subnetIds: ['subnet-1', 'subnet-2'] },
  })
  expect(await gateway.read(query)).toEqual({
    appStreamFleet: { applications: { nodes: [] }, catalog: [] },
  })
})

test('a new stack has no users of a deleted namesake', async () => {
  await using gateway = await startGateway({ emulator: { behaviour: { visibleAfterMs: 0 } } })
  const { home } = gateway
  home.putStack({ Name: 'office' })
  home.users.put({ UserName: 'ann@example.com', AuthenticationType: 'USERPOOL' })
  home.userStacks.add('ann@example.com', 'office')
  const query = '{ appStreamStack(name: "office") { users { nodes { userName } } } }'
  expect(await gateway.read(query)).toEqual({
    appStreamStack: { users: { nodes: [{ userName: 'ann@example.com' }] } },
  })
  home.userStacks.remove('ann@example.com', 'office')
  await mutate(gateway, 'deleteAppStreamStack', { name: 'office' })
  await mutate(gateway, 'createAppStreamStack', { name: 'office' })
  expect(await gateway.read(query)).toEqual({ appStreamStack: { users: { nodes: [] } } })
})
