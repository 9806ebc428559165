import { builder } from '../builder.ts'
import { pageSize } from '../connection/type.ts'
import { identify } from '../identify.ts'
import { selectTargets, TargetInput } from '../target/input.ts'
import { ImageBuilderFilterInput, ImageBuilderOrderInput } from './filter.ts'
import { listImageBuilders } from './list.ts'
import { loadImageBuilderByArn } from './loader.ts'
import { ImageBuilderConnectionRef, ImageBuilderRef } from './ref.ts'

builder.queryFields((t) => ({
  imageBuilder: t.field({
    type: ImageBuilderRef,
    nullable: true,
    description: 'One image builder, by exactly one of `arn` and `name`; null when there is none.',
    args: {
      arn: t.arg.id({ description: 'The ARN; of any account and region that this gateway serves.' }),
      name: t.arg.string({ description: 'The name.' }),
      target: t.arg({
        type: TargetInput,
        description: 'The account and region that `name` is meant in; needed where several are configured.',
      }),
    },
    resolve(_root, args, context) {
      const identified = identify(args, 'image-builder', context.inventory.targets)
      return 'arn' in identified
        ? loadImageBuilderByArn(context, identified.arn)
        : context.loaders.imageBuilder.load(identified)
    },
  }),
  imageBuilders: t.field({
    type: ImageBuilderConnectionRef,
    nullable: true,
    description: 'Image builders, a page at a time.',
    args: {
      ...t.arg.connectionArgs(),
      filter: t.arg({ type: ImageBuilderFilterInput, description: 'Which ones.' }),
      orderBy: t.arg({
        type: ImageBuilderOrderInput,
        description: 'In which order; by name ascending unless told.',
      }),
      targets: t.arg({
        type: [TargetInput],
        description: 'In which targets: in all of them unless told, in none for an empty list.',
      }),
    },
    ...pageSize,
    resolve: (_root, { targets, ...args }, context) =>
      listImageBuilders(context, { ...args, targets: selectTargets(context.inventory.targets, targets) }),
  }),
}))
