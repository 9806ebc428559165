import type { RegionStore } from '../region.ts'

/** User of the user pool. */
export interface UserDraft {
  readonly userName: string
  /** First and last name. */
  readonly names?: readonly [string, string]
  readonly createdDaysAgo: number
  readonly isDisabled?: true
  /** Default: CONFIRMED. */
  readonly status?: string
  readonly stacks?: readonly string[]
}

/** Session on the fleet of a stack. */
export interface SessionDraft {
  readonly stack: string
  readonly userId: string
  readonly type: 'API' | 'SAML' | 'USERPOOL' | 'AWS_AD'
  readonly startedMinutesAgo: number
  /** Default: ACTIVE. */
  readonly state?: 'PENDING' | 'EXPIRED'
  /** True if the user has closed the browser and the instance waits for a reconnection. */
  readonly isDisconnected?: true
}

const dayMs = 86_400_000
const minuteMs = 60_000

/** Puts the user of a draft into a region, assigned to its stacks. */
export function putUserDraft(region: RegionStore, draft: UserDraft, nowMs: number): void {
  const { userName, names, stacks = [] } = draft
  region.users.put({
    UserName: userName,
    ...(names && { FirstName: names[0], LastName: names[1] }),
    Enabled: !draft.isDisabled,
    Status: draft.status ?? 'CONFIRMED',
    CreatedTime: new Date(nowMs - draft.createdDaysAgo * dayMs),
  })
  for (const stack of stacks) region.userStacks.add(userName, stack)
}

/** Puts the session of a draft into a region, on the first fleet of its stack. */
export function putSessionDraft(region: RegionStore, draft: SessionDraft, nowMs: number): void {
  const { stack, state } = draft
  const [fleet] = region.associations.rightsOf(stack)
  if (fleet === undefined) return
  const others = region.sessions.ofFleet(fleet).filter(({ StackName }) => StackName === stack)
  const startMs = nowMs - draft.startedMinutesAgo * minuteMs
  const { MaxUserDurationInSeconds = 57_600 } = region.fleets.get(fleet) ?? {}
  region.putSession({
    Id: `${stack}-session-${others.length + 1}`,
    StackName: stack,
    FleetName: fleet,
    UserId: draft.userId,
    AuthenticationType: draft.type,
    StartTime: new Date(startMs),
    MaxExpirationTime: new Date(startMs + MaxUserDurationInSeconds * 1000),
    ...(state && { State: state }),
    ...(draft.isDisconnected && { ConnectionState: 'NOT_CONNECTED' }),
  })
}

/** Drains the instance that hosts the first session of a fleet. */
export function drainFirstInstance({ sessions }: RegionStore, fleetName: string): void {
  const [first, ...others] = sessions.ofFleet(fleetName)
  if (first === undefined) return
  for (const { Id, InstanceId } of [first, ...others]) {
    if (InstanceId === first.InstanceId) sessions.change(Id, { InstanceDrainStatus: 'DRAINING' })
  }
}
