const DEFAULT_PORTS: Readonly<Record<string, number>> = { 'http:': 80, 'https:': 443 }
/**
 * Segment that a router appends to its path, usually an id. Excludes escapes, since servers differ in decoding
 * `%2e%2e`.
 */
const SEGMENT = /^[\w.~-]+$/

/**
 * Returns the callback URL of a router if it is under one of the prefixes, else undefined. Rejects URLs with
 * credentials, query or fragment, and URLs that are not normalized (`http://2130706433/`, `/callback/../admin`).
 * @param prefixes allowed prefixes. Origins are compared exactly, paths segment by segment.
 */
export function allowedCallbackUrl(text: string, prefixes: readonly string[]): string | undefined {
  if (!URL.canParse(text)) return undefined
  const url = new URL(text)
  const { protocol, origin, pathname } = url
  const port = DEFAULT_PORTS[protocol]
  const spellings = [`${origin}${pathname}`, `${origin}:${port}${pathname}`]
  if (port === undefined || !spellings.includes(text)) return undefined
  return prefixes.some((prefix) => isWithin(url, new URL(prefix))) ? url.href : undefined
}

function isWithin(url: URL, prefix: URL): boolean {
  if (url.origin !== prefix.origin) return false
  const path = segmentsOf(url)
  const base = segmentsOf(prefix)
  const added = path.slice(base.length)
  return (
    base.every((segment, index) => segment === path[index]) && added.every((segment) => SEGMENT.test(segment))
  )
}

function segmentsOf({ pathname }: URL): string[] {
  return pathname.replace(/\/$/, '').split('/').slice(1)
}
