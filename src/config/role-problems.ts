import { accountOfRole } from '../appstream/accounts.ts'
import { environment } from './environment.ts'

const variables = environment.pick({
  AWS_ROLE_ARNS: true,
  AWS_OPERATE_ROLE_ARNS: true,
  AWS_ACCOUNT_ID: true,
  AWS_SESSION_TAGS: true,
})

/** Returns conflicts between the role variables, one line each. Empty if one of them is invalid by itself. */
export function roleProblems(given: Readonly<Record<string, string | undefined>>): readonly string[] {
  const { data } = variables.safeParse(given)
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
