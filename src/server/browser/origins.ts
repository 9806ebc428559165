import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http'
import { clip, MAX_NAME_LENGTH } from '../clip.ts'
import { REQUEST_HEADERS, RESPONSE_HEADERS } from './cors-headers.ts'

/** Decides which pages may send requests and read the answers. */
export interface OriginPolicy {
  /** Whether a request comes from no page, from a page of this gateway, or from one of a listed origin. */
  isAllowed(headers: IncomingHttpHeaders): boolean
  /** Lets a page of a listed origin read the response. */
  share(request: IncomingMessage, response: ServerResponse): void
}

/** Configures {@link createOriginPolicy}. */
export interface OriginOptions {
  /** Origins of other pages, for instance `https://console.example.com`, in the form that browsers send. */
  readonly corsOrigins: readonly string[]
  /** Further request headers that those pages may send. */
  readonly corsHeaders: readonly string[]
}

const PREFLIGHT_MAX_AGE_S = '600'

/**
 * Creates the policy. A browser states where a request comes from (`Sec-Fetch-Site`, or `Origin` where that is missing),
 * and no page can forge either; so no request needs a header of its own against forgery, whatever its content type.
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
      // `none`: somebody typed the URL.
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

/** Returns an origin in the form that browsers send: lower case, no default port. Undefined for what is not one. */
export function normalizeOrigin(text: string): string | undefined {
  const { protocol = '', host = '', origin } = URL.parse(text) ?? {}
  if (host === '') return undefined
  // The URL standard gives the schemes of apps (`capacitor:`, `chrome-extension:`) no origin, yet browsers send one.
  return origin === 'null' ? `${protocol}//${host.toLowerCase()}` : origin
}

/** Says which page was refused and which setting would let it in. */
export function originNotAllowed({ origin, 'sec-fetch-site': site }: IncomingHttpHeaders): string {
  if (origin === 'null') {
    return 'A page without an origin of its own (Origin: null; a file, or a sandboxed frame) may not send requests here: serve it from a web server, and add its origin to CORS_ORIGINS.'
  }
  if (origin === undefined) {
    return `A page of another site (Sec-Fetch-Site: ${clip(String(site), MAX_NAME_LENGTH)}) may not send requests here: add its origin to CORS_ORIGINS, and request it with CORS.`
  }
  const name = clip(origin, MAX_NAME_LENGTH)
  return `Pages of the origin "${name}" may not send requests here: add it to CORS_ORIGINS.`
}

/** Whether a page comes from the host that it asks; a proxy may have added the default port to `Host`. */
function isOwn(origin: string, host: string | undefined): boolean {
  const { protocol, host: own } = URL.parse(origin) ?? {}
  return own !== undefined && own !== '' && own === URL.parse(`${protocol}//${host}`)?.host
}
