import { defineStateSubscription } from '../kit/subscription.ts'
import { imageState } from './enums.ts'
import { images } from './type.ts'

defineStateSubscription({
  type: images,
  name: 'imageStateChanged',
  event: 'ImageStateChangeEvent',
  state: imageState,
  description:
    'Emits private and shared images that are created, deleted, or change their state; AWS’s public ones are not watched. The gateway polls AWS once for all subscribers.',
})
