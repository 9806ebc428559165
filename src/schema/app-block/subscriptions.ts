import { defineStateSubscription } from '../kit/subscription.ts'
import { appBlockState, appBlocks } from './type.ts'

defineStateSubscription({
  type: appBlocks,
  name: 'appStreamAppBlockStateChanged',
  event: 'AppStreamAppBlockStateChangeEvent',
  state: appBlockState,
  description:
    'Emits an event when an app block is created, is deleted, or changes its state: from INACTIVE to ACTIVE once it is packaged. All subscribers share the same AWS polling.',
})
