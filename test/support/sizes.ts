import type { KnownSizes } from '../../src/server/cost/lengths.ts'

/** Creates sizes of which only some are known, by coordinate. */
export function sizesOf(longest: Readonly<Record<string, number>> = {}): KnownSizes {
  return {
    longest: (coordinate) => longest[coordinate],
    valueBytes: () => undefined,
    maxPageSize: 100,
  }
}
