/** Page of a listing, as every AppStream Describe operation returns it. */
export interface Page<Item> {
  readonly items: readonly Item[]
  readonly nextToken: string | undefined
}

/** Returns all items of a listing; the SDK has paginators for four operations only. */
export async function collectPages<Item>(
  fetchPage: (nextToken: string | undefined) => Promise<Page<Item>>,
): Promise<Item[]> {
  const items: Item[] = []
  for (let nextToken: string | undefined; ; ) {
    const page = await fetchPage(nextToken)
    for (const item of page.items) items.push(item)
    if (page.nextToken === undefined || page.nextToken === '') return items
    nextToken = page.nextToken
  }
}

/**
 * Creates a check for the pages of one listing. @throws SyntaxError if a page token repeats, which would loop forever
 */
export function createPageCheck<Item>(): (page: Page<Item>) => Page<Item> {
  const seen = new Set<string | undefined>()
  return (page) => {
    if (seen.has(page.nextToken)) throw new SyntaxError('The listing repeats a page token.')
    seen.add(page.nextToken)
    return page
  }
}
