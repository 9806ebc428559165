import { hash } from 'node:crypto'
import { defineNamedKind, type ItemOfKind, SLOW_PROPAGATION_OVERLAY_MS } from '../../inventory/kind.ts'

/** Authentication type of the user pool, the only one whose users AWS lists and changes. */
export const USERPOOL = 'USERPOOL'

/** Users of the user pool. Names are e-mail addresses; ids, cursors and logs contain a hash instead. */
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
  overlayMs: SLOW_PROPAGATION_OVERLAY_MS,
  nameOf: ({ UserName }) => UserName,
  aliasOf: userAlias,
})

/** A user in the inventory. */
export type User = ItemOfKind<typeof userKind>

/** Returns the alias of a user: a hash that replaces the name in ids, cursors and logs. */
export function userAlias(userName: string, authenticationType: string = USERPOOL): string {
  return hash('sha256', JSON.stringify([authenticationType, userName]))
}
