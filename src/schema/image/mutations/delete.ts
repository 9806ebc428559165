import { isOwn } from '../../../inventory/resources.ts'
import { remove } from '../../kit/mutations/remove.ts'
import { RESTING_STATES } from '../enums.ts'
import { images } from '../type.ts'

remove({
  type: images,
  name: 'deleteImage',
  operation: 'DeleteImage',
  scope: 'appstream:manage',
  description:
    'Deletes an image permanently. AWS rejects this while a fleet uses the image or while it is shared with another account.',
  output: 'Image',
  action: { action: 'DELETE', states: RESTING_STATES, isFor: isOwn },
})
