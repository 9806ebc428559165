import { BlockList, isIP } from 'node:net'
/** Returns an origin in the form that browsers send: lower case, no default port. Undefined if it is not an origin. */
export function normalizeOrigin(text: string): string | undefined {
  const { protocol = '', host = '', origin } = URL.parse(text) ?? {}
  if (host === '') return undefined
  // The URL standard gives app schemes (`capacitor:`, `chrome-extension:`) no origin, yet browsers send one.
  return origin === 'null' ? `${protocol}//${host.toLowerCase()}` : origin
}

const loopback = new BlockList()
loopback.addSubnet('127.0.0.0', 8, 'ipv4')
loopback.addAddress('::1', 'ipv6')

/** Returns true if a host name or address (without port) can only mean this machine. */
export function isLoopback(host: string): boolean {
  const address = host.replace(/^\[|\]$/g, '')
  const family = isIP(address)
  if (family === 0) return address === 'localhost' || address.endsWith('.localhost')
  return loopback.check(address, family === 6 ? 'ipv6' : 'ipv4')
}
