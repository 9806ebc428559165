import type { Target } from './appstream/target.ts'
import type { Readiness } from './inventory/readiness.ts'

/** Reachability of AWS at startup. */
export interface GatewayStatus {
  /** True if at least one target could be read. */
  readonly isReady: boolean
  /** Last error of each failing target, prefixed with account and region. */
  readonly problems: readonly string[]
}

/** Maximum number of attempts. Each waits up to half a second for a read in progress. */
const MAX_ATTEMPTS = 20

/** Reads from AWS until a target has answered or all have failed, and returns the outcome. */
export async function readStatus(
  targets: readonly Target[],
  readiness: Pick<Readiness, 'isReady'>,
): Promise<GatewayStatus> {
  let isReady = await readiness.isReady()
  for (let asked = 1; asked < MAX_ATTEMPTS && !isReady && isUnderWay(targets); asked++)
    isReady = await readiness.isReady()
  return {
    isReady,
    problems: targets.flatMap(({ region, accountId, lastError }) =>
      lastError === undefined ? [] : `${accountId ?? 'own account'} / ${region}: ${lastError}`,
    ),
  }
}

function isUnderWay(targets: readonly Target[]): boolean {
  // A target counts as reachable before its listing is shared with other replicas, which the attempt waits for.
  return targets.some(({ reachable }) => reachable !== false)
}
