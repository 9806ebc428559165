import type { Image } from '../../inventory/resources.ts'
import { builder } from '../builder.ts'
import { inventoryConnectionType } from '../connection/inventory-type.ts'

/** An AppStream image. */
export const ImageRef = builder.objectRef<Image>('Image')

/** A page of images. */
export const ImageConnectionRef = inventoryConnectionType('Image', ImageRef)
