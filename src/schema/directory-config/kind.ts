import type { IndexFunction } from '../../inventory/collection/item-set.ts'
import { defineNamedKind, type ItemOfKind } from '../../inventory/kind.ts'

/** Kind of directory configs. AWS identifies them by name and has no ARN for them. */
export const directoryConfigKind = defineNamedKind({
  name: 'AppStreamDirectoryConfig',
  plural: 'directoryConfigs',
  list: {
    operation: 'DescribeDirectoryConfigs',
    member: 'DirectoryConfigs',
    structure: 'DirectoryConfig',
    identifier: 'DirectoryName',
  },
  nameOf: ({ DirectoryName }) => DirectoryName,
})

/** Directory config in the inventory. */
export type DirectoryConfig = ItemOfKind<typeof directoryConfigKind>

/** Indexes of directory config collections. Domains refer to them in any case. */
export const directoryConfigIndexes = {
  directoryName: ({ name }) => name.toLowerCase(),
} as const satisfies Readonly<Record<string, IndexFunction<DirectoryConfig>>>
