import type { Target } from '../../appstream/target.ts'
import type { ReadOptions } from '../../inventory/cached.ts'
import type { Reading } from '../../inventory/inventory.ts'

/** The resource that a failed mutation was about. */
export interface Subject {
  readonly target: Target
  readonly name: string
  /** As in its ARN, e.g. `image`; undefined where the mutation does not say. */
  readonly resourceType?: string | undefined
  /** The number of the sequence at the failure: what explains that has to be read later. */
  readonly failedAt?: number | undefined
}

/** Returns the subject of a mutation that has just failed. */
export function subjectOf(
  { target, name, resourceType }: Pick<Subject, 'target' | 'name' | 'resourceType'>,
  reading: Reading,
): Subject {
  return { target, name, resourceType, failedAt: reading.now().notBefore }
}

/** Returns how to read what explains a failure: from AWS as it was since, once for all fields that ask. */
export function readSince({ failedAt }: Subject, reading: Reading): ReadOptions {
  const now = reading.now()
  return failedAt === undefined ? now : { ...now, notBefore: failedAt }
}
