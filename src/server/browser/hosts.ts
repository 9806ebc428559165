import { isLoopback } from '../../origin.ts'
import { keepResults } from '../bounded-memo.ts'

/** Returns true if the `Host` header names this gateway. */
export type HostCheck = (host: string) => boolean

/** Number of names whose decision is kept. */
const MAX_NAMES = 100

/**
 * Creates the check of `Host`, which blocks DNS rebinding: any site can let its own name resolve to this machine, so
 * that its pages have the same origin as the gateway. Loopback names are always accepted, because no site can own them.
 * @param allowed further host names, without ports. If empty and callers must authenticate, any name is accepted.
 */
export function createHostCheck(allowed: readonly string[], isIdentityRequired: boolean): HostCheck {
  if (isIdentityRequired && allowed.length === 0) return () => true
  const names = new Set(allowed.map((name) => name.toLowerCase()))
  return keepResults((host) => {
    const { hostname } = URL.parse(`http://${host}`) ?? {}
    return hostname !== undefined && (names.has(hostname) || isLoopback(hostname))
  }, MAX_NAMES)
}
