import { expect, test } from 'vitest'
import { ImageBuilderPageDocument, ImagePageDocument } from '../../../generated/graphql.ts'
import { createTestClock, startGateway } from '../../../support/gateway.ts'

/** Page of a walk, of either kind. */
interface Page {
  readonly nodes: readonly { readonly name: string }[]
  readonly pageInfo: {
    readonly hasNextPage: boolean
    readonly hasPreviousPage: boolean
    readonly startCursor?: string | null
    readonly endCursor?: string | null
  }
}

/** Walks to the end in either direction; calls `between` after each page except the last. */
async function walk(
  direction: 'forward' | 'backward',
  readPage: (cursor: string | null) => Promise<Page | null | undefined>,
  between: (page: Page, pages: number) => void,
): Promise<string[]> {
  const seen: string[] = []
  let cursor: string | null = null
  for (let pages = 1; ; pages++) {
    const page: Page | null | undefined = await readPage(cursor)
    if (page == null) throw new Error('The page is null.')
    seen.push(...page.nodes.map(({ name }) => name))
    const { hasNextPage, hasPreviousPage, startCursor, endCursor } = page.pageInfo
    if (!(direction === 'forward' ? hasNextPage : hasPreviousPage)) return seen
    cursor = (direction === 'forward' ? endCursor : startCursor) ?? null
    between(page, pages)
  }
}

/** Returns resource-0000, resource-0001 and so on. */
function nameAt(index: number): string {
  return `resource-${String(index).padStart(4, '0')}`
}

test.for(['forward', 'backward'] as const)(
  'walks %s over 2,000 changing images, returning stable ones once',
  async (direction) => {
    const clock = createTestClock()
    // The clock stands still but real timers run: on a slow machine, patience could end before a listing
    // does.
    await using gateway = await startGateway({ clock, env: { READ_PATIENCE_MS: '600000' } })
    const { home } = gateway
    for (let index = 0; index < 2000; index++) home.putImage({ Name: nameAt(index) })
    const deleted = new Set<string>()
    const created: string[] = []

    const seen = await walk(
      direction,
      async (cursor) => {
        const variables =
          direction === 'forward' ? { first: 100, after: cursor } : { last: 100, before: cursor }
        return (await gateway.read(ImagePageDocument, { variables })).images
      },
      ({ nodes }, pages) => {
        // A listing of 80 pages is repeated only now and then, to keep this test short.
        if (pages % 6 !== 0) return
        const position = pages * 100
        const at = (offset: number) =>
          nameAt(direction === 'forward' ? position + offset : 1999 - position - offset)
        // Deletes visited items, the item of the cursor, and some ahead of it.
        const edge = direction === 'forward' ? nodes.at(-1)?.name : nodes[0]?.name
        for (const name of [at(-50), edge ?? '', at(5), at(60)]) {
          home.deleteImage(name)
          deleted.add(name)
        }
        // One ahead of the cursor and one behind it.
        home.putImage({ Name: `${at(7)}-new` })
        created.push(`${at(7)}-new`)
        home.putImage({ Name: `${at(-40)}-late` })
        clock.advance(60_000)
      },
    )
    expect(new Set(seen).size).toBe(seen.length)
    const steady = Array.from({ length: 2000 }, (_, index) => nameAt(index)).filter(
      (name) => !deleted.has(name),
    )
    const met = new Set(seen)
    expect([...steady, ...created].filter((name) => !met.has(name))).toEqual([])
    expect(deleted.size).toBe(12)
  },
)

test('walks over 500 changing builders, returning stable ones once', async () => {
  await using gateway = await startGateway({ env: { MAX_STALENESS_MS: '0' } })
  const { home } = gateway
  // Ten builders share each creation time, and some have none.
  const put = (index: number) =>
    home.putImageBuilder({
      Name: nameAt(index),
      CreatedTime: index < 480 ? new Date(Date.UTC(2026, 0, 1 + Math.floor(index / 10))) : undefined,
    })
  for (let index = 0; index < 500; index++) put(index)
  const deleted = new Set<string>()

  const seen = await walk(
    'forward',
    async (after) => {
      const orderBy = { field: 'CREATED_TIME', direction: 'DESC' } as const
      const request = {
        variables: { first: 37, after, orderBy },
        headers: { 'cache-control': 'no-cache' },
      }
      return (await gateway.read(ImageBuilderPageDocument, request)).imageBuilders
    },
    ({ nodes }, pages) => {
      for (const name of [nodes.at(-1)?.name ?? '', nameAt(479 - 37 * pages - 3)]) {
        home.deleteImageBuilder(name)
        deleted.add(name)
      }
      home.putImageBuilder({ Name: `newer-${pages}`, CreatedTime: new Date('2026-12-31') })
    },
  )
  expect(new Set(seen).size).toBe(seen.length)
  const met = new Set(seen)
  const steady = Array.from({ length: 500 }, (_, index) => nameAt(index)).filter((name) => !deleted.has(name))
  expect(steady.filter((name) => !met.has(name))).toEqual([])
  expect(seen.filter((name) => name.startsWith('newer-'))).toEqual([])
})

test('serves every page of 2,000 images from one listing', async () => {
  const clock = createTestClock()
  await using gateway = await startGateway({ clock })
  for (let index = 0; index < 2000; index++) gateway.home.putImage({ Name: nameAt(index) })
  const seen = await walk(
    'forward',
    async (after) => (await gateway.read(ImagePageDocument, { variables: { first: 100, after } })).images,
    () => undefined,
  )
  expect(seen).toHaveLength(2000)
  // 80 pages of private images, 1 of shared ones.
  expect(gateway.emulator.calls.count()).toBe(81)
})
