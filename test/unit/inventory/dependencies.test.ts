import { describe, expect, it } from 'vitest'
import type { Target } from '../../../src/appstream/target.ts'
import { createKeyedCache } from '../../../src/inventory/cache/keyed-cache.ts'
import { createCollection } from '../../../src/inventory/collection/collection.ts'
import { createReadOne } from '../../../src/inventory/collection/read-one.ts'
import { createInventory } from '../../../src/inventory/inventory.ts'
import { createSessions } from '../../../src/inventory/sessions.ts'
import { createTagAndShareCache } from '../../../src/inventory/tag-and-share-caches.ts'
import { type ExportImageTask, exportImageTaskKind } from '../../../src/schema/export-image-task/kind.ts'
import type { Shared } from '../../../src/shared/shared.ts'
import { createTestDependencies } from '../../support/inventory.ts'
import { recordReads } from '../../support/reads.ts'
import { startCountedReplicas, unlimited } from '../../support/replicas/counted-replicas.ts'

describe('dependency on a value by key', () => {
  it.each(['tags', 'shares'] as const)('ends when another replica invalidates the %s', async (what) => {
    const { replicas, target, clock } = startCountedReplicas(2)
    const [one, other] = replicas.map(({ own }) => createTagAndShareCache(target, own, unlimited))
    const reads = recordReads(clock)
    await other?.[what]('x', reads.options)
    const kept = reads.keep()
    expect(kept.isCurrent()).toBe(true)
    await (what === 'tags' ? one?.invalidateTags('x') : one?.invalidateShares('x'))
    expect(kept.isCurrent()).toBe(false)
  })

  it.each<[string, (world: ReturnType<typeof startCountedReplicas>) => void]>([
    ['the shared state is reset', ({ network }) => network.flush()],
    ['the replica is disconnected', ({ replicas }) => replicas[0]?.shared.disconnect()],
  ])('ends when %s', async (_title, change) => {
    const world = startCountedReplicas(1)
    const [cache] = world.replicas.map(({ own }) => createTagAndShareCache(world.target, own, unlimited))
    const reads = recordReads(world.clock)
    await cache?.tags('x', reads.options)
    const kept = reads.keep()
    expect(kept.isCurrent()).toBe(true)
    change(world)
    expect(kept.isCurrent()).toBe(false)
  })

  it('ends when the value is evicted, since invalidations no longer reach it', async () => {
    const dependencies = createTestDependencies()
    const cache = createKeyedCache<string>({ ...dependencies, what: 'values', load: async (key) => key })
    const reads = recordReads(dependencies.clock)
    await cache.read('x', reads.options)
    const kept = reads.keep()
    for (let index = 0; index < 9_999; index++) await cache.read(`${index}`, {})
    // As a read does, the check keeps the value from being evicted.
    expect(kept.isCurrent()).toBe(true)
    for (let index = 0; index < 9_999; index++) await cache.read(`other ${index}`, {})
    expect(kept.isCurrent()).toBe(true)
    for (let index = 0; index < 10_000; index++) await cache.read(`${index}`, {})
    expect(kept.isCurrent()).toBe(false)
  })
})

describe('dependency on sessions', () => {
  it('ends when another replica expires a session', async () => {
    const { replicas, target, clock } = startCountedReplicas(2)
    const [one, other] = replicas.map(({ own }) => createSessions(target, own, unlimited))
    const reads = recordReads(clock)
    await other?.of({ stack: 's', fleet: 'f' }).read(reads.options)
    const kept = reads.keep()
    expect(kept.isCurrent()).toBe(true)
    await one?.invalidate({ stack: 's', fleet: 'f' })
    expect(kept.isCurrent()).toBe(false)
  })

  it('ends when their listing is evicted', async () => {
    const { replicas, target, clock } = startCountedReplicas(1)
    const [sessions] = replicas.map(({ own }) => createSessions(target, own, unlimited))
    const reads = recordReads(clock)
    await sessions?.of({ stack: 's', fleet: 'f' }).read(reads.options)
    const kept = reads.keep()
    expect(kept.isCurrent()).toBe(true)
    for (let index = 0; index < 1_000; index++) sessions?.of({ stack: 's', fleet: `${index}` })
    expect(kept.isCurrent()).toBe(false)
  })
})

