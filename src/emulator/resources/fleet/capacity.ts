/** ComputeCapacityStatus: counts of instances and, of multi-session fleets, of sessions. */
export interface CapacityStatus {
  readonly Desired: number
  readonly Running?: number
  readonly InUse?: number
  readonly Available?: number
  readonly DesiredUserSessions?: number
  readonly AvailableUserSessions?: number
  readonly ActiveUserSessions?: number
  readonly ActualUserSessions?: number
  readonly Draining?: number
  readonly DrainModeActiveUserSessions?: number
  readonly DrainModeUnusedUserSessions?: number
}

/** Load from which the capacity counts are calculated. */
export interface Load {
  /** Number of instances. */
  readonly desired: number
  /** Number of instances. */
  readonly running: number
  readonly sessions: number
  /** Instances in drain mode, and the sessions on them. Default: none. */
  readonly draining?: { readonly instances: number; readonly sessions: number } | undefined
}

/** Members of a fleet that determine the unit of its capacity. */
export interface CapacityUnit {
  readonly FleetType?: string | undefined
  readonly MaxSessionsPerInstance?: number | undefined
  readonly ComputeCapacityStatus?: CapacityStatus | undefined
}

/** Returns the counts of a fleet. Single-session fleets count instances only. AWS sizes Elastic fleets itself. */
export function capacityOf(fleet: CapacityUnit, load: Load): CapacityStatus {
  const { desired, running, sessions, draining = { instances: 0, sessions: 0 } } = load
  if (fleet.FleetType === 'ELASTIC') return { Desired: 0, Running: sessions, InUse: sessions, Available: 0 }
  const perInstance = fleet.MaxSessionsPerInstance
  const undrained = Math.ceil((sessions - draining.sessions) / (perInstance ?? 1))
  const inUse = Math.min(running, undrained + draining.instances)
  const instances = { Desired: desired, Running: running, InUse: inUse, Available: running - inUse }
  if (perInstance === undefined) return instances
  const slots = running * perInstance
  const unusable = draining.instances * perInstance - draining.sessions
  return {
    ...instances,
    DesiredUserSessions: desired * perInstance,
    ActualUserSessions: Math.max(slots - unusable, sessions),
    ActiveUserSessions: sessions,
    AvailableUserSessions: Math.max(slots - sessions - unusable, 0),
    Draining: draining.instances,
    DrainModeActiveUserSessions: draining.sessions,
    DrainModeUnusedUserSessions: Math.max(unusable, 0),
  }
}

/** Returns the load that the current counts of a fleet imply. */
export function loadOf({ ComputeCapacityStatus: status }: CapacityUnit): Load {
  const { Desired = 0, Running = 0, InUse = 0, ActiveUserSessions } = status ?? {}
  return {
    desired: Desired,
    running: Running,
    sessions: ActiveUserSessions ?? InUse,
    draining: { instances: status?.Draining ?? 0, sessions: status?.DrainModeActiveUserSessions ?? 0 },
  }
}

/** Returns the counts of a fleet after some of its load has changed. */
export function withLoad(fleet: CapacityUnit, load: Partial<Load>): CapacityStatus {
  return capacityOf(fleet, { ...loadOf(fleet), ...load })
}
