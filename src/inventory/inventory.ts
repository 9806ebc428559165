import { randomUUID } from 'node:crypto'
import type { Target } from '../appstream/target.ts'
import type { ReadOptions } from './cached.ts'
import type { LogBounds } from './change-log.ts'
import { createSequence, type Sequence } from './clock.ts'
import type { Snapshot } from './collection.ts'
import { createFeed, type Feed } from './feed/feed.ts'
import { encodePosition } from './feed/position.ts'
import { createKindFeeds, type KindFeeds } from './kind-feeds.ts'
import type { Image } from './resources.ts'
import { createRouting, type Routing } from './routing.ts'
import { createSlices, type Slices } from './slices.ts'
import {
  createTargetInventory,
  type SnapshotAge,
  type TargetInventory,
  type TargetInventoryOptions,
} from './target-inventory.ts'
import { createViews, type Views } from './views.ts'

/** What the gateway knows of everything that it serves. */
export interface Inventory extends Routing {
  /** The inventory of one target. */
  of(target: Target): TargetInventory
  /** Begins a request that takes what is fresh enough, and is told where AWS failed and something older had to do. */
  begin(options: ReadingOptions): Reading
  /** How old every listing is. */
  snapshots(): readonly SnapshotAge[]
  /** An opaque cursor that names the snapshots; what changed since can be asked for with it. */
  cursor(snapshots: readonly Snapshot<unknown>[]): string
  /** The changes of each kind. */
  readonly feeds: { readonly images: Feed<Image> }
  /** The feeds and merged views of the kinds that are declared as such. */
  readonly kinds: KindFeeds
  /** The merged views of each kind, shared by all callers: each is of the snapshots that its caller may see. */
  readonly views: { readonly images: Views<Image> }
  /** What is shared with an account in a region was changed: it is listed anew, if that is a target. */
  invalidateShared(accountId: string, region: string): void
  /** The inventory as one sees it who may use some of the targets only. */
  narrowedTo(mayUse: (target: Target) => boolean): Inventory
  /** Ends every subscription. */
  endFeeds(): void
  /** Ends every subscription and stops polling: AWS is about to become unreachable, which is no failure then. */
  close(): void
}

/** What a request wants, and what it is told. */
export interface ReadingOptions extends Pick<ReadOptions, 'signal' | 'onSend' | 'onObserved' | 'takeCalls'> {
  readonly noCache: boolean
  readonly onStale: NonNullable<ReadOptions['onStale']>
}

/** How one request reads. */
export interface Reading {
  readonly options: ReadOptions
  /** Reads AWS as it is from now on, or fails; until the request's signal aborts, unless told another one. */
  now(signal?: AbortSignal): ReadOptions
  /** The request has changed something: `no-cache` is from now on. */
  renew(): void
}

/** Ages in milliseconds, and bounds. */
export interface InventoryOptions extends Omit<TargetInventoryOptions, 'random'> {
  readonly maxStalenessMs: number
  readonly staleIfErrorMs: number
  /** How long readers wait for AWS while something older could answer; until it answers or fails unless given. */
  readonly readPatienceMs?: number
  /** How long AWS may go on showing what was before a mutation. */
  readonly overlayMs: number
  /** How far back the changes of each collection are kept. */
  readonly logBounds: LogBounds
  /** How often a quiet subscriber is told where it stands. */
  readonly bookmarkIntervalMs: number
  /** Events that may wait for a slow subscriber before it is sent a snapshot instead. */
  readonly maxQueuedEvents: number
  /** Lets work for many subscribers yield to the event loop; its own unless given. */
  readonly slices?: Slices
  /** In [0, 1): the jitter of backoffs. */
  readonly random?: () => number
}

/** Makes the inventory of the targets; nothing is read before somebody asks. */
export function createInventory(targets: readonly Target[], options: InventoryOptions): Inventory {
  const { clock, maxStalenessMs, staleIfErrorMs, readPatienceMs, overlayMs } = options
  const sequence = createSequence()
  /** Cursors of another process mean nothing here, and can be told by this. */
  const processId = randomUUID()
  const parts = {
    clock,
    sequence,
    freshness: { maxStalenessMs, staleIfErrorMs },
    ...(readPatienceMs !== undefined && { patience: { ms: readPatienceMs, schedule: options.schedule } }),
    overlayMs,
    bounds: options.logBounds,
  }
  const { schedule, bookmarkIntervalMs, maxQueuedEvents: maxQueued, random = Math.random } = options
  const inventories = new Map(
    targets.map((target) => [target, createTargetInventory(target, parts, { ...options, random })]),
  )
  const { slices = createSlices() } = options
  const channelParts = {
    process: processId,
    clock,
    sequence,
    schedule,
    bookmarkIntervalMs,
    maxQueued,
    slices,
  }
  const feeds = { images: createFeed<Image>(channelParts) }
  const kinds = createKindFeeds(channelParts, options.kinds)

  function of(target: Target): TargetInventory {
    const inventory = inventories.get(target)
    if (inventory === undefined) throw new Error(`${target.key} is not a target of this inventory`)
    return inventory
  }

  function endFeeds(): void {
    feeds.images.close()
    kinds.close()
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
    feeds,
    kinds,
    views: { images: createViews<Image>() },
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
    endFeeds,
    close() {
      endFeeds()
      for (const { close } of inventories.values()) close()
    },
  }
  return inventory
}

function createReading(options: ReadingOptions, sequence: Sequence): Reading {
  const { noCache, onStale, takeCalls, ...unbounded } = options
  const request = { ...unbounded, ...(takeCalls && { takeCalls }) }
  // What a mutation has to know must not depend on what else the operation reads.
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
