import { isUpstreamError, type UpstreamErrorCode } from '../appstream/errors/exceptions.ts'
import type { Clock, Schedule } from '../clock.ts'
import type { Inventory } from './inventory.ts'
import type { Kind } from './kind.ts'
import type { TargetInventory } from './target-inventory.ts'

/** Readiness of the gateway, which is true once any target was read. */
export interface Readiness {
  /**
   * Returns true once a target was read. Until then, each call attempts a read and waits briefly for it. Stays true if
   * AWS fails later, so that an AWS outage does not take gateways out of service.
   */
  isReady(): Promise<boolean>
  /** Returns true once a target was read. Attempts nothing. */
  hasRead(): boolean
  /** Stops the attempts. A later failure of the current one is not reported. */
  close(): void
}

/** Options of {@link createReadiness}. */
export interface ReadinessOptions {
  /** Kind that is read first, usually in one call. */
  readonly probe: Kind
  readonly clock: Clock
  readonly schedule: Schedule
  /** Receives the error of each target after a failed attempt. */
  readonly onFailure: (errors: readonly unknown[]) => void
}

/** Milliseconds that a response waits for an attempt. The timeout of probes is usually one second. */
const PATIENCE_MS = 500
/** Milliseconds between attempts, doubled after each failure. */
const FIRST_PAUSE_MS = 1_000
const LONGEST_PAUSE_MS = 30_000
/** Error of a call that the policy denies, although it may allow others. */
const FORBIDDEN: UpstreamErrorCode = 'UPSTREAM_ACCESS_DENIED'

/** Creates the readiness check. It calls AWS only during checks, and no longer once it is ready. */
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

  function hasRead(): boolean {
    wasRead ||= parts.some(holdsAnything)
    return wasRead
  }

  return {
    hasRead,
    async isReady() {
      if (hasRead()) return true
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

/** Reads the probe, or the private images if the policy denies it. */
async function readAnything({ images, kinds }: TargetInventory, probe: Kind): Promise<void> {
  try {
    await kinds.of(probe).collection.read({})
  } catch (error) {
    if (!isUpstreamError(error) || error.code !== FORBIDDEN) throw error
    await images.byVisibility.PRIVATE.read({})
  }
}

/** Returns true if requests have read any listing. */
function holdsAnything({ snapshots }: TargetInventory): boolean {
  return snapshots().some(({ ageMs }) => ageMs !== undefined)
}
