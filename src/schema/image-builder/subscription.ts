import type { ImageBuilder } from '../../inventory/resources.ts'
import { builder } from '../builder.ts'
import { watchArguments } from '../watch/arguments.ts'
import { stateChangeEventType } from '../watch/event.ts'
import { beginningOf, interestOf } from '../watch/interest.ts'
import { imageBuilderState } from './enums.ts'
import { ImageBuilderRef } from './ref.ts'

const stateOf = ({ aws }: ImageBuilder) => imageBuilderState.of(aws.State) ?? 'UNKNOWN'

const ImageBuilderStateChangeEvent = stateChangeEventType({
  name: 'ImageBuilderStateChangeEvent',
  field: 'imageBuilder',
  ref: ImageBuilderRef,
  state: imageBuilderState.ref,
  stateOf,
})

builder.subscriptionField('imageBuilderStateChanged', (t) =>
  t.field({
    type: ImageBuilderStateChangeEvent,
    description:
      'Image builders that come, go, and change their state. The gateway polls AWS once for all subscribers.',
    args: {
      ...watchArguments(t.arg),
      states: t.arg({
        type: [imageBuilderState.ref],
        description: 'Only changes from or to one of these states; deletions of those in one of them.',
      }),
    },
    subscribe(_root, args, { inventory }) {
      const beginning = beginningOf(args)
      const { key, interest } = interestOf(args, inventory, {
        resourceType: 'image-builder',
        stateOf,
        sourceOf: (target) => inventory.of(target).watch.imageBuilders,
      })
      return inventory.feeds.imageBuilders.subscribe(key, interest, beginning)
    },
    resolve: (event) => event,
  }),
)
