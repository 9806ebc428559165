import type { TargetInventory } from '../../inventory/target-inventory.ts'
import { capacityOf } from '../fleet/capacity.ts'
import { type Fleet, fleetKind } from '../fleet/kind.ts'
import { sizeOfLongest, sizeOfTotal, sizeRegistry } from '../kit/sizes.ts'

const fleetsOf = ({ kinds }: TargetInventory) => [kinds.of(fleetKind).collection]

/** Returns the maximum number of sessions that a fleet's capacity allows. Counting them would take a call per pair. */
function mostSessions({ aws }: Fleet): number {
  const { desired = 0, provisioned = 0, inUse = 0, maximum = 0 } = capacityOf(aws)
  return Math.max(desired, provisioned, inUse, maximum)
}

sizeRegistry.add('Query.appStreamSessions', sizeOfTotal(fleetsOf, mostSessions))
sizeRegistry.add('AppStreamStack.sessions', sizeOfTotal(fleetsOf, mostSessions))
sizeRegistry.add('AppStreamFleet.sessions', sizeOfLongest(fleetsOf, mostSessions))
