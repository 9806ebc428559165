import { isUpstreamError, type UpstreamErrorCode } from '../appstream/exceptions.ts'
import type { Clock, Schedule } from './clock.ts'
import type { Inventory } from './inventory.ts'
import type { Kind } from './kind.ts'
import type { TargetInventory } from './target-inventory.ts'

/** Whether any target was ever read. */
export interface Readiness {
  /**
   * Whether a target was read, now or earlier. While none was, asking tries to, and waits a moment for it; it stays true
   * when AWS fails later, so that an outage there takes no gateway out of service.
   */
  isReady(): Promise<boolean>
  /** Stops asking AWS: an attempt under way that fails from now on is not reported. */
  close(): void
}

/** What readiness is made of. */
export interface ReadinessOptions {
  /** The kind that is read first, in one call as a rule. */
  readonly probe: Kind
  readonly clock: Clock
  readonly schedule: Schedule
  /** Told of each attempt that failed, with the error of each target. */
  readonly onFailure: (errors: readonly unknown[]) => void
}

/** How long an answer waits for an attempt: less than probes wait for an answer (a second, as a rule). */
const PATIENCE_MS = 500
/** Between attempts, doubled after each that failed. */
const FIRST_PAUSE_MS = 1_000
const LONGEST_PAUSE_MS = 30_000
/** What a policy forbids says nothing of what else it allows. */
const FORBIDDEN: UpstreamErrorCode = 'UPSTREAM_ACCESS_DENIED'

/** Makes readiness. AWS is asked by nobody but who asks whether it is ready, and no more once it is. */
export function createReadiness(
  inventory: Inventory,
  { probe, clock, schedule, onFailure }: ReadinessOptions,
): Readiness {
  const parts = inventory.targets.map((target) => inventory.of(target))
  let wasRead = false
  let isClosed = false
  let attempt: Promise<void> | undefined
  let pauseMs = FIRST_PAUSE_MS
  let notBefore = Number.NEGATIVE_INFINITY

  function begin(): Promise<void> {
    return Promise.any(parts.map((part) => readAnything(part, probe))).then(
      () => {
        wasRead = true
      },
      ({ errors }: AggregateError) => {
        if (!isClosed) onFailure(errors)
        notBefore = clock.now() + pauseMs
        pauseMs = Math.min(2 * pauseMs, LONGEST_PAUSE_MS)
        attempt = undefined
      },
    )
  }

  return {
    async isReady() {
      wasRead ||= parts.some(holdsAnything)
      if (wasRead) return true
      if (attempt === undefined && (isClosed || clock.now() < notBefore)) return false
      attempt ??= begin()
      const { promise: patience, resolve } = Promise.withResolvers<void>()
      const cancel = schedule(PATIENCE_MS, resolve)
      await Promise.race([attempt, patience])
      cancel()
      return wasRead
    },
    close() {
      isClosed = true
    },
  }
}

/** Makes one call that fills the cache; where the policy forbids it, another one. */
async function readAnything({ images, kinds }: TargetInventory, probe: Kind): Promise<void> {
  try {
    await kinds.of(probe).collection.read({})
  } catch (error) {
    if (!isUpstreamError(error) || error.code !== FORBIDDEN) throw error
    await images.byVisibility.PRIVATE.read({})
  }
}

/** Whether requests have read something already. */
function holdsAnything({ snapshots }: TargetInventory): boolean {
  return snapshots().some(({ ageMs }) => ageMs !== undefined)
}
