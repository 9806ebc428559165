import { AwsError, validationError } from '../../errors.ts'
import { type JsonObject, optionalNumber, optionalObject } from '../../json.ts'
import type { OperationContext } from '../../kit/operation.ts'
import { combinationError } from '../../kit/preconditions.ts'
import type { TransitionStep } from '../../kit/transitions.ts'
import { loadOf, withLoad } from './capacity.ts'
import type { FleetRecord } from './kind.ts'

/** Returns the number of requested instances; undefined without ComputeCapacity. */
export function requestedInstances(input: JsonObject, perInstance: number | undefined): number | undefined {
  const capacity = optionalObject(input, 'ComputeCapacity')
  if (capacity === undefined) return undefined
  const instances = optionalNumber(capacity, 'DesiredInstances')
  const sessions = optionalNumber(capacity, 'DesiredSessions')
  if ((instances === undefined) === (sessions === undefined)) {
    throw combinationError('Exactly one of DesiredInstances and DesiredSessions must be specified.')
  }
  if ((instances ?? sessions ?? 0) < 0) throw validationError('The desired capacity must not be negative.')
  if (instances !== undefined) return instances
  if (perInstance === undefined) throw combinationError('DesiredSessions requires MaxSessionsPerInstance.')
  return Math.ceil((sessions ?? 0) / perInstance)
}

/**
 * Throws LimitExceededException if this fleet and the others that are not STOPPED would exceed the instance quota of
 * its type.
 */
export function requireInstanceQuota(fleet: FleetRecord, { region, behaviour }: OperationContext): void {
  if (loadOf(fleet).desired === 0) return
  const others = region.fleets.values().filter(({ Name, InstanceType, State }) => {
    return Name !== fleet.Name && InstanceType === fleet.InstanceType && State !== 'STOPPED'
  })
  const requested = [...others, fleet].reduce((sum, each) => sum + loadOf(each).desired, 0)
  const limit = behaviour.quotas.instancesPerType
  if (requested <= limit) return
  throw new AwsError(
    'LimitExceededException',
    // The stray quote is in AWS's message.
    `The Instance type '${fleet.InstanceType}' capacity limit for fleet ${fleet.Name}' was exceeded. Requested: ${requested}, Limit: ${limit}`,
  )
}

/** Returns the steps from STARTING to RUNNING with all instances. Errors of the fleet delay them. */
export function startingSteps(
  fleet: FleetRecord,
  { durations, nowMs }: OperationContext,
): readonly TransitionStep<FleetRecord>[] {
  if (fleet.FleetType === 'ELASTIC') {
    return [{ atMs: nowMs + durations.startElasticFleet, state: 'RUNNING', when: isHealthy }]
  }
  return [{ ...launch(nowMs + durations.startFleet, durations.launchInstance), state: 'RUNNING' }]
}

/** Returns the steps in which a running fleet reaches its desired capacity. */
export function scalingSteps(
  fleet: FleetRecord,
  { durations, nowMs }: OperationContext,
): readonly TransitionStep<FleetRecord>[] {
  return isComplete(fleet) ? [] : [launch(nowMs + durations.launchInstance, durations.launchInstance)]
}

function launch(atMs: number, intervalMs: number): TransitionStep<FleetRecord> {
  return {
    atMs,
    when: isHealthy,
    change: (fleet) => {
      const { desired, running } = loadOf(fleet)
      return { ComputeCapacityStatus: withLoad(fleet, { running: Math.min(running + 1, desired) }) }
    },
    next: (fleet) => (isComplete(fleet) ? undefined : launch(atMs + intervalMs, intervalMs)),
  }
}

function isHealthy({ FleetErrors = [] }: FleetRecord): boolean {
  return FleetErrors.length === 0
}

function isComplete(fleet: FleetRecord): boolean {
  const { desired, running } = loadOf(fleet)
  return running >= desired
}
