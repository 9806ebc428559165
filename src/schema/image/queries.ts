import { builder } from '../builder.ts'
import { pageSize } from '../connection/type.ts'
import { identify } from '../identify.ts'
import { selectTargets, TargetInput } from '../target/input.ts'
import { ImageFilterInput, ImageOrderInput } from './filter.ts'
import { listImages } from './list.ts'
import { ImageConnectionRef, ImageRef } from './ref.ts'

builder.queryFields((t) => ({
  image: t.field({
    type: ImageRef,
    nullable: true,
    description: 'One image, by exactly one of `arn` and `name`; null when there is none that can be seen.',
    args: {
      arn: t.arg.id({
        description: 'The ARN; of any account and region that this gateway serves, or shared with it.',
      }),
      name: t.arg.string({
        description: 'The name: of an own image, else of a shared one, else of one of AWS’s public ones.',
      }),
      target: t.arg({
        type: TargetInput,
        description: 'The account and region that `name` is meant in; needed where several are configured.',
      }),
    },
    resolve(_root, args, { inventory, loaders }) {
      const identified = identify(args, 'image', inventory.targets)
      return 'arn' in identified ? loaders.image.load(identified) : loaders.imageByName.load(identified)
    },
  }),
  images: t.field({
    type: ImageConnectionRef,
    nullable: true,
    description:
      'Images, a page at a time: the private and the shared ones, unless the filter asks for others.',
    args: {
      ...t.arg.connectionArgs(),
      filter: t.arg({ type: ImageFilterInput, description: 'Which ones.' }),
      orderBy: t.arg({
        type: ImageOrderInput,
        description: 'In which order; by name ascending unless told.',
      }),
      targets: t.arg({
        type: [TargetInput],
        description: 'In which targets: in all of them unless told, in none for an empty list.',
      }),
    },
    ...pageSize,
    resolve: (_root, { targets, ...args }, context) =>
      listImages(context, { ...args, targets: selectTargets(context.inventory.targets, targets) }),
  }),
}))
