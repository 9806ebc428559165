import {
  AssociateSoftwareToImageBuilderCommand,
  DescribeImageBuildersCommand,
  DescribeSoftwareAssociationsCommand,
  StartSoftwareDeploymentToImageBuilderCommand,
} from '@aws-sdk/client-appstream'
import { imageArn, imageBuilderArn } from '../../support/gateway.ts'
import { type Estate, startEstate } from './estate.ts'

export const office = 'Microsoft_Office_2024_LTSC_Standard_64Bit'
export const visio = 'Microsoft_Visio_2024_LTSC_Standard_64Bit'

/** Starts an emulator with a RUNNING image builder `desk` and a STOPPED one. */
export async function startWorkshop(options: Parameters<typeof startEstate>[0] = {}): Promise<Estate> {
  const estate = await startEstate(options)
  estate.home.putImageBuilder({ Name: 'desk', ImageArn: imageArn('base'), Platform: 'WINDOWS_SERVER_2022' })
  estate.home.putImageBuilder({ Name: 'parked', State: 'STOPPED' })
  return estate
}

/** Associates software with an image builder. */
export function associate({ client }: Estate, SoftwareNames: string[], ImageBuilderName = 'desk') {
  return client.send(new AssociateSoftwareToImageBuilderCommand({ ImageBuilderName, SoftwareNames }))
}

/** Starts the deployment of associated software. */
export function deploy({ client }: Estate, RetryFailedDeployments?: boolean, ImageBuilderName = 'desk') {
  const input = { ImageBuilderName, RetryFailedDeployments }
  return client.send(new StartSoftwareDeploymentToImageBuilderCommand(input))
}

/** Returns the status of each software of a resource. */
export async function statuses({ client }: Estate, AssociatedResource = imageBuilderArn('desk')) {
  const command = new DescribeSoftwareAssociationsCommand({ AssociatedResource })
  const { SoftwareAssociations = [] } = await client.send(command)
  return Object.fromEntries(SoftwareAssociations.map(({ SoftwareName, Status }) => [SoftwareName, Status]))
}

/** Returns the state of an image builder. */
export async function stateOf({ client }: Estate, name = 'desk') {
  const { ImageBuilders = [] } = await client.send(new DescribeImageBuildersCommand({ Names: [name] }))
  return ImageBuilders[0]?.State
}
