import type { Target } from '../../appstream/target.ts'
import { builder } from '../builder.ts'
import type { Filter } from '../connection/list-reading.ts'
import type { FilterMember, FilterRequest } from '../kit/filter.ts'
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
  CRITICAL: { description: 'Users are affected, or about to be.' },
  WARNING: { description: 'Needs attention before it becomes critical.' },
  INFO: { description: 'Worth knowing.' },
}

const CODE_VALUES: Readonly<Record<FindingCode, { description: string }>> = {
  ERRORS: {
    description: '`fleetErrors` is not empty. CRITICAL while STARTING or RUNNING, otherwise WARNING.',
  },
  START_OVERDUE: {
    description:
      'STARTING for longer than `FLEET_START_OVERDUE_MS`, counted from when this process first saw it. CRITICAL.',
  },
  STOP_OVERDUE: {
    description:
      'STOPPING for longer than `FLEET_START_OVERDUE_MS`, counted from when this process first saw it. WARNING.',
  },
  IMAGE_GONE: { description: '`imageArn` names no image that can be seen. CRITICAL.' },
  IMAGE_NOT_AVAILABLE: {
    description: 'The image is in another state than AVAILABLE, e.g. DEPRECATED. WARNING.',
  },
  AGENT_OUTDATED: { description: '`latestAppstreamAgentVersion` of the image is false. INFO.' },
  NO_CAPACITY_LEFT: {
    description: 'RUNNING, and `capacity.available` is 0 while something is in use. CRITICAL.',
  },
  CAPACITY_SHORT: {
    description: 'RUNNING, and `capacity.provisioned` is less than `capacity.desired`. INFO.',
  },
}

const FindingSeverityRef = builder.enumType('AppStreamFindingSeverity', {
  description: 'The severity of a finding.',
  values: SEVERITY_VALUES,
})

const FindingCodeRef = builder.enumType('AppStreamFindingCode', {
  description: 'The code of a finding.',
  values: CODE_VALUES,
})

/** A finding about a fleet. */
export const FindingRef = builder.objectRef<Finding>('AppStreamFinding').implement({
  description: 'Something about a fleet that an operator should know.',
  fields: (t) => ({
    code: t.expose('code', { type: FindingCodeRef, description: 'The code, for programs.' }),
    severity: t.expose('severity', { type: FindingSeverityRef, description: 'The severity.' }),
    message: t.exposeString('message', { description: 'A sentence about it, for people.' }),
    since: t.expose('since', {
      type: 'DateTime',
      nullable: true,
      description:
        'The time at which this process first saw it; it may have begun earlier. Null if that is not known.',
    }),
  }),
})

/** The filter of fleets by their findings. */
export const findingsFilter: FilterMember<Fleet, readonly FindingCode[]> = {
  field: (t) =>
    t.field({
      type: [FindingCodeRef],
      description:
        'Matches fleets with one of these findings. Codes about images read the images, 25 with one call to AWS.',
    }),
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

/** Judges all fleets at once, so that their images are read together. */
async function withImages(
  wanted: { readonly key: string; has(code: FindingCode): boolean },
  { context, items }: FilterRequest<Fleet>,
): Promise<Filter<Fleet>> {
  // A few images serve thousands of fleets.
  const groups = Map.groupBy(await items(), ({ target, aws }) => `${target.key} ${aws.ImageArn ?? ''}`)
  const matching = new Set<Fleet>()
  const errors = new Map<Target, unknown>()

  async function judge(fleets: readonly Fleet[], one: Fleet): Promise<void> {
    const [image] = await Promise.allSettled([imageOfFleet(one, context)])
    const known = image.status === 'fulfilled' ? image.value : undefined
    for (const fleet of fleets) {
      const isMatch = findingsOf(fleet, known, context).some(({ code }) => wanted.has(code))
      if (isMatch) matching.add(fleet)
      else if (image.status === 'rejected') errors.set(fleet.target, image.reason)
    }
  }

  await Promise.all([...groups.values()].map((fleets) => fleets[0] && judge(fleets, fleets[0])))
  return {
    key: wanted.key,
    matches: (fleet) => matching.has(fleet),
    ...(errors.size > 0 && { errors }),
  }
}
