import { defineStateSubscription } from '../kit/subscription.ts'
import { imageState } from './enums.ts'
import { images } from './type.ts'

defineStateSubscription({
  type: images,
  name: 'imageStateChanged',
  event: 'ImageStateChangeEvent',
  state: imageState,
  description:
    'Emits an event when a private or shared image is created, is deleted, or changes its state. AWS’s public images are not watched. All subscribers share the same AWS polling.',
})
