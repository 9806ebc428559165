import { isLoopback } from '../loopback.ts'

const AUTH_VARIABLES = ['AUTH_ISSUER', 'AUTH_AUDIENCE', 'AUTH_JWKS_URL'] as const

/** What is wrong with the variables about who is let in, taken together; each for itself is checked already. */
export function accessProblems(given: Readonly<Record<string, string | undefined>>): string[] {
  const missing = AUTH_VARIABLES.filter((name) => given[name] === undefined)
  if (missing.length > 0 && missing.length < AUTH_VARIABLES.length)
    return missing.map((name) => `${name} is unset: ${AUTH_VARIABLES.join(', ')} go together`)
  const { HOST: host = '127.0.0.1', ROUTER_HMAC_SECRET: secret } = given
  if (missing.length === 0 || secret !== undefined || isLoopback(host)) return []
  const why = 'whoever could connect could change what the gateway may'
  return [
    `HOST is "${host}": without AUTH_ISSUER or ROUTER_HMAC_SECRET it must be a loopback address, for ${why}`,
  ]
}
