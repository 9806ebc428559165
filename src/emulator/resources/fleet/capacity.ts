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

/** Input of the capacity counts. */
export interface Load {
  /** Instances. */
  readonly desired: number
  /** Instances. */
  readonly running: number
  readonly sessions: number
}

/** The members of a fleet that say what its capacity counts. */
export interface CapacityUnit {
  readonly FleetType?: string | undefined
  readonly MaxSessionsPerInstance?: number | undefined
  readonly ComputeCapacityStatus?: CapacityStatus | undefined
}

/** Returns the counts of a fleet: single-session fleets count instances only, AWS sizes Elastic ones. */
export function capacityOf(fleet: CapacityUnit, { desired, running, sessions }: Load): CapacityStatus {
  if (fleet.FleetType === 'ELASTIC') return { Desired: 0, Running: sessions, InUse: sessions, Available: 0 }
  const perInstance = fleet.MaxSessionsPerInstance
  const inUse = Math.min(running, Math.ceil(sessions / (perInstance ?? 1)))
  const instances = { Desired: desired, Running: running, InUse: inUse, Available: running - inUse }
  if (perInstance === undefined) return instances
  const slots = running * perInstance
  return {
    ...instances,
    DesiredUserSessions: desired * perInstance,
    ActualUserSessions: slots,
    ActiveUserSessions: sessions,
    AvailableUserSessions: Math.max(slots - sessions, 0),
    Draining: 0,
    DrainModeActiveUserSessions: 0,
    DrainModeUnusedUserSessions: 0,
  }
}

/** Returns what the present counts of a fleet follow from. */
export function loadOf({ ComputeCapacityStatus: status }: CapacityUnit): Load {
  const { Desired = 0, Running = 0, InUse = 0, ActiveUserSessions } = status ?? {}
  return { desired: Desired, running: Running, sessions: ActiveUserSessions ?? InUse }
}

/** Returns the counts of a fleet after a change of some. */
export function withLoad(fleet: CapacityUnit, load: Partial<Load>): CapacityStatus {
  return capacityOf(fleet, { ...loadOf(fleet), ...load })
}
