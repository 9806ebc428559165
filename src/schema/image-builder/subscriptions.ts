import { defineStateSubscription } from '../kit/subscription.ts'
import { imageBuilderState } from './enums.ts'
import { imageBuilders } from './type.ts'

defineStateSubscription({
  type: imageBuilders,
  name: 'imageBuilderStateChanged',
  event: 'ImageBuilderStateChangeEvent',
  state: imageBuilderState,
  description:
    'Emits an event when an image builder is created, is deleted, or changes its state. All subscribers share the same AWS polling.',
})
