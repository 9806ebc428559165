import { randomUUID } from 'node:crypto'
import type { Target } from '../appstream/target.ts'
import { createSequence, type Sequence } from '../clock.ts'
import type { ReadOptions } from './cached.ts'
import type { LogBounds } from './change-log.ts'
import type { Snapshot } from './collection.ts'
import { encodePosition } from './feed/position.ts'
import { imageKind } from './images/kind.ts'
import { createKindFeeds, type KindFeeds } from './kind-feeds.ts'
import { createRouting, type Routing } from './routing.ts'
import { createSlices, type Slices } from './slices.ts'
import {
  createTargetInventory,
  type SnapshotAge,
  type TargetInventory,
  type TargetInventoryOptions,
} from './target-inventory.ts'

/** Inventory of all targets (accounts and regions). */
export interface Inventory extends Routing {
  /** Returns the inventory of one target. */
  of(target: Target): TargetInventory
  /** Starts the reads of one request: fresh enough values, or stale ones with a notice if AWS fails. */
  begin(options: ReadingOptions): Reading
  /** Returns the age of every listing. */
  snapshots(): readonly SnapshotAge[]
  /** Returns an opaque cursor of these snapshots; a subscription can resume after it. */
  cursor(snapshots: readonly Snapshot<unknown>[]): string
  /** Returns the feed and merged views of a declared kind. */
  readonly kinds: KindFeeds
  /** Invalidates the shared images of an account and region, if that is a target. */
  invalidateShared(accountId: string, region: string): void
  /** Returns the inventory restricted to some of the targets. */
  narrowedTo(mayUse: (target: Target) => boolean): Inventory
  /** Ends every subscription. */
  endFeeds(): void
  /** Ends every subscription and stops polling. For shutdown: AWS calls that fail afterwards are not reported. */
  close(): void
}

/** Options of a request, with callbacks. */
export interface ReadingOptions
  extends Pick<ReadOptions, 'signal' | 'onSend' | 'onObserved' | 'takeCalls' | 'checkCalls'> {
  readonly noCache: boolean
  readonly onStale: NonNullable<ReadOptions['onStale']>
}

/** Reads of one request. */
export interface Reading {
  readonly options: ReadOptions
  /** Returns options that read AWS from now on, or fail. Default signal: that of the request. */
  now(signal?: AbortSignal): ReadOptions
  /** Records a change by this request: with `no-cache`, later reads start after it. */
  renew(): void
}

/** Settings of an inventory; ages in milliseconds. */
export interface InventoryOptions extends Omit<TargetInventoryOptions, 'random'> {
  readonly maxStalenessMs: number
  readonly staleIfErrorMs: number
  /** Patience of readers if an older value could be served. Default: they wait until AWS answers or fails. */
  readonly readPatienceMs?: number
  /** Maximum milliseconds for which AWS may still show the state before a mutation. */
  readonly overlayMs: number
  /** Bounds of the change log of each collection. */
  readonly logBounds: LogBounds
  /** Milliseconds between SYNCED events of a quiet subscription. */
  readonly bookmarkIntervalMs: number
  /** Events queued for a slow subscriber before it gets a snapshot instead. */
  readonly maxQueuedEvents: number
  /** Runs work for many subscribers in time slices. Default: slices of its own. */
  readonly slices?: Slices
  /** Returns a number in [0, 1), for the jitter of backoffs. */
  readonly random?: () => number
}

/** Creates the inventory of the targets; the first read of each part loads it. */
export function createInventory(targets: readonly Target[], options: InventoryOptions): Inventory {
  const { clock, maxStalenessMs, staleIfErrorMs, readPatienceMs, overlayMs } = options
  const sequence = createSequence()
  /** Marks the cursors of this process; those of another one cannot be resumed here. */
  const processId = randomUUID()
  const dependencies = {
    clock,
    sequence,
    freshness: { maxStalenessMs, staleIfErrorMs },
    ...(readPatienceMs !== undefined && { patience: { ms: readPatienceMs, schedule: options.schedule } }),
    overlayMs,
    bounds: options.logBounds,
  }
  const { schedule, bookmarkIntervalMs, maxQueuedEvents: maxQueued, random = Math.random } = options
  const inventories = new Map(
    targets.map((target) => [target, createTargetInventory(target, dependencies, { ...options, random })]),
  )
  const { slices = createSlices() } = options
  const channelDependencies = {
    process: processId,
    clock,
    sequence,
    schedule,
    bookmarkIntervalMs,
    maxQueued,
    slices,
  }
  const kinds = createKindFeeds(channelDependencies, [imageKind, ...(options.kinds ?? [])])

  function of(target: Target): TargetInventory {
    const inventory = inventories.get(target)
    if (inventory === undefined) throw new Error(`${target.key} is not a target of this inventory`)
    return inventory
  }

  const routing = createRouting(targets, of)
  const inventory: Inventory = {
    ...routing,
    of,
    begin: (request) => createReading(request, sequence),
    snapshots: () => [...inventories.values()].flatMap(({ snapshots }) => snapshots()),
    cursor: (snapshots) =>
      encodePosition({
        process: processId,
        versions: Object.fromEntries(snapshots.map(({ key, version }) => [key, version])),
      }),
    kinds,
    invalidateShared(accountId, region) {
      for (const target of targets) {
        const isTheirs = (target.accountId ?? accountId) === accountId && target.region === region
        if (isTheirs) of(target).images.byVisibility.SHARED.invalidate()
      }
    },
    narrowedTo(mayUse) {
      const allowed = targets.filter(mayUse)
      return allowed.length === targets.length ? inventory : { ...inventory, ...createRouting(allowed, of) }
    },
    endFeeds: kinds.close,
    close() {
      kinds.close()
      for (const { close } of inventories.values()) close()
    },
  }
  return inventory
}

function createReading(options: ReadingOptions, sequence: Sequence): Reading {
  const { noCache, onStale, takeCalls, checkCalls, ...unbounded } = options
  const request = { ...unbounded, ...(takeCalls && { takeCalls }), ...(checkCalls && { checkCalls }) }
  // Reads of a mutation must not depend on the other reads of the operation.
  const now: Reading['now'] = (signal = request.signal) => ({
    ...unbounded,
    signal,
    notBefore: sequence.next(),
  })
  if (!noCache) return { options: { ...request, onStale }, now, renew() {} }
  let notBefore = sequence.next()
  return {
    options: {
      ...request,
      get notBefore() {
        return notBefore
      },
    },
    now,
    renew() {
      notBefore = sequence.next()
    },
  }
}
