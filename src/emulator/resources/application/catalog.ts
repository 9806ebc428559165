import { type JsonObject, objectList } from '../../json.ts'
import type { OperationContext } from '../../kit/operation.ts'
import type { FleetRecord } from '../fleet/kind.ts'
import { imageByArn } from '../image/visible.ts'

/** Returns the applications that a fleet offers: its own if it is Elastic, else those of its image. */
export function catalogOfFleet(fleet: FleetRecord, context: OperationContext): readonly JsonObject[] {
  const { applications, applicationFleets } = context.region
  if (fleet.FleetType === 'ELASTIC') {
    return applicationFleets.leftsOf(fleet.Name).flatMap((name) => applications.get(name) ?? [])
  }
  const image = fleet.ImageArn === undefined ? undefined : imageByArn(fleet.ImageArn, context)
  return image === undefined ? [] : objectList(image, 'Applications')
}

/** Returns the applications of all fleets of a stack. Ignores entitlements. */
export function catalogOfStack(stackName: string, context: OperationContext): readonly JsonObject[] {
  const { associations, fleets } = context.region
  return associations
    .rightsOf(stackName)
    .flatMap((fleetName) => fleets.get(fleetName) ?? [])
    .flatMap((fleet) => catalogOfFleet(fleet, context))
}
