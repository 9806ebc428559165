import type { Inventory } from '../inventory/inventory.ts'
import { MAX_PAGE_SIZE } from './connection/page.ts'
import { sizeRegistry } from './kit/sizes.ts'

/** Known sizes of lists and texts, to estimate the cost of an operation. */
export interface KnownSizes {
  /** Returns the length of the longest list of a field; undefined if unknown. */
  longest(coordinate: string): number | undefined
  /** Returns the JSON size of a leaf value in bytes; undefined if its type determines the size. */
  valueBytes(coordinate: string): number | undefined
  readonly maxPageSize: number
}

/** Sizes in bytes of unusually long texts. AWS allows descriptions of 256 characters. */
const VALUE_BYTES: Readonly<Record<string, number>> = {
  description: 258,
  iconUrl: 200,
  launchPath: 80,
  endpoint: 80,
  sdl: 80_000,
  cursor: 140,
  changeCursor: 200,
  startCursor: 140,
  endCursor: 140,
  baseImageArn: 100,
  imageArn: 100,
}

sizeRegistry.add('Query.appStreamTargets', ({ targets }) => targets.length)
sizeRegistry.add('AppStreamViewer.targets', ({ targets }) => targets.length)

/** Creates the sizes of an inventory: those that the declarations of the graph add to the registry. */
export function createKnownSizes(inventory: Inventory): KnownSizes {
  return {
    longest: (coordinate) => sizeRegistry.get(coordinate)?.(inventory),
    valueBytes: (coordinate) => VALUE_BYTES[coordinate.slice(coordinate.indexOf('.') + 1)],
    maxPageSize: MAX_PAGE_SIZE,
  }
}
