import { imageIndexes } from '../../inventory/image-kind.ts'
import { createdAfter } from '../../inventory/lineage.ts'
import { isOwn } from '../../inventory/resources.ts'
import { builder } from '../builder.ts'
import { imageBuilderIndexes, imageBuilderKind } from '../image-builder/kind.ts'
import { imageBuilders } from '../image-builder/type.ts'
import { relatedPage } from '../kit/relations.ts'
import { images } from './type.ts'

builder.objectFields(images.ref, (t) => ({
  baseImage: t.field({
    type: images.ref,
    nullable: true,
    description: 'The image that it was made from; null if there is none, or it is not visible any more.',
    resolve: ({ aws, target }, _args, { loaders }) =>
      aws.BaseImageArn === undefined ? null : loaders.image.load({ arn: aws.BaseImageArn, via: target }),
  }),
  imageBuilder: t.field({
    type: imageBuilders.ref,
    nullable: true,
    description:
      'The builder that it was made on; null once that is deleted, also if a later one has taken its name.',
    async resolve(image, _args, { loaders }) {
      const { target, aws } = image
      // The name is one in the owner's account: here it might be another builder's.
      if (aws.ImageBuilderName === undefined || !isOwn(image)) return null
      const found = await loaders.kinds.byName(imageBuilderKind, { target, name: aws.ImageBuilderName })
      return found !== null && createdAfter(image, found) ? found : null
    },
  }),
}))

relatedPage(images.ref, 'derivedImages', {
  to: images,
  index: imageIndexes.baseImageArn,
  keyOf: ({ arn }) => arn,
  description:
    'The private and shared images that were made directly from this one, in every target of its region; by name.',
})

relatedPage(images.ref, 'launchedImageBuilders', {
  to: imageBuilders,
  index: imageBuilderIndexes.imageArn,
  keyOf: ({ arn }) => arn,
  description:
    'The image builders that were launched from this image, in every target of its region; by name.',
})

relatedPage(imageBuilders.ref, 'createdImages', {
  to: images,
  index: imageIndexes.imageBuilderName,
  keyOf: ({ name }) => name,
  where: createdAfter,
  targets: ({ target }) => [target],
  collectionsOf: ({ images: { byVisibility } }) => [byVisibility.PRIVATE],
  description:
    'The images that were made on this builder, by name. Images of an earlier builder of the same name are not among them.',
})
