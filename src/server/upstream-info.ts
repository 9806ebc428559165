/**
 * Whether a request wants to know what it cost AWS and how old its answer is: `x-upstream-info: 1`, or, where a client
 * cannot set headers, `extensions: { upstream: true }` beside the query.
 */
export function requestsUpstreamInfo(
  headers: Headers,
  extensions: Readonly<Record<string, unknown>> | undefined,
): boolean {
  return headers.get('x-upstream-info') === '1' || extensions?.['upstream'] === true
}
