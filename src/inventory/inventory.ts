import { createArnParser } from '../appstream/arn.ts'
import type { Target } from '../appstream/target.ts'
import type { Sequence } from '../clock.ts'
import { createAlone } from '../shared/alone.ts'
import type { CommitPosition, Shared } from '../shared/shared.ts'
import type { Dependency, ReadOptions, ReportedRead } from './cache/reads.ts'
import type { LogBounds } from './collection/change-log.ts'
import { type Settled, settleAll } from './collection/settled.ts'
import type { Snapshot } from './collection/snapshot.ts'
import { encodePosition, UNFINISHED } from './feed/position.ts'
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
  /** Creates the reads of one request. They serve fresh values, or report stale ones if AWS fails. */
  begin(options: ReadingOptions): Reading
  /** Returns the age of every listing. */
  snapshots(): readonly SnapshotAge[]
  /** Returns an opaque cursor of these snapshots, after which a subscription can resume. */
  cursor(snapshots: readonly Snapshot<unknown>[], options?: Pick<ReadOptions, 'onRead'>): string
  /** Feeds and merged views of the declared kinds. */
  readonly kinds: KindFeeds
  /** Invalidates the shared images of an account and region, if it is a target. */
  invalidateShared(accountId: string, region: string): Settled
  /** Returns the inventory restricted to some of the targets. */
  narrowedTo(mayUse: (target: Target) => boolean): Inventory
  /** Ends every subscription. */
  endFeeds(): void
  /** Ends every subscription and stops polling. Later failures of AWS calls are not reported. */
  close(): void
}

/** Options of a request, with callbacks. */
export interface ReadingOptions
  extends Pick<ReportedRead, 'signal' | 'onSend' | 'onObserved' | 'onRead' | 'takeCalls' | 'checkCalls'> {
  readonly noCache: boolean
  readonly onStale: NonNullable<ReadOptions['onStale']>
}

/** Reads of one request. */
export interface Reading {
  readonly options: ReportedRead
  /** Returns options that accept only values read from now on. Default signal: that of the request. */
  now(signal?: AbortSignal): ReportedRead
  /** Records a change by this request. With `no-cache`, later reads then start after the change. */
  renew(): void
}

/** Settings of an inventory; ages in milliseconds. */
export interface InventoryOptions extends Omit<TargetInventoryOptions, 'random'> {
  readonly maxStalenessMs: number
  readonly staleIfErrorMs: number
  /** Maximum wait of readers if an older value can be served. Default: until AWS responds or fails. */
  readonly readPatienceMs?: number
  /** Maximum milliseconds for which the result of a mutation overlays older state from AWS. */
  readonly overlayMs: number
  /** Bounds of the change log of each collection. */
  readonly logBounds: LogBounds
  /** Milliseconds between SYNCED events of a quiet subscription. */
  readonly bookmarkIntervalMs: number
  /** Maximum number of events queued for a slow subscriber, which then gets a snapshot instead. */
  readonly maxQueuedEvents: number
  /** Scheduler that spreads work over time slices. Default: a new one. */
  readonly slices?: Slices
  /** Returns a number in [0, 1), for the jitter of backoffs. */
  readonly random?: () => number
  /** State that several replicas share. Default: that of a single process. */
  readonly shared?: Shared
}

/** Creates the inventory of the targets. Every listing is loaded by its first read. */
export function createInventory(targets: readonly Target[], options: InventoryOptions): Inventory {
  const { clock, maxStalenessMs, staleIfErrorMs, readPatienceMs, overlayMs } = options
  const { shared = createAlone(clock) } = options
  const { sequence } = shared
  const dependencies = {
    clock,
    shared,
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
    shared,
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

  /** Returns the dependency on the position of the last commit. */
  function positionDependency({ epoch, number, nonce }: CommitPosition): Dependency {
    return {
      isCurrent() {
        const position = shared.position()
        return position.epoch === epoch && position.number === number && position.nonce === nonce
      },
    }
  }

  const parseArn = createArnParser()
  const routing = createRouting(targets, of, parseArn)
  const inventory: Inventory = {
    ...routing,
    of,
    begin: (request) => createReading(request, sequence),
    snapshots: () => [...inventories.values()].flatMap(({ snapshots }) => snapshots()),
    cursor(snapshots, { onRead } = {}) {
      const commit = shared.position()
      onRead?.(positionDependency(commit))
      // The numbers of a snapshot from before a reset mean nothing now.
      if (snapshots.some(({ position }) => position.epoch !== commit.epoch)) return UNFINISHED
      const versions = Object.fromEntries(snapshots.map(({ key, version }) => [key, version]))
      return encodePosition({ commit, versions })
    },
    kinds,
    invalidateShared(accountId, region) {
      const affected = targets.filter(
        (target) => (target.accountId ?? accountId) === accountId && target.region === region,
      )
      return settleAll(affected.map((target) => of(target).images.byVisibility.SHARED.invalidate()))
    },
    narrowedTo(mayUse) {
      const allowed = targets.filter(mayUse)
      return allowed.length === targets.length
        ? inventory
        : { ...inventory, ...createRouting(allowed, of, parseArn) }
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
  const { onRead } = unbounded
  const request = { ...unbounded, ...(takeCalls && { takeCalls }), ...(checkCalls && { checkCalls }) }
  // Reads of a mutation must not depend on the other reads of the operation.
  const now: Reading['now'] = (signal = request.signal) => {
    onRead(undefined)
    return { ...unbounded, signal, notBefore: sequence.next() }
  }
  if (noCache) onRead(undefined)
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
