import type { IncomingHttpHeaders } from 'node:http'

/**
 * Returns true if a request must bypass snapshots and read from AWS. It has the header `Cache-Control: no-cache`, or
 * the extension `cacheControl: "no-cache"` if the client cannot set headers.
 */
export function requestsNoCache(
  headers: IncomingHttpHeaders,
  extensions: Readonly<Record<string, unknown>> | undefined,
): boolean {
  const directives = [headers['cache-control'], extensions?.['cacheControl']]
  return directives.some((directive) => typeof directive === 'string' && hasNoCache(directive))
}

/**
 * Returns true if a request asks for its AWS cost and the age of its data. It has the header `x-upstream-info: 1`, or
 * the extension `upstream: true` if the client cannot set headers.
 */
export function requestsUpstreamInfo(
  headers: IncomingHttpHeaders,
  extensions: Readonly<Record<string, unknown>> | undefined,
): boolean {
  return headers['x-upstream-info'] === '1' || extensions?.['upstream'] === true
}

/** Returns true if a `Cache-Control` header contains `no-cache`. */
export function hasNoCache(cacheControl: string): boolean {
  return cacheControl.split(',').some((directive) => directive.trim().toLowerCase() === 'no-cache')
}
