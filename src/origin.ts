/** Returns an origin in the form that browsers send: lower case, no default port. Undefined if it is not an origin. */
export function normalizeOrigin(text: string): string | undefined {
  const { protocol = '', host = '', origin } = URL.parse(text) ?? {}
  if (host === '') return undefined
  // The URL standard gives app schemes (`capacitor:`, `chrome-extension:`) no origin, yet browsers send one.
  return origin === 'null' ? `${protocol}//${host.toLowerCase()}` : origin
}
