import { type AnyResource, createdMs } from '../resources.ts'

/**
 * Returns true if a resource can come from another one, such as an image from a builder. The source found by name may
 * be a later resource of that name. Without both creation times, returns true.
 */
export function createdAfter(result: AnyResource, source: AnyResource): boolean {
  const made = createdMs(result)
  const launched = createdMs(source)
  return made === undefined || launched === undefined || made >= launched
}

/** Maximum assumed difference between the clocks of AWS and of this machine, in milliseconds. */
const CLOCK_SKEW_MS = 5_000

/**
 * Returns true if a resource was created since a time of the local clock, in epoch milliseconds.
 * @param known resource of the same name that existed at that time.
 */
function wasCreatedSince<Resource extends AnyResource>(
  resource: Resource,
  sinceMs: number,
  known?: Resource,
): boolean {
  const made = createdMs(resource)
  if (made === undefined || made < sinceMs - CLOCK_SKEW_MS) return false
  return known === undefined || isEarlier(known, resource)
}

/** Resource with the name of a new one, as known before the call that creates the new one. */
export interface BeforeCreation<Resource> {
  /** Epoch milliseconds of the start of the call. */
  readonly startedAt: number
  readonly known: Resource | undefined
}

/**
 * Returns true if a resource was created since the start of a call.
 * @param since start of the call if another replica made it. What this one knew is then no evidence
 */
export function isCreatedBy<Resource extends AnyResource>(
  resource: Resource,
  { startedAt, known }: BeforeCreation<Resource>,
  since: number | undefined,
): boolean {
  return since === undefined ? wasCreatedSince(resource, startedAt, known) : wasCreatedSince(resource, since)
}

/** Returns true if a resource is older than another of the same name. */
export function isEarlier<Resource extends AnyResource>(one: Resource, other: Resource): boolean {
  const [before, after] = [createdMs(one), createdMs(other)]
  return before !== undefined && after !== undefined && before < after
}
