import type { Target } from '../../appstream/target.ts'
import type { ReportedRead } from '../../inventory/cache/reads.ts'
import type { Reading } from '../../inventory/inventory.ts'

/** Resource of a failed mutation. */
export interface Subject {
  readonly target: Target
  readonly name: string
  /** Resource type in the ARN, for example `image`; undefined if the mutation does not know it. */
  readonly resourceType?: string | undefined
  /** Sequence number at the failure. Reads that explain the failure must be newer. */
  readonly failedAt?: number | undefined
}

/** Returns the subject of a mutation that just failed. */
export function subjectOf(
  { target, name, resourceType }: Pick<Subject, 'target' | 'name' | 'resourceType'>,
  reading: Reading,
): Subject {
  return { target, name, resourceType, failedAt: reading.now().notBefore }
}

/** Returns the read options for error fields: data read after the failure, shared by all fields. */
export function readSince({ failedAt }: Subject, reading: Reading): ReportedRead {
  const now = reading.now()
  return failedAt === undefined ? now : { ...now, notBefore: failedAt }
}
