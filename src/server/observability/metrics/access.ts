import { createHash, timingSafeEqual } from 'node:crypto'
import type { IncomingMessage } from 'node:http'

/** Access to `/metrics`: for anyone, for no one (responds 404), or with a bearer token. */
export type MetricsAccess = 'open' | 'closed' | { readonly token: string }

const BEARER = /^Bearer +(\S+) *$/i

/** Returns true if a request may read the metrics. Compares tokens in constant time. */
export function mayReadMetrics(
  { headers }: IncomingMessage,
  access: Exclude<MetricsAccess, 'closed'>,
): boolean {
  if (access === 'open') return true
  const [, given = ''] = BEARER.exec(headers.authorization ?? '') ?? []
  return timingSafeEqual(digest(given), digest(access.token))
}

/** Hashes a text, since the comparison needs buffers of equal length. */
function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest()
}
