import { defineStateSubscription } from '../kit/subscription.ts'
import { imageBuilderState } from './enums.ts'
import { imageBuilders } from './type.ts'

defineStateSubscription({
  type: imageBuilders,
  name: 'imageBuilderStateChanged',
  event: 'ImageBuilderStateChangeEvent',
  state: imageBuilderState,
  description:
    'Emits image builders that are created, deleted, or change their state. The gateway polls AWS once for all subscribers.',
})
