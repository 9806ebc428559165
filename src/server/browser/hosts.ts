import { isLoopback } from '../../loopback.ts'

/** Tells by its `Host` header whether an operation was meant for this gateway. */
export type HostCheck = (host: string | undefined) => boolean

/**
 * Creates the check of `Host`. A page of any site can have its own name resolve to this machine (DNS rebinding), and is
 * then of the same origin as the gateway. Loopback names are always accepted: no site can own one.
 * @param allowed further host names, without ports; where none is listed and callers identify themselves, any name is accepted.
 */
export function createHostCheck(allowed: readonly string[], isIdentityRequired: boolean): HostCheck {
  if (isIdentityRequired && allowed.length === 0) return () => true
  const names = new Set(allowed.map((name) => name.toLowerCase()))
  return (host) => {
    const { hostname } = URL.parse(`http://${host ?? ''}`) ?? {}
    return hostname !== undefined && (names.has(hostname) || isLoopback(hostname))
  }
}
