import { createHash, timingSafeEqual } from 'node:crypto'
import type { IncomingMessage } from 'node:http'

/** Who may read `/metrics`: everybody, nobody (it is not there then), or who bears the token. */
export type MetricsAccess = 'open' | 'closed' | { readonly token: string }

const BEARER = /^Bearer +(\S+) *$/i

/** Whether a request may read them; takes as long whichever character of its token is wrong. */
export function mayReadMetrics(
  { headers }: IncomingMessage,
  access: Exclude<MetricsAccess, 'closed'>,
): boolean {
  if (access === 'open') return true
  const [, given = ''] = BEARER.exec(headers.authorization ?? '') ?? []
  return timingSafeEqual(digest(given), digest(access.token))
}

/** Of equal length, as the comparison needs it. */
function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest()
}
