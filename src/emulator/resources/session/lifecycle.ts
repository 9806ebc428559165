import type { OperationContext } from '../../kit/operation.ts'
import type { TransitionStep } from '../../kit/transitions.ts'
import type { FleetRecord } from '../fleet/kind.ts'
import { membersOfInstance } from './instances.ts'
import { isLive, type SessionRecord } from './kind.ts'

type Step = TransitionStep<SessionRecord>

/** Returns the steps of a new session: ACTIVE once it has an instance, EXPIRED at its maximum duration. */
export function sessionSteps(
  { State, MaxExpirationTime }: SessionRecord,
  fleet: FleetRecord,
  context: OperationContext,
): readonly Step[] {
  const { region, durations, nowMs } = context
  const activation: Step = {
    atMs: nowMs + durations.startSession,
    state: 'ACTIVE',
    change: (session) => ({
      ...membersOfInstance(session, fleet, region.sessions.useOf(fleet.Name)),
      ConnectionState: 'CONNECTED',
    }),
  }
  const expiry = MaxExpirationTime === undefined ? [] : expirySteps(MaxExpirationTime.getTime(), context)
  return State === 'PENDING' ? [activation, ...expiry] : expiry
}

/** Returns the steps of an expiry: EXPIRED at `atMs`, later removed from listings. */
export function expirySteps(atMs: number, { durations }: OperationContext): readonly Step[] {
  return [
    { atMs, state: 'EXPIRED', change: () => ({ ConnectionState: 'NOT_CONNECTED' }) },
    { atMs: atMs + durations.keepExpiredSession, state: null },
  ]
}

/** Ends the sessions of a fleet immediately. */
export function endSessionsOfFleet(fleetName: string, context: OperationContext): void {
  const { sessions } = context.region
  for (const session of sessions.ofFleet(fleetName).filter(isLive)) {
    sessions.schedule(session.Id, expirySteps(context.nowMs, context))
  }
  sessions.settle()
}
