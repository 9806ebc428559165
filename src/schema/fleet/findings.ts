import type { AwsFleet } from '../../appstream/model/model.ts'
import type { Image } from '../../inventory/resources.ts'
import type { GraphContext } from '../context.ts'
import type { MaybePromise } from '../maybe-promise.ts'
import { conditionsOf, type FleetCondition, type ImageCondition, imageConditionsOf } from './conditions.ts'
import { type Fleet, fleetKind } from './kind.ts'

/** Severities, most severe first. */
const SEVERITIES = ['CRITICAL', 'WARNING', 'INFO'] as const

/** Severity of a finding. */
export type FindingSeverity = (typeof SEVERITIES)[number]

/** Codes of findings. Findings of the same severity have this order. */
const CODES = [
  'ERRORS',
  'START_OVERDUE',
  'STOP_OVERDUE',
  'IMAGE_GONE',
  'IMAGE_NOT_AVAILABLE',
  'AGENT_OUTDATED',
  'NO_CAPACITY_LEFT',
  'CAPACITY_SHORT',
] as const

/** Code of a finding. */
export type FindingCode = (typeof CODES)[number]

/** Finding about a fleet. */
export interface Finding {
  readonly code: FindingCode
  readonly severity: FindingSeverity
  readonly message: string
  readonly since: Date
}

interface Rule {
  /** Condition that the rule reports. */
  readonly condition: FleetCondition | ImageCondition
  /** True to report the condition only after the maximum time for a fleet to start or stop. */
  readonly isOverdue?: boolean
  readonly severityOf: (aws: AwsFleet) => FindingSeverity
  /** @param overdueMs time after which a start or stop is overdue */
  readonly messageOf: (aws: AwsFleet, image: Image | null | undefined, overdueMs: number) => string
}

const RULES: Readonly<Record<FindingCode, Rule>> = {
  ERRORS: {
    condition: 'ERRORS',
    severityOf: ({ State }) => (State === 'STARTING' || State === 'RUNNING' ? 'CRITICAL' : 'WARNING'),
    messageOf: ({ FleetErrors = [] }) =>
      `AWS reports errors: ${[...new Set(FleetErrors.map(({ ErrorCode = 'unknown' }) => ErrorCode))].join(', ')}.`,
  },
  START_OVERDUE: {
    condition: 'STARTING',
    isOverdue: true,
    severityOf: () => 'CRITICAL',
    messageOf: (_aws, _image, overdueMs) =>
      `The fleet has been STARTING for more than ${overdueMs / 1000} s.`,
  },
  STOP_OVERDUE: {
    condition: 'STOPPING',
    isOverdue: true,
    severityOf: () => 'WARNING',
    messageOf: (_aws, _image, overdueMs) =>
      `The fleet has been STOPPING for more than ${overdueMs / 1000} s.`,
  },
  IMAGE_GONE: {
    condition: 'IMAGE_GONE',
    severityOf: () => 'CRITICAL',
    messageOf: ({ ImageArn }) => `The image ${ImageArn} does not exist, or is no longer visible.`,
  },
  IMAGE_NOT_AVAILABLE: {
    condition: 'IMAGE_NOT_AVAILABLE',
    severityOf: () => 'WARNING',
    messageOf: (_, image) =>
      `The image ${image?.name} is ${image?.aws.State ?? 'in an unknown state'}, not AVAILABLE.`,
  },
  AGENT_OUTDATED: {
    condition: 'AGENT_OUTDATED',
    severityOf: () => 'INFO',
    messageOf: (_, image) => `The AppStream agent of the image ${image?.name} is not the latest version.`,
  },
  NO_CAPACITY_LEFT: {
    condition: 'NO_CAPACITY_LEFT',
    severityOf: () => 'CRITICAL',
    messageOf: () => 'All capacity is in use: no further user can connect.',
  },
  CAPACITY_SHORT: {
    condition: 'CAPACITY_SHORT',
    severityOf: () => 'INFO',
    messageOf: () => 'Less capacity is running than desired.',
  },
}

/** Codes of findings that require the image of the fleet. */
export const IMAGE_CODES: readonly FindingCode[] = ['IMAGE_GONE', 'IMAGE_NOT_AVAILABLE', 'AGENT_OUTDATED']

/** Returns the image of a fleet: null if not visible, undefined if the fleet has none. @throws UpstreamError */
export function imageOfFleet(
  { aws, target }: Fleet,
  { loaders }: GraphContext,
): MaybePromise<Image | null | undefined> {
  return aws.ImageArn === undefined ? undefined : loaders.image.load({ arn: aws.ImageArn, via: target })
}

/** Returns the findings about a fleet, most severe first. Without an image, omits findings about it. */
export function findingsOf(
  fleet: Fleet,
  image: Image | null | undefined,
  context: GraphContext,
): readonly Finding[] {
  const { inventory, fleetStartOverdueMs } = context
  const { firstSeen } = inventory.of(fleet.target).kinds.of(fleetKind)
  const ofImage = image === undefined ? [] : imageConditionsOf(image?.aws ?? null)
  if (image !== undefined) firstSeen.note(fleet, ofImage)
  const conditions = new Set<string>([...conditionsOf(fleet.aws), ...ofImage])
  return CODES.flatMap((code) => {
    const { condition, isOverdue = false, severityOf, messageOf } = RULES[code]
    if (!conditions.has(condition)) return []
    const since = firstSeen.since(fleet, condition) ?? context.clock.now()
    if (isOverdue && !context.hasPassed(since + fleetStartOverdueMs)) return []
    const [severity, message] = [severityOf(fleet.aws), messageOf(fleet.aws, image, fleetStartOverdueMs)]
    return [{ code, severity, message, since: new Date(since) }]
  }).sort((one, other) => SEVERITIES.indexOf(one.severity) - SEVERITIES.indexOf(other.severity))
}
