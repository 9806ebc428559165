import { startGateway, type TestGateway } from '../../../support/gateway.ts'
import { putElasticFleets } from '../catalog/support.ts'

/** Starts a gateway with the Elastic fleets `studio` and `lab`, another fleet, and an application without fleets. */
export async function startTools(): Promise<TestGateway> {
  const gateway = await startGateway({ emulator: { behaviour: { pageSize: 100 } } })
  const { home } = gateway
  putElasticFleets(gateway, { studio: ['cad', 'mail'], lab: [] })
  home.putFleet({ Name: 'desks' })
  home.applications.put({ Name: 'spare' })
  for (const Name of ['tools', 'other-tools']) home.appBlocks.put({ Name })
  home.applications.change('cad', { LaunchParameters: '-full', WorkingDirectory: 'C:\\' })
  return gateway
}
