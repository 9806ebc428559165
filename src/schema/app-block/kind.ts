import { defineKind, type ItemOfKind } from '../../inventory/kind.ts'

/** Kind of app blocks. An INACTIVE one waits for a packager, so no state is transitional. */
export const appBlockKind = defineKind({
  name: 'AppStreamAppBlock',
  plural: 'appBlocks',
  arnType: 'app-block',
  list: { operation: 'DescribeAppBlocks', member: 'AppBlocks', structure: 'AppBlock' },
  // Filters read whether there are errors.
  signatureOf: ({ State, AppBlockErrors: errors = [] }) => JSON.stringify([State, errors.length > 0]),
})

/** App block in the inventory. */
export type AppBlock = ItemOfKind<typeof appBlockKind>
