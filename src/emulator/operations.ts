import type { Operations } from './kit/operation.ts'
import { directoryConfigOperations } from './resources/directory-config/operations.ts'
import { fleetOperations } from './resources/fleet/operations.ts'
import { imageOperations } from './resources/image/operations.ts'
import { imageBuilderOperations } from './resources/image-builder/operations.ts'
import { stackOperations } from './resources/stack/operations.ts'
import { tagOperations } from './resources/tags.ts'

/** Every operation that the emulator implements: one line for each resource. */
export const operations: Operations = {
  ...imageOperations,
  ...imageBuilderOperations,
  ...fleetOperations,
  ...stackOperations,
  ...directoryConfigOperations,
  ...tagOperations,
}
