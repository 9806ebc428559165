import { fleets } from './fleet/type.ts'
import { images } from './image/type.ts'
import { imageBuilders } from './image-builder/type.ts'
import { defineAvailableActions } from './kit/actions.ts'

defineAvailableActions(imageBuilders, 'ImageBuilderAction')
defineAvailableActions(images, 'ImageAction')
defineAvailableActions(fleets, 'AppStreamFleetAction')
