import { createHash } from 'node:crypto'
import { validationError } from '../errors.ts'
import { isJsonObject } from '../json.ts'

/** Request of one page of a listing. */
export interface PageRequest {
  readonly nextToken: string | undefined
  readonly size: number
  /** Scope of the listing: operation, account, region and every parameter. A token is valid for this scope only. */
  readonly listing: readonly unknown[]
  readonly nowMs: number
  readonly tokenLifetimeMs: number
}

/** Page of a listing; `nextToken` is undefined on the last one. */
export interface Page<Item> {
  readonly items: readonly Item[]
  readonly nextToken: string | undefined
}

/**
 * Returns a page of `items`, sorted by key. The token contains the last key of the page, so that no item is repeated or
 * skipped while others are created or deleted.
 */
export function pageOf<Item>(
  items: readonly Item[],
  keyOf: (item: Item) => string,
  request: PageRequest,
): Page<Item> {
  const listing = createHash('sha256')
    .update(JSON.stringify(request.listing))
    .digest('base64url')
    .slice(0, 16)
  const after = request.nextToken === undefined ? undefined : readToken(request.nextToken, listing, request)
  const keyed = items
    .map((item) => ({ item, key: keyOf(item) }))
    .filter(({ key }) => after === undefined || key > after)
    .sort((one, other) => (one.key < other.key ? -1 : 1))
  const page = keyed.slice(0, request.size)
  const last = keyed.length > page.length ? page.at(-1) : undefined
  return {
    items: page.map(({ item }) => item),
    nextToken: last && writeToken({ listing, after: last.key, issuedMs: request.nowMs }),
  }
}

interface Token {
  readonly listing: string
  readonly after: string
  readonly issuedMs: number
}

function writeToken(token: Token): string {
  return Buffer.from(JSON.stringify(token)).toString('base64url')
}

/** Throws ValidationException for an invalid token. Only some operations can return another exception. */
function readToken(text: string, listing: string, { nowMs, tokenLifetimeMs }: PageRequest): string {
  const token = parseToken(text)
  if (token === undefined || token.listing !== listing) throw validationError('The NextToken is not valid.')
  if (nowMs - token.issuedMs > tokenLifetimeMs) throw validationError('The NextToken has expired.')
  return token.after
}

function parseToken(text: string): Token | undefined {
  try {
    const token: unknown = JSON.parse(Buffer.from(text, 'base64url').toString())
    if (!isJsonObject(token)) return undefined
    const { listing, after, issuedMs } = token
    const isToken = typeof listing === 'string' && typeof after === 'string' && typeof issuedMs === 'number'
    return isToken ? { listing, after, issuedMs } : undefined
  } catch {
    return undefined
  }
}
