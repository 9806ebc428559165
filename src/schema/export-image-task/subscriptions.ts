import { byArn, byGlobalId } from '../kit/selectors.ts'
import { defineStateSubscription } from '../kit/subscription.ts'
import type { ExportImageTask } from './kind.ts'
import { exportImageTaskState, exportImageTasks } from './type.ts'

defineStateSubscription({
  type: exportImageTasks,
  name: 'appStreamExportImageTaskStateChanged',
  event: 'AppStreamExportImageTaskStateChangeEvent',
  state: exportImageTaskState,
  description:
    'Emits an event when an export task is created or changes its state. All subscribers share the same AWS polling.',
  selectors: {
    ids: byGlobalId(
      'Filters by global ID. With `imageArns`, a task matches if either filter does.',
      exportImageTasks,
    ),
    imageArns: byArn<ExportImageTask>(
      'Filters by ARN of the image. With `ids`, a task matches if either filter does.',
      'image',
      ({ aws }) => aws.ImageArn,
    ),
  },
})
