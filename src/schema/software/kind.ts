import type { AwsSoftwareAssociation } from '../../appstream/model/model.ts'
import { defineChildKind, type ItemOfChildKind, type ParentKind } from '../../inventory/child-kind.ts'
import { imageKind } from '../../inventory/images/kind.ts'
import { identify } from '../../inventory/resources.ts'
import { imageBuilderKind } from '../image-builder/kind.ts'

/** Declares the license-included software of images or image builders. It has no identity of its own. */
function softwareKindOf(parent: ParentKind, plural: string) {
  return defineChildKind({
    name: 'AppStreamSoftwareAssociation',
    plural,
    parent,
    operation: 'DescribeSoftwareAssociations',
    list(reader, name, call, target): Promise<readonly AwsSoftwareAssociation[]> {
      const input = { AssociatedResource: identify(target, parent.arnType ?? '', name).arn }
      return reader.list('DescribeSoftwareAssociations', 'SoftwareAssociations', input, call)
    },
    nameOf: ({ SoftwareName = '' }) => SoftwareName,
  })
}

/** Software of images, by image. */
export const imageSoftwareKind = softwareKindOf(imageKind, 'imageSoftware')

/** Software of image builders, by image builder. */
export const imageBuilderSoftwareKind = softwareKindOf(imageBuilderKind, 'imageBuilderSoftware')

/** Software of an image or image builder. */
export type Software = ItemOfChildKind<typeof imageSoftwareKind>
