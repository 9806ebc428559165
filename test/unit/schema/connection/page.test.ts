import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  cutPage,
  type Ordering,
  type Page,
  type PageArguments,
  requestPage,
  sortItems,
} from '../../../../src/schema/connection/page.ts'
import { seeded } from '../../../support/seeded.ts'

interface Item {
  readonly value: string | number | null
  readonly key: string
}

function ordering(direction: 'ASC' | 'DESC'): Ordering<Item> {
  return { kind: 'Item', order: `VALUE ${direction}`, direction, keysetOf: (item) => item }
}

const value = fc.oneof(fc.integer({ min: -3, max: 3 }), fc.constant(null))
const items = fc.uniqueArray(fc.record({ value, key: fc.string({ maxLength: 3 }) }), {
  selector: ({ key }) => key,
  maxLength: 12,
})
const direction = fc.constantFrom('ASC' as const, 'DESC' as const)
const size = fc.integer({ min: 1, max: 5 })

/** Returns the keys of all pages in list order, given the item list of each page. */
function walk(
  way: 'forward' | 'backward',
  order: Ordering<Item>,
  pageSize: number,
  listFor: (page: number) => readonly Item[],
): string[] {
  const pages: Page<Item>[] = []
  let cursor: string | null = null
  do {
    const args: PageArguments =
      way === 'forward' ? { first: pageSize, after: cursor } : { last: pageSize, before: cursor }
    const page: Page<Item> = cutPage(sortItems(listFor(pages.length), order), requestPage(args, order))
    pages.push(page)
    const { hasNextPage, hasPreviousPage, startCursor, endCursor } = page.pageInfo
    if (way === 'forward') cursor = hasNextPage ? endCursor : null
    else cursor = hasPreviousPage ? startCursor : null
  } while (cursor !== null)
  const inOrder = way === 'forward' ? pages : pages.toReversed()
  return inOrder.flatMap(({ edges }) => edges.map(({ node }) => node.key))
}

test('covers the whole list in order with any page size and direction', () => {
  fc.assert(
    fc.property(items, direction, size, (list, way, pageSize) => {
      const order = ordering(way)
      const whole = sortItems(list, order).map(({ key }) => key)
      expect(walk('forward', order, pageSize, () => list)).toEqual(whole)
      expect(walk('backward', order, pageSize, () => list)).toEqual(whole)
    }),
    seeded,
  )
})

test('returns every stable item once while others come and go', () => {
  fc.assert(
    fc.property(
      items,
      fc.array(items, { maxLength: 4 }),
      direction,
      size,
      fc.constantFrom('forward', 'backward'),
      (steady, passing, way, pageSize, walking) => {
        const keys = new Set(steady.map(({ key }) => key))
        const listFor = (page: number) => [
          ...steady,
          ...(passing[page] ?? []).filter(({ key }) => !keys.has(key)),
        ]
        const seen = walk(walking, ordering(way), pageSize, listFor).filter((key) => keys.has(key))
        expect(seen).toEqual(sortItems(steady, ordering(way)).map(({ key }) => key))
      },
    ),
    seeded,
  )
})

test('sorts nulls last in both directions and equals by key', () => {
  fc.assert(
    fc.property(items, direction, (list, way) => {
      const sorted = sortItems(list, ordering(way))
      const firstNull = sorted.findIndex((item) => item.value === null)
      if (firstNull >= 0) expect(sorted.slice(firstNull).every((item) => item.value === null)).toBe(true)
      for (const [index, item] of sorted.entries()) {
        const next = sorted[index + 1]
        if (next?.value === item.value) expect(item.key < next.key).toBe(true)
      }
    }),
    seeded,
  )
})

test('reports in both directions if there are more items', () => {
  fc.assert(
    fc.property(items, direction, size, fc.nat(), (list, way, pageSize, at) => {
      const order = ordering(way)
      const sorted = sortItems(list, order)
      const whole = cutPage(sorted, requestPage({ first: 100 }, order))
      const cursor = whole.edges[at % Math.max(1, list.length)]?.cursor
      for (const args of [
        { first: pageSize, after: cursor },
        { last: pageSize, before: cursor },
      ]) {
        const { edges, pageInfo } = cutPage(sorted, requestPage(args, order))
        const [first] = edges
        const last = edges.at(-1)
        if (first === undefined || last === undefined) continue
        expect(pageInfo.hasPreviousPage).toBe(first.node !== sorted[0])
        expect(pageInfo.hasNextPage).toBe(last.node !== sorted.at(-1))
        expect([pageInfo.startCursor, pageInfo.endCursor]).toEqual([first.cursor, last.cursor])
      }
    }),
    seeded,
  )
})

test('accepts only cursors', () => {
  const order = ordering('ASC')
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.base64String(), fc.json()), (after) => {
      expect(() => requestPage({ after }, order)).toThrow('`after` is not a valid cursor')
    }),
    seeded,
  )
})
