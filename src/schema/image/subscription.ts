import type { Image } from '../../inventory/resources.ts'
import { builder } from '../builder.ts'
import { watchArguments } from '../watch/arguments.ts'
import { stateChangeEventType } from '../watch/event.ts'
import { beginningOf, interestOf } from '../watch/interest.ts'
import { imageState } from './enums.ts'
import { ImageRef } from './ref.ts'

const stateOf = ({ aws }: Image) => imageState.of(aws.State) ?? 'UNKNOWN'

const ImageStateChangeEvent = stateChangeEventType({
  name: 'ImageStateChangeEvent',
  field: 'image',
  ref: ImageRef,
  state: imageState.ref,
  stateOf,
})

builder.subscriptionField('imageStateChanged', (t) =>
  t.field({
    type: ImageStateChangeEvent,
    description:
      'Private and shared images that come, go, and change their state; AWS’s public ones are not watched. The gateway polls AWS once for all subscribers.',
    args: {
      ...watchArguments(t.arg),
      states: t.arg({
        type: [imageState.ref],
        description: 'Only changes from or to one of these states; deletions of those in one of them.',
      }),
    },
    subscribe(_root, args, { inventory }) {
      const beginning = beginningOf(args)
      const { key, interest } = interestOf(args, inventory, {
        resourceType: 'image',
        stateOf,
        sourceOf: (target) => inventory.of(target).watch.images,
      })
      return inventory.feeds.images.subscribe(key, interest, beginning)
    },
    resolve: (event) => event,
  }),
)
