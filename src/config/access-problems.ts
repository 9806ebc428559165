import { isLoopback } from '../loopback.ts'

const AUTH_VARIABLES = ['AUTH_ISSUER', 'AUTH_AUDIENCE', 'AUTH_JWKS_URL'] as const

/** Returns conflicts between the access variables, one line each. Each variable by itself has been validated before. */
export function accessProblems(given: Readonly<Record<string, string | undefined>>): string[] {
  const missing = AUTH_VARIABLES.filter((name) => given[name] === undefined)
  if (missing.length > 0 && missing.length < AUTH_VARIABLES.length)
    return missing.map((name) => `${name} is unset: ${AUTH_VARIABLES.join(', ')} must be set together`)
  const { HOST: host = '127.0.0.1', ROUTER_HMAC_SECRET: secret } = given
  if (missing.length === 0 || secret !== undefined || isLoopback(host)) return []
  const why = 'anyone who can connect could otherwise change AWS resources'
  return [
    `HOST is "${host}": without AUTH_ISSUER or ROUTER_HMAC_SECRET it must be a loopback address, because ${why}`,
  ]
}
