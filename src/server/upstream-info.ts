/**
 * Returns true if a request asks for its AWS cost and the age of its data: `x-upstream-info: 1`, or the extension
 * `upstream: true` for clients that cannot set headers.
 */
export function requestsUpstreamInfo(
  headers: Headers,
  extensions: Readonly<Record<string, unknown>> | undefined,
): boolean {
  return headers.get('x-upstream-info') === '1' || extensions?.['upstream'] === true
}
