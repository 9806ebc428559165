import type { Target } from '../../appstream/target.ts'
import type { SchemaTypes } from '../builder.ts'
import { TargetRef } from '../target/type.ts'

/** Object with its location. */
export interface Located {
  readonly region: string
  readonly accountId: string | undefined
  readonly target: Target
}

/** Returns the fields for the location of an object: region, account and target. */
export function placeFields<Item extends Located>(
  t: PothosSchemaTypes.ObjectFieldBuilder<SchemaTypes, Item>,
  {
    noun = 'resource',
    accountDescription = '12-digit account ID of the owner. Null until the account of `target` is known.',
    accountOf = ({ accountId, target }: Item) => accountId ?? target.accountId,
  } = {},
) {
  return {
    region: t.string({
      description: 'AWS region, for example `us-east-1`.',
      resolve: ({ region }) => region,
    }),
    accountId: t.string({ nullable: true, description: accountDescription, resolve: accountOf }),
    target: t.field({
      type: TargetRef,
      description: `Account and region through which the ${noun} was read.`,
      resolve: ({ target }) => target,
    }),
  }
}
