import type { AwsStack } from '../../appstream/model/model.ts'
import { defineKind, type ItemOfKind } from '../../inventory/kind.ts'

/** Kind of stacks. Stacks have no state. */
export const stackKind = defineKind({
  name: 'AppStreamStack',
  plural: 'stacks',
  arnType: 'stack',
  list: { operation: 'DescribeStacks', member: 'Stacks', structure: 'Stack' },
  signatureOf: (_aws: AwsStack) => undefined,
})

/** Stack in the inventory. */
export type Stack = ItemOfKind<typeof stackKind>
