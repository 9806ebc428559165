import type { ImageBuilder } from '../../inventory/resources.ts'
import { builder } from '../builder.ts'
import { inventoryConnectionType } from '../connection/inventory-type.ts'

/** An AppStream image builder. */
export const ImageBuilderRef = builder.objectRef<ImageBuilder>('ImageBuilder')

/** A page of image builders. */
export const ImageBuilderConnectionRef = inventoryConnectionType('ImageBuilder', ImageBuilderRef)
