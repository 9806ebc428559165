import { createdAfter } from '../../inventory/lineage.ts'
import { isOwn } from '../../inventory/resources.ts'
import { builder } from '../builder.ts'
import { pageSize } from '../connection/type.ts'
import { listImageBuilders } from '../image-builder/list.ts'
import { ImageBuilderConnectionRef, ImageBuilderRef } from '../image-builder/ref.ts'
import { listImages } from './list.ts'
import { ImageConnectionRef, ImageRef } from './ref.ts'

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
      listImages(context, {
        ...args,
        targets: context.inventory.targets.filter(({ region }) => region === image.region),
        where: ({ aws }) => aws.BaseImageArn === image.arn,
      }),
  }),
  imageBuilderName: t.string({
    nullable: true,
    description: 'The name of the builder that it was made on; null on shared, copied and updated images.',
    resolve: ({ aws }) => aws.ImageBuilderName,
  }),
  imageBuilder: t.field({
    type: ImageBuilderRef,
    nullable: true,
    description:
      'The builder that it was made on; null once that is deleted, also when a later one has taken its name.',
    async resolve(image, _args, { loaders }) {
      const { target, aws } = image
      // The name is one in the owner's account: here it might be another builder's.
      if (aws.ImageBuilderName === undefined || !isOwn(image)) return null
      const found = await loaders.imageBuilder.load({ target, name: aws.ImageBuilderName })
      return found !== null && createdAfter(image, found) ? found : null
    },
  }),
  launchedImageBuilders: t.field({
    type: ImageBuilderConnectionRef,
    nullable: true,
    args: t.arg.connectionArgs(),
    ...pageSize,
    description:
      'The image builders that were launched from this image, in every target of its region; by name.',
    resolve: (image, args, context) =>
      listImageBuilders(context, {
        ...args,
        targets: context.inventory.targets.filter(({ region }) => region === image.region),
        where: ({ aws }) => aws.ImageArn === image.arn,
      }),
  }),
}))

builder.objectFields(ImageBuilderRef, (t) => ({
  createdImages: t.field({
    type: ImageConnectionRef,
    nullable: true,
    args: t.arg.connectionArgs(),
    ...pageSize,
    description:
      'The images that were made on this builder, by name. Images of an earlier builder of the same name are not among them.',
    resolve: (imageBuilder, args, context) =>
      listImages(context, {
        ...args,
        targets: [imageBuilder.target],
        listings: ['PRIVATE'],
        where: (image) =>
          image.aws.ImageBuilderName === imageBuilder.name && createdAfter(image, imageBuilder),
      }),
  }),
}))
