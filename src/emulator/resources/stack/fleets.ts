import { AwsError } from '../../errors.ts'
import { type JsonObject, objectList, optionalObject, requiredString } from '../../json.ts'
import { pageFor } from '../../kit/describe.ts'
import type { ResourceRecord } from '../../kit/kind.ts'
import type { OperationContext } from '../../kit/operation.ts'
import { inUse, notFound, quotaExceeded, requireExisting, requireReferable } from '../../kit/preconditions.ts'
import type { Table } from '../../kit/table.ts'
import type { FleetRecord } from '../fleet/kind.ts'
import { isLive } from '../session/kind.ts'
import type { StackRecord } from './kind.ts'
import { connectorType } from './settings.ts'

/** AssociateFleet: allowed in any state of the fleet. Succeeds if both are already associated. */
export function associateFleet(input: JsonObject, context: OperationContext): JsonObject {
  const { region, behaviour } = context
  const stack = requireReferable(region.stacks, requiredString(input, 'StackName'), context)
  const fleet = requireReferable(region.fleets, requiredString(input, 'FleetName'), context)
  if (region.associations.has(stack.Name, fleet.Name)) return {}
  rejectLinux(stack, fleet)
  if (region.associations.rightsOf(stack.Name).length >= behaviour.fleetsPerStack) {
    throw quotaExceeded(`fleets of stack ${stack.Name}`, behaviour.fleetsPerStack)
  }
  region.associate(stack.Name, fleet.Name)
  return {}
}

const linuxPlatforms: readonly unknown[] = ['AMAZON_LINUX2', 'RHEL8', 'ROCKY_LINUX8', 'UBUNTU_PRO_2404']

/** Throws OperationNotPermittedException for a stack with features that a Linux fleet does not support. */
export function rejectLinux(stack: StackRecord, fleet: FleetRecord | undefined): void {
  if (fleet === undefined || !linuxPlatforms.includes(fleet.Platform)) return
  const connectors = objectList(stack, 'StorageConnectors').map(connectorType)
  const hasDrive = connectors.includes('ONE_DRIVE') || connectors.includes('GOOGLE_DRIVE')
  const hasSettings = optionalObject(stack, 'ApplicationSettings')?.['Enabled'] === true
  if (!hasDrive && !hasSettings) return
  throw new AwsError(
    'OperationNotPermittedException',
    `The Linux fleet ${fleet.Name} does not support the OneDrive, Google Drive or application settings of the stack ${stack.Name}.`,
  )
}

/** DisassociateFleet: rejected while the stack has sessions on the fleet. */
export function disassociateFleet(input: JsonObject, context: OperationContext): JsonObject {
  const { region } = context
  const stackName = requiredString(input, 'StackName')
  const fleetName = requiredString(input, 'FleetName')
  requireExisting(region.stacks, stackName, context)
  requireExisting(region.fleets, fleetName, context)
  if (!region.associations.has(stackName, fleetName)) {
    const message = `The fleet ${fleetName} is not associated with the stack ${stackName}.`
    throw new AwsError('ResourceNotFoundException', message)
  }
  const isStreaming = region.sessions
    .ofFleet(fleetName)
    .some((session) => session.StackName === stackName && isLive(session))
  if (isStreaming) throw inUse(`The stack ${stackName} has active sessions on the fleet ${fleetName}.`)
  region.disassociate(stackName, fleetName)
  return {}
}

/** ListAssociatedFleets. */
export function listAssociatedFleets(input: JsonObject, context: OperationContext): JsonObject {
  const { stacks, associations } = context.region
  return listAssociated(stacks, requiredString(input, 'StackName'), associations.rightsOf, input, context)
}

/** ListAssociatedStacks. */
export function listAssociatedStacks(input: JsonObject, context: OperationContext): JsonObject {
  const { fleets, associations } = context.region
  return listAssociated(fleets, requiredString(input, 'FleetName'), associations.leftsOf, input, context)
}

function listAssociated<Item extends ResourceRecord>(
  table: Table<Item>,
  name: string,
  namesOf: (name: string) => readonly string[],
  input: JsonObject,
  context: OperationContext,
): JsonObject {
  const { region, behaviour } = context
  if (!table.has(name) && behaviour.associationsOfUnknown !== 'empty') {
    // The model of these operations does not list this exception, but existing clients handle it.
    throw notFound(table.kind, name, region.accountId)
  }
  const page = pageFor(namesOf(name), (associated) => associated, { input, context, parameters: [name] })
  return { Names: page.items, NextToken: page.nextToken }
}
