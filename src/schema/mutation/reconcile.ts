import { isUpstreamError } from '../../appstream/errors/exceptions.ts'
import type { ReportedRead } from '../../inventory/cache/reads.ts'
import type { Reading } from '../../inventory/inventory.ts'

/** Timeout of a reconciliation. It continues after its last caller has left. */
const RECONCILE_TIMEOUT_MS = 30_000

/** Reconciles an unknown outcome. Undefined if the read fails; the caller then reports the original error. */
export async function reconcileQuietly<Payload>(
  reconcile: (read: ReportedRead) => Promise<Payload | undefined>,
  reading: Reading,
  cause: Error,
): Promise<Payload | undefined> {
  const timeout = AbortSignal.timeout(RECONCILE_TIMEOUT_MS)
  try {
    return await reconcile(reading.now(timeout))
  } catch (error) {
    if (isUpstreamError(error) || timeout.aborted) return undefined
    throw new AggregateError([error, cause], 'Reading the outcome from AWS failed.')
  }
}
