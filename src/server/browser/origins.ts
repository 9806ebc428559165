import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http'

/** Which pages may send requests, and read the answers. */
export interface OriginPolicy {
  /** Whether a request comes from no page, from a page of this gateway's, or from one of an origin that is listed. */
  isAllowed(headers: IncomingHttpHeaders): boolean
  /** Lets a page of a listed origin read the response. */
  share(request: IncomingMessage, response: ServerResponse): void
}

const REQUEST_HEADERS =
  'authorization, content-type, cache-control, x-request-id, x-upstream-info, traceparent'
const RESPONSE_HEADERS = 'x-request-id, retry-after'
const PREFLIGHT_MAX_AGE_S = '600'

/**
 * Makes the policy. A browser says itself where a request comes from (`Sec-Fetch-Site`, or `Origin` where that is
 * missing), and no page can forge that; so no request needs a header of its own against forgery, whatever its content type.
 * @param origins the origins of other pages, e.g. `https://console.example.com`.
 */
export function createOriginPolicy(origins: readonly string[]): OriginPolicy {
  const listed = new Set(origins)
  const isListed = (origin: string | undefined): origin is string =>
    origin !== undefined && listed.has(origin)
  return {
    isAllowed({ origin, host, 'sec-fetch-site': site }) {
      if (isListed(origin)) return true
      // `none`: somebody typed the URL.
      if (site !== undefined) return site === 'same-origin' || site === 'none'
      return origin === undefined || URL.parse(origin)?.host === host
    },
    share({ method, headers: { origin } }, response) {
      if (listed.size === 0) return
      response.appendHeader('vary', 'origin')
      if (!isListed(origin)) return
      response.setHeader('access-control-allow-origin', origin)
      response.setHeader('access-control-expose-headers', RESPONSE_HEADERS)
      if (method !== 'OPTIONS') return
      response.setHeader('access-control-allow-methods', 'GET, POST')
      response.setHeader('access-control-allow-headers', REQUEST_HEADERS)
      response.setHeader('access-control-max-age', PREFLIGHT_MAX_AGE_S)
    },
  }
}
