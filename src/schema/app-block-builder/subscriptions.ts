import { defineStateSubscription } from '../kit/subscription.ts'
import { appBlockBuilderState, appBlockBuilders } from './type.ts'

defineStateSubscription({
  type: appBlockBuilders,
  name: 'appStreamAppBlockBuilderStateChanged',
  event: 'AppStreamAppBlockBuilderStateChangeEvent',
  state: appBlockBuilderState,
  description:
    'Emits an event when an app block builder is created, is deleted, or changes its state. All subscribers share the same AWS polling.',
})
