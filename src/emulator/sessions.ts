import { randomUUID } from 'node:crypto'
import type { Where } from './interventions.ts'
import type { OperationContext } from './kit/operation.ts'
import { combinationError, notPermitted, requireExisting } from './kit/refusals.ts'
import { fleetKind } from './resources/fleet/kind.ts'

// Users start and end sessions, not AppStream's API.

/** A user's streaming session to start. */
export interface SessionStart extends Where {
  readonly stack: string
  readonly fleet: string
  readonly userId: string
  /** API by default. */
  readonly authenticationType?: string | undefined
}

/** A session to end. */
export interface SessionEnd extends Where {
  readonly id: string
}

/** Starts a session; returns its id. The fleet has to be RUNNING and associated with the stack. */
export function startSession(session: SessionStart, context: OperationContext): { readonly id: string } {
  const { region } = context
  const { stack, fleet, userId, authenticationType } = session
  requireExisting(region.stacks, stack, context)
  const { State, MaxUserDurationInSeconds = 57_600 } = requireExisting(region.fleets, fleet, context)
  if (!region.associations.has(stack, fleet)) {
    throw combinationError(`The fleet ${fleet} is not associated with the stack ${stack}.`)
  }
  if (State !== 'RUNNING') throw notPermitted(fleetKind, fleet, State)
  const id = randomUUID()
  region.putSession({
    Id: id,
    StackName: stack,
    FleetName: fleet,
    UserId: userId,
    ...(authenticationType !== undefined && { AuthenticationType: authenticationType }),
    StartTime: new Date(context.nowMs),
    MaxExpirationTime: new Date(context.nowMs + MaxUserDurationInSeconds * 1000),
  })
  return { id }
}

/** Ends a session. */
export function endSession({ id }: SessionEnd, context: OperationContext): void {
  requireExisting(context.region.sessions, id, context)
  context.region.endSession(id)
}
