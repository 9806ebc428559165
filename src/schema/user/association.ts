import type { CallOptions } from '../../appstream/calls/calls.ts'
import type { ItemOf } from '../../appstream/model/operations.ts'
import type { Target } from '../../appstream/target.ts'
import type { Association } from '../kit/pair-loader.ts'
import { type Stack, stackKind } from '../stack/kind.ts'
import { USERPOOL, type User, userAlias, userKind } from './kind.ts'

/** An association of a user and a stack as AWS returns it. */
export type UserStack = ItemOf<'DescribeUserStackAssociations', 'UserStackAssociations'>

/** Maximum page size of AWS, which may return fewer. */
const LARGEST_PAGE = 500

/** Association of stacks (left) and their users (right). */
export const stackUsers: Association<Stack, User, UserStack> = {
  name: 'stacks/users',
  operations: { left: 'DescribeUserStackAssociations', right: 'DescribeUserStackAssociations' },
  kinds: { left: stackKind, right: userKind },
  partners: {
    left: (target, StackName, call) => list(target, { StackName }, ({ UserName }) => UserName, call),
    right: (target, UserName, call) =>
      list(target, { UserName, AuthenticationType: USERPOOL }, ({ StackName }) => StackName, call),
  },
  // A stack can have users whom the user pool does not list.
  incomplete: 'right',
  aliasOf: { right: userAlias },
}

async function list(
  { reader }: Target,
  of: { readonly StackName: string } | { readonly UserName: string; readonly AuthenticationType: 'USERPOOL' },
  partnerOf: (association: UserStack) => string | undefined,
  call: CallOptions,
): Promise<ReadonlyMap<string, UserStack>> {
  const found = await reader.list(
    'DescribeUserStackAssociations',
    'UserStackAssociations',
    { ...of, MaxResults: LARGEST_PAGE },
    call,
  )
  const partners = new Map<string, UserStack>()
  for (const association of found) {
    const partner = partnerOf(association)
    if (partner !== undefined) partners.set(partner, association)
  }
  return partners
}
