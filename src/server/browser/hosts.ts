import { isLoopback } from '../../loopback.ts'

/** Tells by its `Host` header whether a request was meant for this gateway. */
export type HostCheck = (host: string | undefined) => boolean

/**
 * Makes the check of `Host`. A page of any site can have its own name lead to this machine (DNS rebinding), and is then
 * of the same origin as the gateway. Where everybody is let in who can connect, only names of this machine are answered to.
 * @param allowed further host names, without ports.
 */
export function createHostCheck(allowed: readonly string[], isIdentityRequired: boolean): HostCheck {
  if (isIdentityRequired && allowed.length === 0) return () => true
  const names = new Set(allowed.map((name) => name.toLowerCase()))
  return (host) => {
    const { hostname } = URL.parse(`http://${host ?? ''}`) ?? {}
    return hostname !== undefined && (names.has(hostname) || (!isIdentityRequired && isLoopback(hostname)))
  }
}
