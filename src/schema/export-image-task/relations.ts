import { createdAfter } from '../../inventory/collection/creation-order.ts'
import { isOwn } from '../../inventory/resources.ts'
import { images } from '../image/type.ts'
import { relatedPage } from '../kit/relations.ts'
import { exportImageTaskIndexes } from './kind.ts'
import { exportImageTasks } from './type.ts'

relatedPage(images.ref, 'exportTasks', {
  to: exportImageTasks,
  index: exportImageTaskIndexes.imageArn,
  keyOf: ({ arn }) => arn,
  where: createdAfter,
  targets: (image) => (isOwn(image) ? [image.target] : []),
  description:
    'Exports of the image, latest first. For images of other accounts, empty and without an AWS call.',
})
