import { describe, expect, it } from 'vitest'
import { createReads } from '../../../src/schema/reads.ts'

const CURRENT = { isCurrent: () => true }

function createTestReads() {
  let now = 0
  const reads = createReads({ now: () => now })
  return {
    reads,
    advance: (ms: number) => {
      now += ms
    },
  }
}

describe('reads of a request', () => {
  it('has no dependencies if nothing was read', () => {
    const { reads } = createTestReads()
    expect(reads.dependencies()).toBeUndefined()
  })

  it('keeps each dependency once', () => {
    const { reads } = createTestReads()
    reads.note(CURRENT)
    reads.note(CURRENT)
    expect(reads.dependencies()).toEqual([CURRENT])
  })

  it.each([
    ['before', [undefined, CURRENT]],
    ['after', [CURRENT, undefined]],
  ])('has none if an unrepeatable read came %s another', (_order, noted) => {
    const { reads } = createTestReads()
    for (const dependency of noted) reads.note(dependency)
    expect(reads.dependencies()).toBeUndefined()
  })

  it('depends on the clock up to the earliest limit', () => {
    const { reads, advance } = createTestReads()
    reads.note(CURRENT, 200)
    reads.note({ isCurrent: () => true }, 100)
    reads.note({ isCurrent: () => true })
    const isCurrent = () => reads.dependencies()?.every((dependency) => dependency.isCurrent())
    advance(100)
    expect(isCurrent()).toBe(true)
    advance(1)
    expect(isCurrent()).toBe(false)
  })
})
