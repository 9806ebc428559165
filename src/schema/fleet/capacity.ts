import type { AwsFleet } from '../../appstream/model/model.ts'

/** Capacity of a fleet, in one unit for all fleet types. */
export interface FleetCapacity {
  readonly unit: 'INSTANCES' | 'SESSIONS'
  readonly desired: number | undefined
  readonly provisioned: number | undefined
  readonly pending: number | undefined
  readonly inUse: number | undefined
  readonly available: number | undefined
  readonly draining: number | undefined
  readonly maximum: number | undefined
  readonly utilization: number | undefined
}

/** Computes the capacity of a fleet from the counts of AWS; in sessions if an instance serves several users. */
export function capacityOf(aws: AwsFleet): FleetCapacity {
  const status: Partial<NonNullable<AwsFleet['ComputeCapacityStatus']>> = aws.ComputeCapacityStatus ?? {}
  if (aws.FleetType === 'ELASTIC') return elasticCapacity(status, aws.MaxConcurrentSessions)
  const isMultiSession = status.DesiredUserSessions !== undefined || (aws.MaxSessionsPerInstance ?? 1) > 1
  const [desired, provisioned, inUse, available, draining] = isMultiSession
    ? [
        status.DesiredUserSessions,
        status.ActualUserSessions,
        status.ActiveUserSessions,
        status.AvailableUserSessions,
        status.DrainModeActiveUserSessions,
      ]
    : [status.Desired, status.Running, status.InUse, status.Available, status.Draining]
  return {
    unit: isMultiSession ? 'SESSIONS' : 'INSTANCES',
    desired,
    provisioned,
    pending: difference(desired, provisioned),
    inUse,
    available,
    draining,
    maximum: undefined,
    utilization: share(inUse, provisioned),
  }
}

/** Computes the capacity of an Elastic fleet. AWS scales it, so only usage and limit are known. */
function elasticCapacity(
  status: Partial<NonNullable<AwsFleet['ComputeCapacityStatus']>>,
  maximum: number | undefined,
): FleetCapacity {
  const inUse = status.InUse ?? status.ActiveUserSessions
  return {
    unit: 'SESSIONS',
    desired: undefined,
    provisioned: status.Running ?? status.ActualUserSessions,
    pending: undefined,
    inUse,
    available: difference(maximum, inUse),
    draining: undefined,
    maximum,
    utilization: share(inUse, maximum),
  }
}

/** Returns a signature that changes with the capacity of a fleet. */
export function capacitySignature(aws: AwsFleet): string {
  return JSON.stringify(Object.values(capacityOf(aws)).map((value) => value ?? null))
}

function difference(whole: number | undefined, part: number | undefined): number | undefined {
  return whole === undefined || part === undefined ? undefined : Math.max(0, whole - part)
}

function share(part: number | undefined, whole: number | undefined): number | undefined {
  return part === undefined || whole === undefined || whole === 0 ? undefined : Math.min(1, part / whole)
}
