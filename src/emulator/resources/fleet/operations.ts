import { type JsonObject, requiredString } from '../../json.ts'
import { describeOperation } from '../../kit/describe.ts'
import type { OperationContext, Operations } from '../../kit/operation.ts'
import { inUse, notPermitted, requireExisting, requireRole } from '../../kit/preconditions.ts'
import { requestedImage, requireUsable } from '../image/requirements.ts'
import { endSessionsOfFleet } from '../session/lifecycle.ts'
import { withLoad } from './capacity.ts'
import { createFleet } from './create.ts'
import { requireInstanceQuota, startingSteps } from './instances.ts'
import { type FleetRecord, fleetKind } from './kind.ts'
import { updateFleet } from './update.ts'

/** Operations on fleets. */
export const fleetOperations: Operations = {
  DescribeFleets: describeOperation(fleetKind, ({ fleets }) => fleets),
  CreateFleet: createFleet,
  UpdateFleet: updateFleet,
  StartFleet: startFleet,
  StopFleet: stopFleet,
  DeleteFleet: deleteFleet,
}

function requireFleet(input: JsonObject, context: OperationContext): FleetRecord {
  return requireExisting(context.region.fleets, requiredString(input, 'Name'), context)
}

function startFleet(input: JsonObject, context: OperationContext): JsonObject {
  const { region, behaviour } = context
  const fleet = requireFleet(input, context)
  const { Name, State, ImageArn, IamRoleArn } = fleet
  if (State !== 'STOPPED') {
    if (behaviour.startRunningFleet === 'ok') return {}
    throw notPermitted(fleetKind, Name, State)
  }
  if (ImageArn !== undefined) requireUsable(requestedImage({ ImageArn }, context), 'allowFleet')
  requireRole(typeof IamRoleArn === 'string' ? IamRoleArn : undefined)
  requireInstanceQuota(fleet, context)
  region.fleets.change(Name, { State: 'STARTING' })
  region.fleets.schedule(Name, startingSteps(fleet, context))
  return {}
}

/** StopFleet: also ends the sessions of the fleet. Succeeds without effect if the fleet is STOPPING or STOPPED. */
function stopFleet(input: JsonObject, context: OperationContext): JsonObject {
  const { region, durations, nowMs } = context
  const { Name, State } = requireFleet(input, context)
  if (State === 'STOPPED' || State === 'STOPPING') return {}
  endSessionsOfFleet(Name, context)
  region.fleets.change(Name, { State: 'STOPPING' })
  region.fleets.schedule(Name, [
    {
      atMs: nowMs + durations.stopFleet,
      state: 'STOPPED',
      change: (fleet) => ({ ComputeCapacityStatus: withLoad(fleet, { running: 0, sessions: 0 }) }),
    },
  ])
  return {}
}

function deleteFleet(input: JsonObject, context: OperationContext): JsonObject {
  const { region } = context
  const { Name, State = 'in an unknown state' } = requireFleet(input, context)
  if (region.associations.leftsOf(Name).length > 0) {
    throw inUse(
      `The fleet ${Name} is associated with a stack. To delete the fleet, you must dissociate it from the stack.`,
    )
  }
  if (State !== 'STOPPED')
    throw inUse(`The fleet ${Name} is ${State}. The fleet must be stopped to be deleted.`)
  region.fleets.remove(Name)
  return {}
}
