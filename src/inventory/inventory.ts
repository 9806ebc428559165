import { randomUUID } from 'node:crypto'
import { parseArn, partitionOf } from '../appstream/arn.ts'
import type { Target } from '../appstream/target.ts'
import type { ReadOptions } from './cached.ts'
import type { LogBounds } from './change-log.ts'
import { createSequence, type Sequence } from './clock.ts'
import type { Snapshot } from './collection.ts'
import { createFeed, type Feed } from './feed/feed.ts'
import { encodePosition } from './feed/position.ts'
import type { ImageOutcome } from './image-lookup.ts'
import type { Image, ImageBuilder } from './resources.ts'
import {
  createTargetInventory,
  type SnapshotAge,
  type TargetInventory,
  type TargetInventoryOptions,
} from './target-inventory.ts'

/** What the gateway knows of everything that it serves. */
export interface Inventory {
  readonly targets: readonly Target[]
  /** The inventory of one of {@link targets}. */
  of(target: Target): TargetInventory
  /** The targets that could know an ARN, the likeliest first; none for one that is of no target's region. */
  targetsOf(arn: string, via?: Target): readonly Target[]
  /** Images by ARN, each through the first of its targets that knows it; in the order of the keys. */
  loadImages(keys: readonly ImageKey[], options: ReadOptions): Promise<ImageOutcome[]>
  /** Begins a request that takes what is fresh enough, and is told where AWS failed and something older had to do. */
  begin(options: ReadingOptions): Reading
  /** How old every listing is. */
  snapshots(): readonly SnapshotAge[]
  /** An opaque cursor that names the snapshots; what changed since can be asked for with it. */
  cursor(snapshots: readonly Snapshot<unknown>[]): string
  /** The changes of each kind. */
  readonly feeds: { readonly images: Feed<Image>; readonly imageBuilders: Feed<ImageBuilder> }
  /** Ends every subscription. */
  endFeeds(): void
}

/** What a request wants, and what it is told. */
export interface ReadingOptions extends Pick<ReadOptions, 'signal' | 'onSend' | 'onObserved'> {
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

/** An image by its ARN, and the target through which the ARN was met, for where its owner is not configured. */
export interface ImageKey {
  readonly arn: string
  readonly via?: Target | undefined
}

/** Ages in milliseconds, and bounds. */
export interface InventoryOptions extends Omit<TargetInventoryOptions, 'random'> {
  readonly maxStalenessMs: number
  readonly staleIfErrorMs: number
  /** How far back the changes of each collection are kept. */
  readonly logBounds: LogBounds
  /** How often a quiet subscriber is told where it stands. */
  readonly bookmarkIntervalMs: number
  /** Events that may wait for a slow subscriber before it is sent a snapshot instead. */
  readonly maxQueuedEvents: number
  /** In [0, 1): the jitter of backoffs. */
  readonly random?: () => number
}

/** Makes the inventory of the targets; nothing is read before somebody asks. */
export function createInventory(targets: readonly Target[], options: InventoryOptions): Inventory {
  const { clock, maxStalenessMs, staleIfErrorMs } = options
  const sequence = createSequence()
  /** Cursors of another process mean nothing here, and can be told by this. */
  const processId = randomUUID()
  const parts = {
    clock,
    sequence,
    freshness: { maxStalenessMs, staleIfErrorMs },
    bounds: options.logBounds,
  }
  const { schedule, bookmarkIntervalMs, maxQueuedEvents: maxQueued, random = Math.random } = options
  const inventories = new Map(
    targets.map((target) => [target, createTargetInventory(target, parts, { ...options, random })]),
  )
  const channelParts = { process: processId, clock, schedule, bookmarkIntervalMs, maxQueued }
  const feeds = {
    images: createFeed<Image>(channelParts),
    imageBuilders: createFeed<ImageBuilder>(channelParts),
  }

  function of(target: Target): TargetInventory {
    const inventory = inventories.get(target)
    if (inventory === undefined) throw new Error(`${target.key} is not a target of this inventory`)
    return inventory
  }

  function targetsOf(arn: string, via?: Target): readonly Target[] {
    const parsed = parseArn(arn)
    if (parsed === undefined || parsed.partition !== partitionOf(parsed.region)) return []
    const inRegion = targets.filter(({ region }) => region === parsed.region)
    const owner = inRegion.find(({ accountId }) => accountId !== undefined && accountId === parsed.accountId)
    if (owner !== undefined) return [owner]
    return via !== undefined && inRegion.includes(via)
      ? [via, ...inRegion.filter((target) => target !== via)]
      : inRegion
  }

  async function loadImages(keys: readonly ImageKey[], read: ReadOptions): Promise<ImageOutcome[]> {
    const routes = keys.map(({ arn, via }) =>
      parseArn(arn)?.resourceType === 'image' ? targetsOf(arn, via) : [],
    )
    const outcomes: ImageOutcome[] = keys.map(() => null)
    // Round by round: whoever did not find it in its first target asks the next one.
    for (let round = 0, open = [...keys.keys()]; open.length > 0; round++) {
      const asked = open.filter((index) => routes[index]?.[round] !== undefined)
      const byTarget = Map.groupBy(asked, (index) => routes[index]?.[round])
      await Promise.all(
        [...byTarget].map(async ([target, indexes]) => {
          if (target === undefined) return
          const arns = indexes.map((index) => keys[index]?.arn ?? '')
          const found = await of(target).images.load(arns, read)
          indexes.forEach((index, position) => {
            // An error of one target is told only where no other one finds the image.
            outcomes[index] = found[position] ?? outcomes[index] ?? null
          })
        }),
      )
      open = asked.filter((index) => outcomes[index] === null || outcomes[index] instanceof Error)
    }
    return outcomes
  }

  return {
    targets,
    of,
    targetsOf,
    loadImages,
    begin: (request) => createReading(request, sequence),
    snapshots: () => [...inventories.values()].flatMap(({ snapshots }) => snapshots()),
    cursor: (snapshots) =>
      encodePosition({
        process: processId,
        versions: Object.fromEntries(snapshots.map(({ key, version }) => [key, version])),
      }),
    feeds,
    endFeeds() {
      feeds.images.close()
      feeds.imageBuilders.close()
    },
  }
}

function createReading({ noCache, onStale, ...request }: ReadingOptions, sequence: Sequence): Reading {
  const now: Reading['now'] = (signal = request.signal) => ({
    ...request,
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
