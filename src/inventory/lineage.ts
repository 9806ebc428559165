import { knownTime } from '../appstream/model.ts'
import type { AnyResource } from './resources.ts'

/**
 * Returns true if an image can come from a builder. Names are reused, so a builder of the right name may be a later
 * one; without both creation times, it counts as the same one.
 */
export function createdAfter(image: AnyResource, builder: AnyResource): boolean {
  const made = knownTime(image.aws.CreatedTime)
  const launched = knownTime(builder.aws.CreatedTime)
  return made === undefined || launched === undefined || made >= launched
}

/** Maximum assumed difference, in milliseconds, between the clocks of AWS and of this machine. */
const CLOCK_SKEW_MS = 5_000

/**
 * Returns true if a resource was created since a time of this machine's clock (epoch milliseconds); `known` resources
 * of its name from then were not.
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

/** Returns true if a resource is older than another of the same name. */
export function isEarlier<Resource extends AnyResource>(one: Resource, other: Resource): boolean {
  const [before, after] = [knownTime(one.aws.CreatedTime), knownTime(other.aws.CreatedTime)]
  return before !== undefined && after !== undefined && before < after
}
