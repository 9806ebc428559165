import type { FinishedCall } from '../../../src/appstream/calls/calls.ts'
import type { CallConditions } from '../../../src/appstream/calls/conditions.ts'
import type { Target } from '../../../src/appstream/target.ts'
import { createTargets } from '../../../src/appstream/targets.ts'
import { type Emulator, emptySeed, type RegionStore, startEmulator } from '../../../src/emulator/server.ts'
import { createInventory, type Inventory } from '../../../src/inventory/inventory.ts'
import { imageBuilderKind } from '../../../src/schema/image-builder/kind.ts'
import { createTestTime, REGION, type TestTime } from '../../support/gateway.ts'

/** The two lower layers of a gateway in front of their own emulator, on a manual clock. */
export interface Upstream extends AsyncDisposable {
  readonly emulator: Emulator
  /** Contents of the emulator in the first region. */
  readonly home: RegionStore
  readonly time: TestTime
  /** Target of the first region. */
  readonly target: Target
  readonly inventory: Inventory
  /** Finished calls. */
  readonly finished: readonly FinishedCall[]
  /** Reported polls: each failure, and the first success after one. */
  readonly polls: readonly unknown[]
}

/** Differences from a target without limits. */
export interface UpstreamOptions extends Partial<Pick<CallConditions, 'circuitBreaker' | 'tracer'>> {
  readonly budget?: Partial<CallConditions['budget']>
  readonly regions?: readonly string[]
  readonly callMs?: number
}

const UNBOUND = { perSecond: 0, burst: 0 }

/** Starts the layers; retries have a negligible delay. */
export async function startUpstream(options: UpstreamOptions = {}): Promise<Upstream> {
  const { budget, regions = [REGION], callMs = 30_000, ...conditions } = options
  const emulator = await startEmulator({ seed: emptySeed })
  const time = createTestTime()
  const finished: FinishedCall[] = []
  const polls: unknown[] = []
  const targets = createTargets({
    kind: 'emulator',
    regions,
    roleArns: [],
    endpoint: emulator.url,
    retry: { maxAttempts: 3, baseDelayMs: 1 },
    deadlines: { callMs, listingMs: 60_000 },
    ...conditions,
    budget: { all: UNBOUND, read: UNBOUND, write: UNBOUND, poll: UNBOUND, maxQueued: 100, ...budget },
    clock: time.clock,
    schedule: time.schedule,
    onCall: (call) => finished.push(call),
  })
  const [target] = targets.all
  if (target === undefined) throw new Error('No target configured.')
  const inventory = createInventory(targets.all, {
    kinds: [imageBuilderKind],
    clock: time.clock,
    schedule: time.schedule,
    maxStalenessMs: 5_000,
    staleIfErrorMs: 60_000,
    readPatienceMs: 1_500,
    overlayMs: 30_000,
    publicImagesStalenessMs: 3_600_000,
    detailsStalenessMs: 30_000,
    detailsConcurrency: 10,
    watchIntervals: { activeMs: 2_000, idleMs: 15_000, lingerMs: 5_000 },
    onWatch: ({ outcome }) => polls.push(outcome),
    random: () => 0,
    logBounds: { maxEntries: 100, maxBytes: 1_000_000, maxAgeMs: 60_000 },
    bookmarkIntervalMs: 60_000,
    maxQueuedEvents: 100,
  })
  return {
    emulator,
    home: emulator.region(REGION),
    time,
    target,
    inventory,
    finished,
    polls,
    async [Symbol.asyncDispose]() {
      targets.close()
      await emulator.stop()
    },
  }
}

/** Returns the operations that reached AWS, in order of arrival. */
export function operationsOf({ emulator }: Pick<Upstream, 'emulator'>): string[] {
  return emulator.calls.all.map(({ operation }) => operation)
}
