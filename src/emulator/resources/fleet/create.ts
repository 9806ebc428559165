import { type JsonObject, optionalString, requiredString, stringMap } from '../../json.ts'
import type { OperationContext } from '../../kit/operation.ts'
import { combinationError, requireNew, requireQuota } from '../../kit/preconditions.ts'
import type { ImageRecord } from '../image/kind.ts'
import { requestedImage, requireInstanceType, requireUsable } from '../image/requirements.ts'
import { capacityOf } from './capacity.ts'
import { requestedInstances, requireInstanceQuota } from './instances.ts'
import type { FleetRecord } from './kind.ts'
import { requestedSettings, requireValidSettings } from './settings.ts'

/** CreateFleet: the fleet is STOPPED until it is started. */
export function createFleet(input: JsonObject, context: OperationContext): JsonObject {
  const { region, behaviour } = context
  const name = requiredString(input, 'Name')
  requireNew(region.fleets, name)
  const fleetType = optionalString(input, 'FleetType') ?? 'ALWAYS_ON'
  const settings: FleetRecord = { ...requestedSettings(input, fleetType), Name: name, FleetType: fleetType }
  requireValidSettings(settings, input, context)
  const desired = requestedInstances(input, settings.MaxSessionsPerInstance)
  if (fleetType !== 'ELASTIC' && desired === undefined) {
    throw combinationError(`A fleet of type ${fleetType} requires ComputeCapacity.`)
  }
  const image = fleetType === 'ELASTIC' ? undefined : requireFleetImage(input, settings, context)
  const fleet: FleetRecord = {
    RootVolumeConfig: { VolumeSizeInGb: 200 },
    ...settings,
    ...(image && membersOfImage(image)),
    State: 'STOPPED',
    ComputeCapacityStatus: capacityOf(settings, { desired: desired ?? 0, running: 0, sessions: 0 }),
  }
  requireQuota(region.fleets, context)
  requireInstanceQuota(fleet, context)
  const created = region.fleets.create(fleet, behaviour.visibleAfterMs)
  if (created.Arn !== undefined) region.setTags(created.Arn, stringMap(input, 'Tags'))
  return { Fleet: created }
}

/** Returns the image in a request. Throws if the fleet cannot run it. */
export function requireFleetImage(
  input: JsonObject,
  { InstanceType = '' }: FleetRecord,
  context: OperationContext,
): ImageRecord {
  const named = [optionalString(input, 'ImageName'), optionalString(input, 'ImageArn')]
  if (named.filter((image) => image !== undefined).length !== 1) {
    throw combinationError('Exactly one of ImageName and ImageArn must be specified.')
  }
  const image = requestedImage(input, context)
  requireUsable(image, 'allowFleet')
  requireInstanceType(image, InstanceType)
  return image
}

/** Returns the members of a fleet that depend on its image. */
export function membersOfImage(image: ImageRecord): Partial<FleetRecord> {
  return { ImageName: image.Name, ImageArn: image.Arn, Platform: image.Platform }
}
