import { validationError } from '../../errors.ts'
import { type JsonObject, optionalBoolean, optionalString, stringList } from '../../json.ts'
import type { OperationContext } from '../../kit/operation.ts'
import { inUse, requireExisting } from '../../kit/preconditions.ts'
import { changedMembers, type MemberOfAttribute, withoutAttributes } from '../../kit/update.ts'
import { loadOf, withLoad } from './capacity.ts'
import { membersOfImage, requireFleetImage } from './create.ts'
import { requestedInstances, requireInstanceQuota, scalingSteps } from './instances.ts'
import type { FleetRecord } from './kind.ts'
import { requestedSettings, requireValidSettings } from './settings.ts'

const memberOfAttribute: MemberOfAttribute = {
  VPC_CONFIGURATION: 'VpcConfig',
  VPC_CONFIGURATION_SECURITY_GROUP_IDS: 'VpcConfig.SecurityGroupIds',
  DOMAIN_JOIN_INFO: 'DomainJoinInfo',
  IAM_ROLE_ARN: 'IamRoleArn',
  USB_DEVICE_FILTER_STRINGS: 'UsbDeviceFilterStrings',
  SESSION_SCRIPT_S3_LOCATION: 'SessionScriptS3Location',
  MAX_SESSIONS_PER_INSTANCE: 'MaxSessionsPerInstance',
  VOLUME_CONFIGURATION: 'RootVolumeConfig',
}

const timeouts = ['IdleDisconnectTimeoutInSeconds', 'DisconnectTimeoutInSeconds']
const changeableWhileRunning = ['DisplayName', ...timeouts, 'ComputeCapacity', 'ImageName', 'ImageArn']
const changeableWhileElasticRuns = [
  'DisplayName',
  ...timeouts,
  'MaxConcurrentSessions',
  'SessionScriptS3Location',
  'UsbDeviceFilterStrings',
]

/**
 * UpdateFleet: changes any member of a STOPPED fleet, and some members of a RUNNING one. Absent members keep their
 * value.
 */
export function updateFleet(input: JsonObject, context: OperationContext): JsonObject {
  const { region } = context
  const name = optionalString(input, 'Name')
  // The service model does not require the name.
  if (name === undefined) throw validationError('The fleet name must be specified.')
  const fleet = requireExisting(region.fleets, name, context)
  const deletesVpc = optionalBoolean(input, 'DeleteVpcConfig') || undefined
  const changed = changedMembers({ ...input, DeleteVpcConfig: deletesVpc }, memberOfAttribute)
  rejectUnlessChangeable(fleet, changed)
  const settings: FleetRecord = {
    ...withoutDeleted(fleet, input),
    ...requestedSettings(input, fleet.FleetType),
    Name: name,
  }
  requireValidSettings(settings, input, context)
  const updated = withCapacity({ ...settings, ...requestedImageMembers(settings, input, context) }, input)
  // A fleet that already exceeds the quota can still be renamed.
  if (changed.includes('ComputeCapacity') || changed.includes('InstanceType')) {
    requireInstanceQuota(updated, context)
  }
  region.fleets.set(name, updated)
  if (fleet.State === 'RUNNING') region.fleets.schedule(name, scalingSteps(updated, context))
  return { Fleet: updated }
}

function rejectUnlessChangeable({ Name, State, FleetType }: FleetRecord, changed: readonly string[]): void {
  if (State === 'STOPPED') return
  const running = FleetType === 'ELASTIC' ? changeableWhileElasticRuns : changeableWhileRunning
  const changeable = State === 'RUNNING' ? running : []
  if (changed.some((member) => !changeable.includes(member))) throw fleetIsActive(Name)
}

function fleetIsActive(name: string): Error {
  return inUse(
    `Cannot update the attribute for fleet ${name} when it is ACTIVE. The fleet must be stopped to complete this action.`,
  )
}

function withoutDeleted(fleet: FleetRecord, input: JsonObject): FleetRecord {
  const attributes = new Set(stringList(input, 'AttributesToDelete'))
  if (optionalBoolean(input, 'DeleteVpcConfig')) attributes.add('VPC_CONFIGURATION')
  return {
    ...withoutAttributes(fleet, attributes, memberOfAttribute),
    ...(attributes.has('VOLUME_CONFIGURATION') && { RootVolumeConfig: { VolumeSizeInGb: 200 } }),
  }
}

/** Returns the image members of a request. A running fleet accepts only images of its platform. */
function requestedImageMembers(
  fleet: FleetRecord,
  input: JsonObject,
  context: OperationContext,
): Partial<FleetRecord> {
  if ((input['ImageName'] ?? input['ImageArn'] ?? undefined) === undefined) return {}
  const image = requireFleetImage(input, fleet, context)
  const changesPlatform = fleet.Platform !== undefined && image.Platform !== fleet.Platform
  if (fleet.State === 'RUNNING' && changesPlatform) throw fleetIsActive(fleet.Name)
  return membersOfImage(image)
}

/** Returns a fleet with the requested capacity. Instances in use keep running if the capacity is lowered. */
function withCapacity(fleet: FleetRecord, input: JsonObject): FleetRecord {
  const { desired, running } = loadOf(fleet)
  const requested = requestedInstances(input, fleet.MaxSessionsPerInstance) ?? desired
  const kept = Math.max(requested, fleet.ComputeCapacityStatus?.InUse ?? 0)
  const load = { desired: requested, running: Math.min(running, kept) }
  return { ...fleet, ComputeCapacityStatus: withLoad(fleet, load) }
}
