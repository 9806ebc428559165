import { accountOfRole } from '../appstream/accounts.ts'
import { environment } from './environment.ts'

const variables = environment.pick({
  AWS_ROLE_ARNS: true,
  AWS_OPERATE_ROLE_ARNS: true,
  AWS_ACCOUNT_ID: true,
  AWS_SESSION_TAGS: true,
})

/**
 * What does not go together in the variables that say which roles to assume, a line for each; nothing while one of them
 * is wrong by itself.
 */
export function roleProblems(given: Readonly<Record<string, string | undefined>>): readonly string[] {
  const { data } = variables.safeParse(given)
  if (data === undefined) return []
  const { AWS_ROLE_ARNS: roles = [], AWS_OPERATE_ROLE_ARNS: operateRoles = [] } = data
  const problems: string[] = []
  const accounts = Map.groupBy(operateRoles, accountOfRole)
  for (const [account, { length }] of accounts) {
    if (length > 1) {
      problems.push(`AWS_OPERATE_ROLE_ARNS has ${length} roles of the account ${account}: expected one`)
    }
  }
  const served = roles.length > 0 ? roles.map(accountOfRole) : [data.AWS_ACCOUNT_ID]
  const variable = roles.length > 0 ? 'AWS_ROLE_ARNS' : 'AWS_ACCOUNT_ID'
  for (const account of accounts.keys()) {
    if (served.includes(undefined) || served.includes(account)) continue
    problems.push(
      `AWS_OPERATE_ROLE_ARNS has a role of the account ${account}: expected one of an account of ${variable}`,
    )
  }
  if (served.includes(undefined) && accounts.size > 1) {
    problems.push(
      'AWS_OPERATE_ROLE_ARNS has roles of several accounts: expected AWS_ROLE_ARNS or AWS_ACCOUNT_ID to tell which are served',
    )
  }
  if (data.AWS_SESSION_TAGS === 'true' && roles.length + operateRoles.length === 0) {
    problems.push(
      'AWS_SESSION_TAGS is "true": expected AWS_OPERATE_ROLE_ARNS or AWS_ROLE_ARNS, for a role to assume',
    )
  }
  return problems
}
