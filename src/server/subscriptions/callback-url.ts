const DEFAULT_PORTS: Readonly<Record<string, number>> = { 'http:': 80, 'https:': 443 }
/** What routers add to their own path, an id as a rule. No escapes: another server might read `%2e%2e` as it likes. */
const SEGMENT = /^[\w.~-]+$/

/**
 * The URL that a router asks to be called at, if it lies under one of the prefixes; undefined for any other, and for
 * one that says more than where (user, query, fragment) or that is not written as it will be understood
 * (`http://2130706433/`, `/callback/../admin`).
 * @param prefixes parsed origins are compared exactly, and paths segment by segment.
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
