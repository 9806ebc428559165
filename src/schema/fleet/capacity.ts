import type { AwsFleet } from '../../appstream/model.ts'
import { builder } from '../builder.ts'

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

const CapacityUnit = builder.enumType('AppStreamCapacityUnit', {
  description: 'Unit of a capacity.',
  values: {
    INSTANCES: { description: 'Instances. Each serves one user.' },
    SESSIONS: { description: 'User sessions. Used by multi-session and Elastic fleets.' },
  } as const,
})

/** Capacity of a fleet. */
export const FleetCapacityRef = builder.objectRef<FleetCapacity>('AppStreamFleetCapacity')

FleetCapacityRef.implement({
  description:
    'Normalized capacity of a fleet, comparable across fleet types. Computed from `computeCapacityStatus`.',
  fields: (t) => {
    const count = (read: (capacity: FleetCapacity) => number | undefined, description: string) =>
      t.int({ nullable: true, description, resolve: read })
    return {
      unit: t.field({
        type: CapacityUnit,
        description: 'Unit of all counts.',
        resolve: ({ unit }) => unit,
      }),
      desired: count(
        ({ desired }) => desired,
        'Desired capacity. Null for Elastic fleets, which AWS scales itself.',
      ),
      provisioned: count(
        ({ provisioned }) => provisioned,
        'Running capacity, in use or not. Null if AWS does not return it.',
      ),
      pending: count(
        ({ pending }) => pending,
        'Desired capacity that is not running yet: `desired` minus `provisioned`, at least 0. Null if either is null.',
      ),
      inUse: count(({ inUse }) => inUse, 'Capacity in use. Null if AWS does not return it.'),
      available: count(
        ({ available }) => available,
        'Capacity that new users can get immediately. For Elastic fleets, `maximum` minus `inUse`. Null if not known.',
      ),
      draining: count(
        ({ draining }) => draining,
        'Draining instances, which accept no new sessions. For multi-session fleets, the sessions in use on them. Null if AWS does not return it.',
      ),
      maximum: count(
        ({ maximum }) => maximum,
        'Maximum number of concurrent sessions of an Elastic fleet. Null for other fleets: AppStream does not return their scaling limits.',
      ),
      utilization: t.float({
        nullable: true,
        description:
          'Ratio of `inUse` to `provisioned`, from 0 to 1; for Elastic fleets, to `maximum`. Null if a value is not known or the divisor is 0.',
        resolve: ({ utilization }) => utilization,
      }),
    }
  },
})
