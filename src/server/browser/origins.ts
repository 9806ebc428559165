import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http'
import { normalizeOrigin } from '../../origin.ts'
import { truncate } from '../../schema/errors.ts'
import { REQUEST_HEADERS, RESPONSE_HEADERS } from './cors-headers.ts'

/** Policy for pages that may send requests and read responses. */
export interface OriginPolicy {
  /** Returns true unless a request comes from a page of an origin that is neither the gateway's nor listed. */
  isAllowed(headers: IncomingHttpHeaders): boolean
  /** Sets the CORS headers that let a page of a listed origin read the response. */
  share(request: IncomingMessage, response: ServerResponse): void
}

/** Configures {@link createOriginPolicy}. */
export interface OriginOptions {
  /** Origins of other pages, for example `https://console.example.com`, in the form that browsers send. */
  readonly corsOrigins: readonly string[]
  /** Further request headers that those pages may send. */
  readonly corsHeaders: readonly string[]
}

const PREFLIGHT_MAX_AGE_S = '600'

/**
 * Creates the policy. Browsers set `Sec-Fetch-Site` or `Origin`, and pages cannot forge them. Requests therefore need
 * no CSRF header, whatever their content type.
 */
export function createOriginPolicy({ corsOrigins, corsHeaders }: OriginOptions): OriginPolicy {
  const listed = new Set(corsOrigins)
  const requestHeaders = [...new Set([...REQUEST_HEADERS, ...corsHeaders])].join(', ')
  const responseHeaders = RESPONSE_HEADERS.join(', ')
  const isListed = (origin: string | undefined): origin is string =>
    origin !== undefined && listed.has(normalizeOrigin(origin) ?? origin)
  return {
    isAllowed({ origin, host, 'sec-fetch-site': site }) {
      if (isListed(origin)) return true
      // `none`: the user entered the URL.
      if (site !== undefined) return site === 'same-origin' || site === 'none'
      return origin === undefined || isOwn(origin, host)
    },
    share({ method, headers: { origin } }, response) {
      if (listed.size === 0) return
      response.appendHeader('vary', 'origin')
      if (!isListed(origin)) return
      response.setHeader('access-control-allow-origin', origin)
      response.setHeader('access-control-expose-headers', responseHeaders)
      if (method !== 'OPTIONS') return
      response.setHeader('access-control-allow-methods', 'GET, POST')
      response.setHeader('access-control-allow-headers', requestHeaders)
      response.setHeader('access-control-max-age', PREFLIGHT_MAX_AGE_S)
    },
  }
}

/** Returns a message that names the rejected page and the setting that would allow it. */
export function originNotAllowed({ origin, 'sec-fetch-site': site }: IncomingHttpHeaders): string {
  if (origin === 'null') {
    return 'Origin `null` (local file or sandboxed frame) is not allowed: serve the page from a web server and add its origin to CORS_ORIGINS.'
  }
  if (origin === undefined) {
    return `Pages of another site (Sec-Fetch-Site: ${truncate(String(site))}) are not allowed: add the origin to CORS_ORIGINS and send the request with CORS.`
  }
  const name = truncate(origin)
  return `The origin "${name}" is not allowed: add it to CORS_ORIGINS.`
}

/** Returns true if a page comes from the requested host. Ignores a default port, which a proxy may have added. */
function isOwn(origin: string, host: string | undefined): boolean {
  const { protocol, host: own } = URL.parse(origin) ?? {}
  return own !== undefined && own !== '' && own === URL.parse(`${protocol}//${host}`)?.host
}
