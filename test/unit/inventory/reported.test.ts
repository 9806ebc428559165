import { expectTypeOf, test } from 'vitest'
import type { ReadOptions, ReportedRead } from '../../../src/inventory/cache/reads.ts'
import type { Collection } from '../../../src/inventory/collection/collection.ts'
import type {
  ReportedCollection,
  ReportedDetails,
  ReportedImages,
  ReportedInventory,
  ReportedPairs,
  ReportedTarget,
} from '../../../src/inventory/reported.ts'
import type { Image } from '../../../src/inventory/resources.ts'
import type { GraphContext } from '../../../src/schema/context.ts'

/** Names of the members that take the options of a read without `onRead`. */
type Unreported<Part> = {
  [Name in keyof Part]-?: Part[Name] extends (...parameters: never) => unknown
    ? ReadOptions extends Parameters<Part[Name]>[number]
      ? Name
      : never
    : never
}[keyof Part]

// The compiler checks these expectations.
test('offers resolvers no read without `onRead`', () => {
  expectTypeOf<Unreported<Collection<Image>>>().toEqualTypeOf<'read' | 'peek' | 'callsToRead'>()
  expectTypeOf<GraphContext['inventory']>().toEqualTypeOf<ReportedInventory>()
  expectTypeOf<GraphContext['reading']['options']>().toEqualTypeOf<ReportedRead>()
  expectTypeOf<Unreported<ReportedInventory>>().toBeNever()
  expectTypeOf<Unreported<ReportedTarget>>().toBeNever()
  expectTypeOf<Unreported<ReportedCollection<Image>>>().toBeNever()
  expectTypeOf<Unreported<ReportedImages>>().toBeNever()
  expectTypeOf<Unreported<ReportedPairs>>().toBeNever()
  expectTypeOf<Unreported<ReportedDetails>>().toBeNever()
})

test('hides the members that report nothing from resolvers', () => {
  expectTypeOf<keyof ReportedCollection<Image>>().toEqualTypeOf<
    'key' | 'freshness' | 'read' | 'peek' | 'callsToRead'
  >()
})
