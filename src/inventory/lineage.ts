import { knownTime } from '../appstream/times.ts'
import type { AnyResource } from './resources.ts'

/**
 * Whether an image can have been made on a builder: names are used again, so a builder of the right name may be a later
 * one. Where AWS does not give both times, it is taken to be the same one.
 */
export function createdAfter(image: AnyResource, builder: AnyResource): boolean {
  const made = knownTime(image.aws.CreatedTime)
  const launched = knownTime(builder.aws.CreatedTime)
  return made === undefined || launched === undefined || made >= launched
}

/** What the clocks of AWS and of this machine may differ by. */
const CLOCK_SKEW_MS = 5_000

/**
 * Whether a resource was made since a moment of this machine's clock, in epoch milliseconds; what was `known` of its
 * name at that moment was not.
 */
export function wasMadeSince<Resource extends AnyResource>(
  resource: Resource,
  sinceMs: number,
  known?: Resource,
): boolean {
  const made = knownTime(resource.aws.CreatedTime)
  if (made === undefined || made < sinceMs - CLOCK_SKEW_MS) return false
  return known === undefined || isEarlier(known, resource)
}

/** Whether a resource is an earlier one than another of the same name. */
export function isEarlier<Resource extends AnyResource>(one: Resource, other: Resource): boolean {
  const [before, after] = [knownTime(one.aws.CreatedTime), knownTime(other.aws.CreatedTime)]
  return before !== undefined && after !== undefined && before < after
}
