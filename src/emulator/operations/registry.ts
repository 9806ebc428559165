import { derivedImageOperations } from './derived-images.ts'
import { imageBuilderOperations } from './image-builders.ts'
import { imagePermissionOperations } from './image-permissions.ts'
import { imageOperations } from './images.ts'
import type { Operations } from './operation.ts'
import { tagOperations } from './tags.ts'

/** Every operation that the emulator implements: one line for each resource. */
export const operations: Operations = {
  ...imageOperations,
  ...derivedImageOperations,
  ...imageBuilderOperations,
  ...imagePermissionOperations,
  ...tagOperations,
}
