import { accountOfRole } from '../appstream/credentials/accounts.ts'
import { isLoopback } from '../origin.ts'
import { environment } from './environment.ts'

const AUTH_VARIABLES = ['AUTH_ISSUER', 'AUTH_AUDIENCE', 'AUTH_JWKS_URL'] as const

const roleVariables = environment.pick({
  AWS_ROLE_ARNS: true,
  AWS_OPERATE_ROLE_ARNS: true,
  AWS_ACCOUNT_ID: true,
  AWS_SESSION_TAGS: true,
})

/** Returns conflicts between the role variables, one line each. Empty if a variable itself is invalid. */
export function roleConflicts(values: Readonly<Record<string, string | undefined>>): readonly string[] {
  const { data } = roleVariables.safeParse(values)
  if (data === undefined) return []
  const { AWS_ROLE_ARNS: roles = [], AWS_OPERATE_ROLE_ARNS: operateRoles = [] } = data
  const problems: string[] = []
  const accounts = Map.groupBy(operateRoles, accountOfRole)
  for (const [account, { length }] of accounts) {
    if (length > 1) {
      problems.push(
        `AWS_OPERATE_ROLE_ARNS has ${length} roles in account ${account}: expected one per account`,
      )
    }
  }
  const served = roles.length > 0 ? roles.map(accountOfRole) : [data.AWS_ACCOUNT_ID]
  const variable = roles.length > 0 ? 'AWS_ROLE_ARNS' : 'AWS_ACCOUNT_ID'
  for (const account of accounts.keys()) {
    if (served.includes(undefined) || served.includes(account)) continue
    problems.push(
      `AWS_OPERATE_ROLE_ARNS has a role in account ${account}: expected only accounts of ${variable}`,
    )
  }
  if (served.includes(undefined) && accounts.size > 1) {
    problems.push(
      'AWS_OPERATE_ROLE_ARNS has roles in several accounts: set AWS_ROLE_ARNS or AWS_ACCOUNT_ID to the accounts to serve',
    )
  }
  if (data.AWS_SESSION_TAGS === 'true' && roles.length + operateRoles.length === 0) {
    problems.push(
      'AWS_SESSION_TAGS is "true" but there is no role to assume: set AWS_OPERATE_ROLE_ARNS or AWS_ROLE_ARNS',
    )
  }
  return problems
}

/** Returns conflicts between the access variables, one line each. Does not validate the variables themselves. */
export function accessConflicts(values: Readonly<Record<string, string | undefined>>): string[] {
  const missing = AUTH_VARIABLES.filter((name) => values[name] === undefined)
  if (missing.length > 0 && missing.length < AUTH_VARIABLES.length)
    return missing.map((name) => `${name} is unset: ${AUTH_VARIABLES.join(', ')} must be set together`)
  const { HOST: host = '127.0.0.1', ROUTER_HMAC_SECRET: secret } = values
  if (missing.length === 0 || secret !== undefined || isLoopback(host)) return []
  const why = 'anyone who can connect could otherwise change AWS resources'
  return [
    `HOST is "${host}": without AUTH_ISSUER or ROUTER_HMAC_SECRET it must be a loopback address, because ${why}`,
  ]
}
