import { createdAfter } from '../../inventory/collection/creation-order.ts'
import { imageIndexes } from '../../inventory/images/kind.ts'
import { isOwn } from '../../inventory/resources.ts'
import { builder } from '../builder.ts'
import { imageBuilderIndexes, imageBuilderKind } from '../image-builder/kind.ts'
import { imageBuilders } from '../image-builder/type.ts'
import { relatedPage } from '../kit/relations.ts'
import { whenReady } from '../maybe-promise.ts'
import { images } from './type.ts'

builder.objectFields(images.ref, (t) => ({
  baseImage: t.field({
    type: images.ref,
    nullable: true,
    description: 'Image from which this image was created. Null if there is none or it is no longer visible.',
    resolve: ({ aws, target }, _args, { loaders }) =>
      aws.BaseImageArn === undefined ? null : loaders.image.load({ arn: aws.BaseImageArn, via: target }),
  }),
  imageBuilder: t.field({
    type: imageBuilders.ref,
    nullable: true,
    description:
      'Image builder on which the image was created. Null after its deletion, even if a later builder has the same name.',
    resolve(image, _args, { loaders }) {
      const { target, aws } = image
      // The name belongs to the account of the owner; in this account it may be another builder.
      if (aws.ImageBuilderName === undefined || !isOwn(image)) return null
      return whenReady(
        loaders.kinds.byName(imageBuilderKind, { target, name: aws.ImageBuilderName }),
        (found) => (found !== null && createdAfter(image, found) ? found : null),
      )
    },
  }),
}))

relatedPage(images.ref, 'derivedImages', {
  to: images,
  index: imageIndexes.baseImageArn,
  keyOf: ({ arn }) => arn,
  description:
    'Private and shared images created directly from this image, in all targets of its region, sorted by name.',
})

relatedPage(images.ref, 'launchedImageBuilders', {
  to: imageBuilders,
  index: imageBuilderIndexes.imageArn,
  keyOf: ({ arn }) => arn,
  description: 'Image builders launched from this image, in all targets of its region, sorted by name.',
})

relatedPage(imageBuilders.ref, 'createdImages', {
  to: images,
  index: imageIndexes.imageBuilderName,
  keyOf: ({ name }) => name,
  where: createdAfter,
  targets: ({ target }) => [target],
  collectionsOf: ({ images: { byVisibility } }) => [byVisibility.PRIVATE],
  description:
    'Images created on this builder, sorted by name. Excludes images of an earlier builder with the same name.',
})
