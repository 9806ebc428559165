/**
 * Whether a request wants to be answered from AWS and not from a snapshot: `Cache-Control: no-cache`, or, where a
 * client cannot set headers, `extensions: { cacheControl: "no-cache" }` beside the query.
 */
export function requestsNoCache(
  headers: Headers,
  extensions: Readonly<Record<string, unknown>> | undefined,
): boolean {
  const directives = [headers.get('cache-control'), extensions?.['cacheControl']]
  return directives.some((directive) => typeof directive === 'string' && hasNoCache(directive))
}

function hasNoCache(cacheControl: string): boolean {
  return cacheControl.split(',').some((directive) => directive.trim().toLowerCase() === 'no-cache')
}
