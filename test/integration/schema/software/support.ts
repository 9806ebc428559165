import {
  createTestClock,
  imageArn,
  imageBuilderArn,
  startGateway,
  type TestGateway,
  type TestGatewayOptions,
} from '../../../support/gateway.ts'

export const OFFICE = 'Microsoft_Office_2024_LTSC_Standard_64Bit'
export const VISIO = 'Microsoft_Visio_2024_LTSC_Standard_64Bit'
export const PROJECT = 'Microsoft_Project_2024_Standard_64Bit'

/**
 * Starts a gateway with a RUNNING builder: Office is installed, Project staged, and Visio could not be installed. The
 * emulator's clock stands still, so that a deployment ends only when a test advances it.
 */
export async function startWorkshop(options: TestGatewayOptions = {}): Promise<TestGateway> {
  const emulator = { clock: createTestClock(), ...options.emulator }
  const gateway = await startGateway({ ...options, emulator })
  const { home } = gateway
  home.putImage({ Name: 'base', Platform: 'WINDOWS_SERVER_2022' })
  home.putImageBuilder({ Name: 'desk', ImageArn: imageArn('base'), Platform: 'WINDOWS_SERVER_2022' })
  const Resource = imageBuilderArn('desk')
  home.software.put({ Resource, SoftwareName: OFFICE })
  home.software.put({ Resource, SoftwareName: PROJECT, State: 'STAGED_FOR_INSTALLATION' })
  home.software.put({
    ...{ Resource, SoftwareName: VISIO, State: 'FAILED_TO_INSTALL' },
    DeploymentError: [{ ErrorCode: 'DISK_FULL', ErrorMessage: 'The disk is full.' }],
  })
  return gateway
}

/** Software in a response. */
export interface SelectedSoftware {
  readonly softwareName: string
  readonly status: string
}

/** Returns the status of each software of the builder. */
export async function statusesOf(gateway: TestGateway, headers: Readonly<Record<string, string>> = {}) {
  const { imageBuilder } = await gateway.read<
    { imageBuilder: { softwareAssociations: readonly SelectedSoftware[] } },
    never
  >('{ imageBuilder(name: "desk") { softwareAssociations { softwareName status } } }', { headers })
  return Object.fromEntries(
    imageBuilder.softwareAssociations.map(({ softwareName, status }) => [softwareName, status]),
  )
}
