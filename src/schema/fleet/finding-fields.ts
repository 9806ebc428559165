import type { Target } from '../../appstream/target.ts'
import { builder } from '../builder.ts'
import type { DistinctReader } from '../connection/distinct.ts'
import type { Filter } from '../connection/list-reading.ts'
import { badUserInput } from '../errors.ts'
import type { FilterMember, FilterRequest } from '../kit/filter.ts'
import { conditionsOf } from './conditions.ts'
import {
  type Finding,
  type FindingCode,
  type FindingSeverity,
  findingsOf,
  IMAGE_CODES,
  imageOfFleet,
} from './findings.ts'
import type { Fleet } from './kind.ts'

const SEVERITY_VALUES: Readonly<Record<FindingSeverity, { description: string }>> = {
  CRITICAL: { description: 'Users are affected or soon will be.' },
  WARNING: { description: 'Needs attention before users are affected.' },
  INFO: { description: 'Informational. No action needed now.' },
}

const CODE_VALUES: Readonly<Record<FindingCode, { description: string }>> = {
  ERRORS: {
    description:
      '`fleetErrors` is not empty. CRITICAL if the fleet is STARTING or RUNNING, otherwise WARNING.',
  },
  START_OVERDUE: {
    description:
      'The fleet has been STARTING for longer than `FLEET_START_OVERDUE_MS` since this process first observed it. CRITICAL.',
  },
  STOP_OVERDUE: {
    description:
      'The fleet has been STOPPING for longer than `FLEET_START_OVERDUE_MS` since this process first observed it. WARNING.',
  },
  IMAGE_GONE: {
    description: 'The image in `imageArn` does not exist or is no longer visible to the account. CRITICAL.',
  },
  IMAGE_NOT_AVAILABLE: {
    description: 'The image is not AVAILABLE; for example, it is DEPRECATED. WARNING.',
  },
  AGENT_OUTDATED: { description: 'The image does not have the latest AppStream agent. INFO.' },
  NO_CAPACITY_LEFT: {
    description: 'The fleet is RUNNING and all its capacity is in use (`capacity.available` is 0). CRITICAL.',
  },
  CAPACITY_SHORT: {
    description: 'The fleet is RUNNING and `capacity.provisioned` is less than `capacity.desired`. INFO.',
  },
}

const FindingSeverityRef = builder.enumType('AppStreamFindingSeverity', {
  description: 'Severity of a finding.',
  values: SEVERITY_VALUES,
})

const FindingCodeRef = builder.enumType('AppStreamFindingCode', {
  description: 'Code of a finding.',
  values: CODE_VALUES,
})

/** Finding about a fleet. */
export const FindingRef = builder.objectRef<Finding>('AppStreamFinding').implement({
  description: 'Problem or notable condition of a fleet.',
  fields: (t) => ({
    code: t.expose('code', { type: FindingCodeRef, description: 'Stable finding code.' }),
    severity: t.expose('severity', { type: FindingSeverityRef, description: 'Severity of the finding.' }),
    message: t.exposeString('message', { description: 'Human-readable message.' }),
    since: t.expose('since', {
      type: 'DateTime',
      nullable: true,
      description:
        'Time at which this process first observed the condition, which may be older. Null if not known.',
    }),
  }),
})

/** Filter of fleets by findings. */
export const findingsFilter: FilterMember<Fleet, readonly FindingCode[]> = {
  field: (t) =>
    t.field({
      type: [FindingCodeRef],
      description: 'Filters by finding. Codes about images also read the images, 25 per AWS call.',
    }),
  watch: watchFindings,
  filter(codes, request) {
    const wanted = request.context.loaders.distinct(codes)
    return codes.some((code) => IMAGE_CODES.includes(code))
      ? withImages(wanted, request)
      : {
          key: wanted.key,
          matches: (fleet) =>
            findingsOf(fleet, undefined, request.context).some(({ code }) => wanted.has(code)),
        }
  },
}

/** Codes that follow from the description of a fleet alone, so that a change of the fleet is a change of the finding. */
const WATCHED_CODES = ['ERRORS', 'NO_CAPACITY_LEFT', 'CAPACITY_SHORT'] as const

/** Returns the filter of a subscription by findings. @throws BAD_USER_INPUT for codes that depend on time or images */
function watchFindings(codes: readonly FindingCode[], distinct: DistinctReader, path: string): Filter<Fleet> {
  const wanted = WATCHED_CODES.filter((code) => codes.includes(code))
  const others = codes.filter((code) => !WATCHED_CODES.some((watched) => watched === code))
  if (others.length > 0) {
    throw badUserInput(
      `\`${path}\` cannot contain ${others.join(', ')} in a subscription: these depend on images or the time. Use ${WATCHED_CODES.join(', ')}, or a query.`,
    )
  }
  return {
    key: distinct(wanted).key,
    matches: ({ aws }) => conditionsOf(aws).some((condition) => wanted.some((code) => code === condition)),
  }
}

/** Evaluates all fleets at once, so that their images are read together. */
async function withImages(
  wanted: { readonly key: string; has(code: FindingCode): boolean },
  { context, items }: FilterRequest<Fleet>,
): Promise<Filter<Fleet>> {
  // A few images serve thousands of fleets.
  const groups = Map.groupBy(await items(), ({ target, aws }) => `${target.key} ${aws.ImageArn ?? ''}`)
  const matching = new Set<Fleet>()
  const errors = new Map<Target, unknown>()

  async function evaluateFindings(fleets: readonly Fleet[], one: Fleet): Promise<void> {
    const [image] = await Promise.allSettled([imageOfFleet(one, context)])
    const known = image.status === 'fulfilled' ? image.value : undefined
    for (const fleet of fleets) {
      const isMatch = findingsOf(fleet, known, context).some(({ code }) => wanted.has(code))
      if (isMatch) matching.add(fleet)
      else if (image.status === 'rejected') errors.set(fleet.target, image.reason)
    }
  }

  await Promise.all([...groups.values()].map((fleets) => fleets[0] && evaluateFindings(fleets, fleets[0])))
  return {
    key: wanted.key,
    matches: (fleet) => matching.has(fleet),
    ...(errors.size > 0 && { errors }),
  }
}
