import { imageIndexes } from '../../inventory/indexes.ts'
import { createdAfter } from '../../inventory/lineage.ts'
import { type Image, isOwn } from '../../inventory/resources.ts'
import { builder } from '../builder.ts'
import { createRelation } from '../connection/relation.ts'
import { pageSize } from '../connection/type.ts'
import { type ImageBuilder, imageBuilderIndexes, imageBuilderKind } from '../image-builder/kind.ts'
import { imageBuilders } from '../image-builder/type.ts'
import { relatedPage } from '../kit/relations.ts'
import { imageOrdering, listRelatedImages } from './list.ts'
import { ImageConnectionRef, ImageRef } from './ref.ts'

const derivedImages = createRelation<Image, Image>({
  index: imageIndexes.baseImageArn,
  keyOf: ({ arn }) => arn,
  ordering: imageOrdering(),
})

const createdImages = createRelation<ImageBuilder, Image>({
  index: imageIndexes.imageBuilderName,
  keyOf: ({ name }) => name,
  where: createdAfter,
  ordering: imageOrdering(),
})

builder.objectFields(ImageRef, (t) => ({
  baseImageArn: t.id({
    nullable: true,
    description:
      'The ARN of the image that it was made from; null on AWS’s public images, and when AWS does not say.',
    resolve: ({ aws }) => aws.BaseImageArn,
  }),
  baseImage: t.field({
    type: ImageRef,
    nullable: true,
    description: 'The image that it was made from; null when there is none, or it cannot be seen any more.',
    resolve: ({ aws, target }, _args, { loaders }) =>
      aws.BaseImageArn === undefined ? null : loaders.image.load({ arn: aws.BaseImageArn, via: target }),
  }),
  derivedImages: t.field({
    type: ImageConnectionRef,
    nullable: true,
    args: t.arg.connectionArgs(),
    ...pageSize,
    description:
      'The private and shared images that were made directly from this one, in every target of its region; by name.',
    resolve: (image, args, context) =>
      listRelatedImages(context, {
        ...args,
        parent: image,
        relation: derivedImages,
        targets: context.inventory.targets.filter(({ region }) => region === image.region),
      }),
  }),
  imageBuilderName: t.string({
    nullable: true,
    description: 'The name of the builder that it was made on; null on shared, copied and updated images.',
    resolve: ({ aws }) => aws.ImageBuilderName,
  }),
  imageBuilder: t.field({
    type: imageBuilders.ref,
    nullable: true,
    description:
      'The builder that it was made on; null once that is deleted, also when a later one has taken its name.',
    async resolve(image, _args, { loaders }) {
      const { target, aws } = image
      // The name is one in the owner's account: here it might be another builder's.
      if (aws.ImageBuilderName === undefined || !isOwn(image)) return null
      const found = await loaders.kinds.byName(imageBuilderKind, { target, name: aws.ImageBuilderName })
      return found !== null && createdAfter(image, found) ? found : null
    },
  }),
}))

relatedPage(ImageRef, 'launchedImageBuilders', {
  to: imageBuilders,
  index: imageBuilderIndexes.imageArn,
  keyOf: ({ arn }) => arn,
  description:
    'The image builders that were launched from this image, in every target of its region; by name.',
})

builder.objectFields(imageBuilders.ref, (t) => ({
  createdImages: t.field({
    type: ImageConnectionRef,
    nullable: true,
    args: t.arg.connectionArgs(),
    ...pageSize,
    description:
      'The images that were made on this builder, by name. Images of an earlier builder of the same name are not among them.',
    resolve: (imageBuilder, args, context) =>
      listRelatedImages(context, {
        ...args,
        parent: imageBuilder,
        relation: createdImages,
        targets: [imageBuilder.target],
        listings: ['PRIVATE'],
      }),
  }),
}))
