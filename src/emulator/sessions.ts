import { randomUUID } from 'node:crypto'
import type { Where } from './interventions.ts'
import type { OperationContext } from './kit/operation.ts'
import { combinationError, notPermitted, requireExisting } from './kit/preconditions.ts'
import { fleetKind } from './resources/fleet/kind.ts'
import { isLive, type SessionRecord, sessionKind } from './resources/session/kind.ts'
import { expirySteps, sessionSteps } from './resources/session/lifecycle.ts'

// Actions of users, for which AppStream has no API: starting, leaving and ending sessions, and setting passwords.

/** Streaming session to start. */
export interface SessionStart extends Where {
  readonly stack: string
  readonly fleet: string
  readonly userId: string
  /** Default: API. */
  readonly authenticationType?: string | undefined
}

/** Session to end or to disconnect from. */
export interface SessionEnd extends Where {
  readonly id: string
}

/** User to confirm. */
export interface UserConfirmation extends Where {
  readonly userName: string
}

/** Starts a session and returns its id. The fleet must be RUNNING and associated with the stack. */
export function startSession(session: SessionStart, context: OperationContext): { readonly id: string } {
  const { region, nowMs } = context
  const { stack, fleet: fleetName, userId, authenticationType = 'API' } = session
  requireExisting(region.stacks, stack, context)
  const fleet = requireExisting(region.fleets, fleetName, context)
  const { State, FleetType, MaxUserDurationInSeconds = 57_600 } = fleet
  if (!region.associations.has(stack, fleetName)) {
    throw combinationError(`The fleet ${fleetName} is not associated with the stack ${stack}.`)
  }
  if (State !== 'RUNNING') throw notPermitted(fleetKind, fleetName, State)
  const left = region.sessions
    .ofFleet(fleetName)
    .filter(({ StackName, UserId }) => StackName === stack && UserId === userId)
    .filter(({ AuthenticationType }) => AuthenticationType === authenticationType)
    .find((existing) => existing.State === 'ACTIVE' && existing.ConnectionState === 'NOT_CONNECTED')
  const record: SessionRecord = left ?? {
    Id: randomUUID(),
    StackName: stack,
    FleetName: fleetName,
    UserId: userId,
    AuthenticationType: authenticationType,
    State: FleetType === 'ON_DEMAND' ? 'PENDING' : 'ACTIVE',
    StartTime: new Date(nowMs),
    MaxExpirationTime: new Date(nowMs + MaxUserDurationInSeconds * 1000),
  }
  if (left === undefined) region.putSession(record)
  else region.sessions.change(left.Id, { ConnectionState: 'CONNECTED' })
  region.sessions.schedule(record.Id, sessionSteps(record, fleet, context))
  return { id: record.Id }
}

/** Disconnects the user of a session, which ends after the disconnect timeout of its fleet unless the user returns. */
export function disconnectSession({ id }: SessionEnd, context: OperationContext): void {
  const { region, nowMs } = context
  const { State, FleetName, MaxExpirationTime } = requireExisting(region.sessions, id, context)
  if (State !== 'ACTIVE') throw notPermitted(sessionKind, id, State)
  const { DisconnectTimeoutInSeconds = 900 } = requireExisting(region.fleets, FleetName, context)
  const timeoutMs = nowMs + DisconnectTimeoutInSeconds * 1000
  const endMs = Math.min(timeoutMs, MaxExpirationTime?.getTime() ?? timeoutMs)
  region.sessions.change(id, { ConnectionState: 'NOT_CONNECTED' })
  region.sessions.schedule(id, expirySteps(endMs, context))
}

/** Ends a session, which becomes EXPIRED immediately. */
export function endSession({ id }: SessionEnd, context: OperationContext): void {
  const { sessions } = context.region
  const session = requireExisting(sessions, id, context)
  if (!isLive(session)) throw notPermitted(sessionKind, id, session.State)
  sessions.schedule(id, expirySteps(context.nowMs, context))
  sessions.settle()
}

/** Confirms a user of the user pool, as if the user had set a password. */
export function confirmUser({ userName }: UserConfirmation, context: OperationContext): void {
  const { users } = context.region
  requireExisting(users, userName, context)
  users.change(userName, { Status: 'CONFIRMED' })
}
