import type { AwsFleet } from '../../appstream/model.ts'
import { builder } from '../builder.ts'

/** The capacity of a fleet in one unit, whatever its type. */
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

/** Returns the capacity of a fleet, from what AWS counts; sessions where an instance has several users. */
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

/** AWS sizes an Elastic fleet itself, so only what is used and the limit are known. */
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

/** Returns what a change of a fleet's capacity changes. */
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
  description: 'The unit of a capacity.',
  values: {
    INSTANCES: { description: 'Instances, each of which serves one user.' },
    SESSIONS: { description: 'User sessions: of multi-session and Elastic fleets.' },
  } as const,
})

/** The capacity of a fleet. */
export const FleetCapacityRef = builder.objectRef<FleetCapacity>('AppStreamFleetCapacity')

FleetCapacityRef.implement({
  description:
    'The capacity of a fleet in one unit for all types of fleets, computed from `computeCapacityStatus`.',
  fields: (t) => {
    const count = (read: (capacity: FleetCapacity) => number | undefined, description: string) =>
      t.int({ nullable: true, description, resolve: read })
    return {
      unit: t.field({
        type: CapacityUnit,
        description: 'The unit of all counts.',
        resolve: ({ unit }) => unit,
      }),
      desired: count(
        ({ desired }) => desired,
        'The desired capacity; null on Elastic fleets, which AWS sizes.',
      ),
      provisioned: count(
        ({ provisioned }) => provisioned,
        'The capacity that is running, in use or not; null if AWS does not return it.',
      ),
      pending: count(
        ({ pending }) => pending,
        'The desired capacity that is not running yet, at least 0; null if `desired` or `provisioned` is.',
      ),
      inUse: count(({ inUse }) => inUse, 'The capacity in use; null if AWS does not return it.'),
      available: count(
        ({ available }) => available,
        'The capacity that new users can have at once; on Elastic fleets, `maximum` less what is in use. Null if it is not known.',
      ),
      draining: count(
        ({ draining }) => draining,
        'Instances that take no new sessions; on multi-session fleets, the sessions on such instances. Null if AWS does not return it.',
      ),
      maximum: count(
        ({ maximum }) => maximum,
        'The maximum of concurrent sessions of an Elastic fleet; null on others, whose scaling limits AppStream does not know.',
      ),
      utilization: t.float({
        nullable: true,
        description:
          'The share of `provisioned` that is in use, from 0 to 1; of `maximum` on Elastic fleets. Null if that is 0 or not known.',
        resolve: ({ utilization }) => utilization,
      }),
    }
  },
})
