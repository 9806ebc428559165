import { hash } from 'node:crypto'
import { defineNamedKind, type ItemOfKind, LATE_OVERLAY_MS } from '../../inventory/kind.ts'

/** The only authentication type whose users AWS lists and changes. */
export const USERPOOL = 'USERPOOL'

/** Users of the user pool. Their names are e-mail addresses, so that a hash stands for them in ids, cursors and logs. */
export const userKind = defineNamedKind({
  name: 'AppStreamUser',
  plural: 'users',
  list: {
    operation: 'DescribeUsers',
    member: 'Users',
    structure: 'User',
    identifier: 'UserName',
    input: { AuthenticationType: USERPOOL },
  },
  overlayMs: LATE_OVERLAY_MS,
  nameOf: ({ UserName }) => UserName,
  aliasOf: userAlias,
})

/** A user in the inventory. */
export type User = ItemOfKind<typeof userKind>

/** Returns what stands for the name of a user in ids, cursors and logs. */
export function userAlias(userName: string, authenticationType: string = USERPOOL): string {
  return hash('sha256', JSON.stringify([authenticationType, userName]))
}
