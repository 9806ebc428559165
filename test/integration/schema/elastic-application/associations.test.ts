import { afterEach, expect, test, vi } from 'vitest'
import { ACCOUNT, REGION, startGateway } from '../../../support/gateway.ts'
import { mutate } from '../../../support/mutate.ts'
import { applicationArn } from '../catalog/support.ts'
import { callsOf, fleetArn } from '../fleet/support.ts'
import { startTools } from './support.ts'

afterEach(() => vi.unstubAllEnvs())

test('an association is visible at once from both sides', async () => {
  await using gateway = await startTools()
  const query = `{
    appStreamFleet(name: "lab") { applications { nodes { name } } catalog { name } }
    appStreamElasticApplication(name: "cad") { fleets { nodes { name } } }
  }`
  await gateway.read(query)
  const select = 'fleet { applications { nodes { name } } } application { fleets { nodes { name } } }'
  const pair = { fleetArn: fleetArn('lab'), applicationArn: applicationArn('cad') }
  const associated = await mutate(gateway, 'associateAppStreamApplicationFleet', pair, select)
  expect(associated).toMatchObject({
    fleet: { applications: { nodes: [{ name: 'cad' }] } },
    application: { fleets: { nodes: [{ name: 'lab' }, { name: 'studio' }] } },
  })
  expect(await gateway.read(query)).toEqual({
    appStreamFleet: { applications: { nodes: [{ name: 'cad' }] }, catalog: [{ name: 'cad' }] },
    appStreamElasticApplication: { fleets: { nodes: [{ name: 'lab' }, { name: 'studio' }] } },
  })
  const again = await mutate(gateway, 'associateAppStreamApplicationFleet', pair)
  expect(again['__typename']).toBe('AssociateAppStreamApplicationFleetPayload')
  await mutate(gateway, 'disassociateAppStreamApplicationFleet', pair)
  expect(await gateway.read(query)).toEqual({
    appStreamFleet: { applications: { nodes: [] }, catalog: [] },
    appStreamElasticApplication: { fleets: { nodes: [{ name: 'studio' }] } },
  })
})

test('reads what an association mutation returns only if selected', async () => {
  await using gateway = await startTools()
  const input = { fleetName: 'lab', applicationName: 'cad' }
  await mutate(gateway, 'associateAppStreamApplicationFleet', input, 'application { name }')
  expect(callsOf(gateway)).toEqual({ AssociateApplicationFleet: 1, DescribeApplications: 1 })
  const [call] = gateway.emulator.calls.all
  expect(call?.input).toEqual({ FleetName: 'lab', ApplicationArn: applicationArn('cad') })
})

test('associates an application by name before its account is known', async () => {
  vi.stubEnv('AWS_ACCESS_KEY_ID', ACCOUNT)
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'any')
  await using gateway = await startGateway({ env: { UPSTREAM: 'aws', AWS_REGION: REGION } })
  gateway.home.applications.put({ Name: 'cad' })
  gateway.home.putFleet({ Name: 'studio', FleetType: 'ELASTIC' })
  const pair = '{ applicationName: "cad", fleetName: "studio" }'
  expect(
    await gateway.read(`mutation { result: associateAppStreamApplicationFleet(input: ${pair}) {
      __typename ... on AssociateAppStreamApplicationFleetPayload { fleet { applications { nodes { name } } } }
    } }`),
  ).toMatchObject({ result: { fleet: { applications: { nodes: [{ name: 'cad' }] } } } })
  expect(gateway.home.applicationFleets.has('cad', 'studio')).toBe(true)
})
