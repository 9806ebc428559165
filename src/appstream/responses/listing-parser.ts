import { type CompressedList, digestOf } from '../model/compressed-list.ts'
import type { Application } from '../model/model.ts'
import type { DescribedKind, ParsedContentCache } from './listing-kinds.ts'
import { describedList, isStructure } from './listing-validation.ts'
import { splitBody } from './page-body.ts'
import type { Page } from './pages.ts'

/** Parses listings of one kind in one target. Content that is unchanged since the last listing is not parsed again. */
export interface Descriptions<Item> {
  readonly kind: DescribedKind<Item>
  /**
   * Parses the body of a response; returns a handle for {@link Descriptions.pageOf}. @throws SyntaxError if it is not
   * JSON
   */
  read(body: Uint8Array): object
  /** Returns the page of a result of `read`. @throws SyntaxError if it is not a valid list */
  pageOf(result: object): DescribedPage<Item>
  /**
   * Stores the pages of a complete listing, with which the next listing of that name is compared. Returns its items, as
   * the same array if nothing has changed.
   */
  keep(listing: string, pages: readonly DescribedPage<Item>[]): readonly Item[]
}

/** Page with the digests of its content. */
export interface DescribedPage<Item> extends Page<Item> {
  readonly digest: string
  /** Digests of the items, in order. */
  readonly digests: readonly string[]
}

/** Content of a complete listing. */
interface Generation<Item> {
  readonly listed: readonly Item[]
  readonly digests: readonly string[]
  readonly pages: ReadonlyMap<string, DescribedPage<Item>>
  readonly items: ReadonlyMap<string, Item>
  readonly applications: ReadonlyMap<string, CompressedList<Application>>
}

/** Creates an empty cache of the descriptions of one kind. */
export function createDescriptions<Item extends object>(kind: DescribedKind<Item>): Descriptions<Item> {
  /**
   * The last two different generations, by listing. AWS is eventually consistent: resources that one listing omitted
   * reappear unchanged.
   */
  const generations = new Map<string, readonly Generation<Item>[]>()
  const pages = new WeakMap<object, DescribedPage<Item> | SyntaxError>()

  function find<Value>(look: (generation: Generation<Item>) => Value | undefined): Value | undefined {
    for (const kept of generations.values()) {
      for (const generation of kept) {
        const found = look(generation)
        if (found !== undefined) return found
      }
    }
    return undefined
  }

  const known: ParsedContentCache<Item> = {
    item: (digest) => find(({ items }) => items.get(digest)),
    applications: (digest) => find(({ applications }) => applications.get(digest)),
  }

  function parse(body: Buffer): DescribedPage<Item> | SyntaxError {
    const { content, nextToken: split } = splitBody(body)
    const digest = digestOf(content)
    const same = find((generation) => generation.pages.get(digest))
    // If the token was not split off, it is part of the digested content, so the cached one is the same.
    if (same !== undefined) return { ...same, nextToken: split ?? same.nextToken }
    const json: unknown = JSON.parse(body.toString())
    const output = isStructure(json) ? json : {}
    try {
      const list = describedList(output[kind.list], kind.shape, kind.identifier)
      const described = list.map((item) => kind.describe(item, known))
      const nextToken = readToken(output['NextToken'])
      return {
        // With a duplicate NextToken, the parsed token is not the one that was split off.
        digest: nextToken === split ? digest : digestOf(body),
        nextToken,
        items: described.map(({ item }) => item),
        digests: described.map((one) => one.digest),
      }
    } catch (error) {
      // The SDK treats this response as a success and does not retry it, unlike one that is not JSON; `pageOf` throws
      // the error.
      if (error instanceof SyntaxError) return error
      throw error
    }
  }

  return {
    kind,
    read(body) {
      const result = {}
      pages.set(result, parse(Buffer.from(body.buffer, body.byteOffset, body.byteLength)))
      return result
    },
    pageOf(result) {
      const page = pages.get(result)
      if (page === undefined || page instanceof SyntaxError)
        throw page ?? new SyntaxError('The response contains no list.')
      return page
    },
    keep(listing, listed) {
      const [last] = generations.get(listing) ?? []
      if (last !== undefined && isSame(last, listed)) return last.listed
      const next = toGeneration(kind, listed)
      generations.set(listing, last === undefined ? [next] : [next, last])
      return next.listed
    },
  }
}

function readToken(token: unknown): string | undefined {
  return typeof token === 'string' ? token : undefined
}

function isSame<Item>({ digests }: Generation<Item>, pages: readonly DescribedPage<Item>[]): boolean {
  return digests.length === pages.length && pages.every(({ digest }, index) => digest === digests[index])
}

function toGeneration<Item extends object>(
  kind: DescribedKind<Item>,
  pages: readonly DescribedPage<Item>[],
): Generation<Item> {
  const items = new Map<string, Item>()
  const applications = new Map<string, CompressedList<Application>>()
  for (const page of pages) {
    for (const [index, item] of page.items.entries()) {
      const digest = page.digests[index]
      if (digest !== undefined) items.set(digest, item)
      const compressed = kind.compressedListOf?.(item)
      if (compressed?.digest !== undefined) applications.set(compressed.digest, compressed)
    }
  }
  return {
    listed: pages.flatMap((page) => page.items),
    digests: pages.map(({ digest }) => digest),
    pages: new Map(pages.map((page) => [page.digest, page])),
    items,
    applications,
  }
}
