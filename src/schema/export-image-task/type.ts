import type { AwsExportImageTask, ExportImageTaskState } from '../../appstream/model/model.ts'
import { createdAfter } from '../../inventory/collection/creation-order.ts'
import { createdMs } from '../../inventory/resources.ts'
import { builder } from '../builder.ts'
import { images } from '../image/type.ts'
import { anyOf, createdFilters, reference, stateFilter, text } from '../kit/filter.ts'
import type { Members } from '../kit/members.ts'
import { operationRegistry } from '../kit/operations.ts'
import { defineResource } from '../kit/resource.ts'
import { whenReady } from '../maybe-promise.ts'
import { openEnum } from '../open-enum.ts'
import { ErrorDetailsRef } from '../resource-error.ts'
import { sortTags } from '../tag/loader.ts'
import { TagRef } from '../tag/type.ts'
import { type ExportImageTask, exportImageTaskKind } from './kind.ts'

/** State of an export task. */
export const exportImageTaskState = openEnum<ExportImageTaskState>(
  'AppStreamExportImageTaskState',
  'State of an export task.',
  {
    EXPORTING: 'Being exported.',
    COMPLETED: 'Exported; `amiId` is the AMI.',
    FAILED: 'Failed; see `errorDetails`.',
    TIMED_OUT: 'Ended by AWS because the export took too long.',
  },
)

const members: Members<AwsExportImageTask, 'TaskId' | 'State' | 'TagSpecifications'> = {
  ImageArn: { id: 'ARN of the exported image.' },
  AmiName: 'Name of the AMI.',
  AmiDescription: 'Description of the AMI. Null if there is none.',
  AmiId: 'ID of the AMI, for example `ami-0a1b2c3d4e5f60718`. Null until the task is COMPLETED.',
  CreatedDate: 'Creation time of the task.',
  ErrorDetails: [ErrorDetailsRef, 'Errors of a FAILED task. Empty if there are none.'],
}

/** Resource type of export tasks. */
export const exportImageTasks = defineResource({
  kind: exportImageTaskKind,
  structure: 'ExportImageTask',
  description:
    'Task that exports an image as an EC2 AMI. Identified by account, region and task ID; AWS has no ARN for it. It cannot be cancelled or deleted.',
  noun: 'export image task',
  plural: 'export tasks',
  queries: {
    one: 'appStreamExportImageTask',
    many: 'appStreamExportImageTasks',
    nameDescription: 'Task ID.',
  },
  nameField: 'taskId',
  nameDescription: 'ID that AWS assigned, a UUID.',
  state: exportImageTaskState,
  members,
  order: {
    fields: {
      CREATED_DATE: { description: 'Creation time of the task.', read: createdMs },
      AMI_NAME: {
        description: 'Name of the AMI, compared by UTF-16 code units.',
        read: ({ aws }) => aws.AmiName,
      },
    },
    byDefault: { field: 'CREATED_DATE', direction: 'DESC' },
  },
  filters: {
    ...createdFilters,
    taskIds: anyOf<ExportImageTask, string>('Filters by task ID.', 'String', ({ name }) => name),
    imageArn: reference<ExportImageTask>('Filters by ARN of the image.', 'image', ({ aws }) => aws.ImageArn),
    states: stateFilter<ExportImageTask>(exportImageTaskState),
    amiNamePrefix: text<ExportImageTask>(
      'Filters by prefix of the AMI name, case-sensitive.',
      ({ aws }, prefix) => aws.AmiName?.startsWith(prefix) ?? false,
    ),
  },
})

builder.objectFields(exportImageTasks.ref, (t) => ({
  tagSpecifications: t.field({
    type: [TagRef],
    listSize: { assumedSize: 10 },
    description: 'Tags of the AMI, sorted by key. Empty if there are none.',
    resolve: ({ aws }) => sortTags(aws.TagSpecifications ?? {}),
  }),
  image: t.field({
    type: images.ref,
    nullable: true,
    description: 'Exported image. Null after its deletion, even if a later image has the same name.',
    resolve(task, _args, { loaders }) {
      const { aws, target } = task
      if (aws.ImageArn === undefined) return null
      return whenReady(loaders.image.load({ arn: aws.ImageArn, via: target }), (image) =>
        image !== null && createdAfter(task, image) ? image : null,
      )
    },
  }),
}))

operationRegistry.add({
  operation: 'GetExportImageTask',
  coordinate: 'Query.appStreamExportImageTask',
  calls: '1',
  isOnly: true,
})
