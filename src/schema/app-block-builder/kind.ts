import { defineKind, type ItemOfKind } from '../../inventory/kind.ts'

/** Maximum page size of DescribeAppBlockBuilders, according to its documentation. */
const MAX_PER_CALL = 25

/** Kind of app block builders. */
export const appBlockBuilderKind = defineKind({
  name: 'AppStreamAppBlockBuilder',
  plural: 'appBlockBuilders',
  arnType: 'app-block-builder',
  list: {
    operation: 'DescribeAppBlockBuilders',
    member: 'AppBlockBuilders',
    structure: 'AppBlockBuilder',
    input: { MaxResults: MAX_PER_CALL },
  },
  maxNames: MAX_PER_CALL,
  transitional: ['STARTING', 'STOPPING'],
  // Filters read whether there are errors.
  signatureOf: ({ State, AppBlockBuilderErrors: errors = [] }) => JSON.stringify([State, errors.length > 0]),
})

/** App block builder in the inventory. */
export type AppBlockBuilder = ItemOfKind<typeof appBlockBuilderKind>