describe('dependency on a resource described by name', () => {
  /** Creates the read of one export task, which AWS shows as `state`. */
  function startOne() {
    const dependencies = createTestDependencies()
    const { clock, sequence } = dependencies
    const call = async () => ({ ExportImageTask: { TaskId: 'x', State: 'EXPORTING' } })
    const target = { key: 'one', region: 'us-east-1', reader: { call } } as unknown as Target
    const collection = createCollection<ExportImageTask>({
      ...dependencies,
      what: 'tasks',
      load: async () => new Map(),
      toItem: (described) => exportImageTaskKind.toResource(target, described),
      keyOf: exportImageTaskKind.keyOf,
    })
    const readOne = createReadOne(exportImageTaskKind, target, dependencies, collection)
    const reads = recordReads(clock)
    return {
      clock,
      reads,
      read: async (by = reads) => (await readOne?.('x', by.options))?.aws.State,
      /** Records a mutation that completed the task. */
      complete() {
        const item = exportImageTaskKind.toResource(target, {
          TaskId: 'x',
          State: 'COMPLETED',
          ImageArn: '',
          AmiName: '',
          CreatedDate: new Date(0),
        })
        collection.recordWrite({
          name: 'x',
          begun: sequence.next(),
          result: {
            key: exportImageTaskKind.keyOf(item),
            item,
            rule: { kind: 'stateIn', states: ['EXPORTING'] },
          },
        })
      },
    }
  }

  it('is shared with later readers', async () => {
    const { read, reads, clock } = startOne()
    await read()
    const kept = reads.keep()
    await read(recordReads(clock))
    expect(kept.isCurrent()).toBe(true)
    clock.advance(5_001)
    expect(kept.isCurrent()).toBe(false)
  })

  it('does not exist while a mutation overlays it, which ends by itself', async () => {
    const { read, complete, clock } = startOne()
    complete()
    clock.advance(29_000)
    const reads = recordReads(clock)
    expect(await read(reads)).toBe('COMPLETED')
    expect(reads.isCurrent()).toBe(false)
    clock.advance(1_000)
    expect(await read(reads)).toBe('EXPORTING')
  })
})

describe('reads of a request', () => {
  function startInventory(shared?: Shared) {
    const { clock } = createTestDependencies()
    const reads = recordReads(clock)
    const inventory = createInventory([], {
      clock,
      ...(shared && { shared }),
      schedule: () => () => {},
      maxStalenessMs: 5_000,
      staleIfErrorMs: 0,
      overlayMs: 0,
      logBounds: { maxEntries: 0, maxBytes: 0, maxAgeMs: 0 },
      bookmarkIntervalMs: 1_000,
      maxQueuedEvents: 1,
      publicImagesStalenessMs: 0,
      detailsStalenessMs: 0,
      detailsConcurrency: 1,
      watchIntervals: { activeMs: 1_000, idleMs: 1_000, lingerMs: 0 },
      onWatch() {},
    })
    const begin = (noCache: boolean) =>
      inventory.begin({ noCache, onStale() {}, onRead: reads.options.onRead })
    return { inventory, begin, reads }
  }

  it('do not repeat if they accept only values from now on', () => {
    const { begin, reads, inventory } = startInventory()
    const reading = begin(false)
    inventory.cursor([], reading.options)
    expect(reads.keep().isCurrent()).toBe(true)
    reading.now()
    expect(reads.isCurrent()).toBe(false)
  })

  it('do not repeat with no-cache', () => {
    const { begin, reads, inventory } = startInventory()
    inventory.cursor([], begin(true).options)
    expect(reads.isCurrent()).toBe(false)
  })

  it('depend on the last commit of the replicas through their cursor', async () => {
    const { replicas, target } = startCountedReplicas(1)
    const [replica] = replicas
    const { inventory, reads } = startInventory(replica?.shared)
    inventory.cursor([], reads.options)
    const kept = reads.keep()
    expect(kept.isCurrent()).toBe(true)
    if (replica !== undefined)
      await createTagAndShareCache(target, replica.own, unlimited).invalidateTags('x')
    expect(kept.isCurrent()).toBe(false)
  })
})
