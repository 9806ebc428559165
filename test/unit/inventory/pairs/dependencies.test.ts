import { describe, expect, it } from 'vitest'
import type { Target } from '../../../../src/appstream/target.ts'
import type { ReadOptions } from '../../../../src/inventory/cache/reads.ts'
import { createPairInventories } from '../../../../src/inventory/pairs/pair-inventories.ts'
import type { PairKind } from '../../../../src/inventory/pairs/pair-kind.ts'
import { createTestDependencies } from '../../../support/inventory.ts'
import { recordReads } from '../../../support/reads.ts'
import { pairKind, unlimited } from '../../../support/replicas/counted-replicas.ts'

describe('dependency on associations', () => {
  /** Creates the associations of a target, which the test changes. */
  function startPairs(kind: Partial<PairKind> = {}) {
    const dependencies = createTestDependencies({ maxStalenessMs: 60_000 })
    const partners = new Map<string, readonly string[]>([['fleet', ['a', 'b']]])
    const calls: string[] = []
    const target = { key: 'one' } as unknown as Target
    const pairs = createPairInventories(target, dependencies, unlimited).of({
      ...pairKind(calls, partners),
      ...kind,
    })
    const reads = recordReads(dependencies.clock)
    const derive = async ({ options }: { readonly options: ReadOptions }) => {
      const found = await pairs.partnersOf('left', ['a', 'b', 'c'], ['fleet'], options)
      return found.map((of) => (of instanceof Error ? of : [...of.names.keys()]))
    }
    return { ...dependencies, partners, calls, pairs, reads, derive }
  }

  it('lasts while they are derived from the same calls', async () => {
    const { derive, reads, calls, clock } = startPairs()
    expect(await derive(reads)).toEqual([['fleet'], ['fleet'], []])
    expect(calls).toEqual(['right fleet'])
    clock.advance(40_000)
    expect(reads.keep().isCurrent()).toBe(true)
    clock.advance(20_001)
    expect(reads.keep().isCurrent()).toBe(false)
  })

  it('ends when a reader loads the partners of a name itself', async () => {
    const { derive, reads, pairs, partners, clock } = startPairs()
    await derive(reads)
    const kept = reads.keep()
    partners.set('a', ['other'])
    await pairs.read('left', 'a', {})
    expect(kept.isCurrent()).toBe(false)
    const again = recordReads(clock)
    expect(await derive(again)).toEqual([['other'], ['fleet'], []])
    expect(again.keep().isCurrent()).toBe(true)
  })

  it('ends when a mutation invalidates a partner', async () => {
    const { derive, reads, pairs } = startPairs()
    await derive(reads)
    const kept = reads.keep()
    pairs.invalidate(['left', 'a'])
    expect(kept.isCurrent()).toBe(false)
  })

  it('ends when all associations were listed in one call meanwhile', async () => {
    const { derive, reads, pairs } = startPairs({ all: async () => [['a', 'other']] })
    await derive(reads)
    const kept = reads.keep()
    expect(kept.isCurrent()).toBe(true)
    await pairs.partnersOf('left', ['x', 'y'], ['one', 'two'], {})
    expect(kept.isCurrent()).toBe(false)
    expect(await derive(reads)).toEqual([['other'], [], []])
  })

  it('does not exist if loading them failed', async () => {
    const { derive, reads } = startPairs({
      partners: {
        left: async () => [],
        right: async () => {
          throw new Error('down')
        },
      },
    })
    expect(await derive(reads)).toEqual([expect.any(Error), expect.any(Error), expect.any(Error)])
    expect(reads.isCurrent()).toBe(false)
  })
})
