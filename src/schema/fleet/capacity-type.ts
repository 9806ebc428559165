import { builder } from '../builder.ts'
import type { FleetCapacity } from './capacity.ts'

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
