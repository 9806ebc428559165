import { describe, expect, it } from 'vitest'
import { createCached } from '../../../../src/inventory/cache/cached.ts'
import { createStamp } from '../../../../src/inventory/cache/stamp.ts'
import { createHeld, createTestDependencies } from '../../../support/inventory.ts'
import { recordReads } from '../../../support/reads.ts'

/** Creates a cached value that was read once. */
async function startRead() {
  const dependencies = createTestDependencies()
  const loads = createHeld<string>()
  const watcher = { isFresh: false }
  const membership = { floor: 0 }
  const cached = createCached<string>({
    ...dependencies,
    shared: { membership: { floor: () => membership.floor, confirm: async () => {} } },
    isKeptFresh: () => watcher.isFresh,
    what: 'value',
    load: loads.start,
  })
  const reads = recordReads(dependencies.clock)
  const reading = cached.read(reads.options)
  loads.at(0).resolve('first')
  await reading
  return { ...dependencies, loads, watcher, membership, cached, reads, kept: reads.keep() }
}

describe('dependency on a cached value', () => {
  it('is current while reads return the same observation', async () => {
    const { cached, clock, kept, loads } = await startRead()
    clock.advance(3_999)
    expect(kept.isCurrent()).toBe(true)
    expect(cached.peek({})?.value).toBe('first')
    expect(loads.count()).toBe(1)
  })

  it('is shared by all readers of an observation', async () => {
    const { cached, reads } = await startRead()
    await cached.read(reads.options)
    cached.peek(reads.options)
    expect(reads.keep().count).toBe(1)
  })

  it('renews a value that is due, as a read does', async () => {
    const { cached, clock, kept, loads } = await startRead()
    clock.advance(4_500)
    expect(kept.isCurrent()).toBe(true)
    expect(loads.count()).toBe(2)
    loads.at(1).resolve('second')
    await cached.read({ notBefore: 1 })
    expect(kept.isCurrent()).toBe(false)
  })

  it.each<[string, (world: Awaited<ReturnType<typeof startRead>>) => void]>([
    ['expired', ({ clock }) => clock.advance(5_001)],
    ['was invalidated', ({ cached }) => cached.invalidate()],
    [
      'was replaced by that of another replica',
      ({ cached, clock, sequence }) =>
        cached.accept({
          value: 'first',
          sequence: sequence.next(),
          observedAt: clock.now(),
          tookMs: 0,
          isForeign: true,
        }),
    ],
    ['was restored', ({ cached }) => cached.replace(cached.latest())],
    [
      'may be outdated, as the replica is disconnected',
      ({ membership, sequence }) => {
        membership.floor = sequence.next()
      },
    ],
  ])('is not current once the value %s', async (_title, change) => {
    const world = await startRead()
    expect(world.kept.isCurrent()).toBe(true)
    change(world)
    expect(world.kept.isCurrent()).toBe(false)
  })

  it('ends when the watcher that kept the value fresh stops', async () => {
    const { watcher, clock, kept } = await startRead()
    watcher.isFresh = true
    clock.advance(60_000)
    expect(kept.isCurrent()).toBe(true)
    watcher.isFresh = false
    expect(kept.isCurrent()).toBe(false)
  })

  it('does not exist for a value served because AWS failed', async () => {
    const { cached, clock, loads, watcher } = await startRead()
    clock.advance(5_001)
    const reads = recordReads(clock)
    const stale = cached.read({ ...reads.options, onStale() {} })
    loads.at(1).reject(new Error('down'))
    expect((await stale).value).toBe('first')
    watcher.isFresh = true
    expect(reads.isCurrent()).toBe(false)
  })

  it('does not exist for a failed read', async () => {
    const { cached, clock, loads } = await startRead()
    const reads = recordReads(clock)
    await cached.read(reads.options)
    clock.advance(5_001)
    const failed = cached.read(reads.options)
    loads.at(1).reject(new Error('down'))
    await expect(failed).rejects.toThrow('down')
    cached.accept({ value: 'up', sequence: 1_000, observedAt: clock.now(), tookMs: 0 })
    expect(reads.isCurrent()).toBe(false)
  })

  it('does not exist for a load that a later one overtook', async () => {
    const { cached, clock, loads, sequence } = await startRead()
    const reads = recordReads(clock)
    cached.invalidate()
    const slow = cached.read(reads.options)
    const fast = cached.read({ notBefore: sequence.next() })
    loads.at(2).resolve('fast')
    await fast
    loads.at(1).resolve('slow')
    expect((await slow).value).toBe('slow')
    expect(reads.isCurrent()).toBe(false)
  })
})

describe('stamp', () => {
  it('gives one dependency until it is replaced', () => {
    const stamp = createStamp(() => true)
    const first = stamp.dependency()
    expect(stamp.dependency()).toBe(first)
    stamp.replace()
    expect(stamp.dependency()).not.toBe(first)
    expect([first.isCurrent(), stamp.dependency().isCurrent()]).toEqual([false, true])
  })
})
