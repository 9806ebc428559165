import { remove } from '../../kit/mutations/remove.ts'
import { images } from '../type.ts'

remove({
  type: images,
  name: 'deleteImage',
  operation: 'DeleteImage',
  scope: 'appstream:manage',
  description:
    'Deletes an image for good. No fleet may use it, and it may not be shared with another account.',
  output: 'Image',
})
