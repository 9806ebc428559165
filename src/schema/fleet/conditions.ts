import type { AwsFleet, AwsImage } from '../../appstream/model/model.ts'
import { capacityOf } from './capacity.ts'

/** Condition of a fleet, derived from its description alone. */
export type FleetCondition = 'ERRORS' | 'STARTING' | 'STOPPING' | 'NO_CAPACITY_LEFT' | 'CAPACITY_SHORT'

/** Condition of the image of a fleet. */
export type ImageCondition = 'IMAGE_GONE' | 'IMAGE_NOT_AVAILABLE' | 'AGENT_OUTDATED'

/** Returns the conditions of a fleet that can lead to findings. */
export function conditionsOf(aws: AwsFleet): readonly FleetCondition[] {
  const { available, inUse = 0, pending = 0 } = capacityOf(aws)
  const isRunning = aws.State === 'RUNNING'
  const holds: Readonly<Record<FleetCondition, boolean>> = {
    ERRORS: (aws.FleetErrors ?? []).length > 0,
    STARTING: aws.State === 'STARTING',
    STOPPING: aws.State === 'STOPPING',
    NO_CAPACITY_LEFT: isRunning && available === 0 && inUse > 0,
    CAPACITY_SHORT: isRunning && pending > 0,
  }
  return CONDITIONS.filter((condition) => holds[condition])
}

const CONDITIONS: readonly FleetCondition[] = [
  'ERRORS',
  'STARTING',
  'STOPPING',
  'NO_CAPACITY_LEFT',
  'CAPACITY_SHORT',
]

/** Returns the conditions of the image of a fleet. Null means that the image is not visible. */
export function imageConditionsOf(aws: AwsImage | null): readonly ImageCondition[] {
  if (aws === null) return ['IMAGE_GONE']
  return [
    ...(aws.State === 'AVAILABLE' ? [] : (['IMAGE_NOT_AVAILABLE'] as const)),
    ...(aws.LatestAppstreamAgentVersion === 'FALSE' ? (['AGENT_OUTDATED'] as const) : []),
  ]
}
