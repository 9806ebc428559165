import { UpstreamError } from '../../appstream/errors/exceptions.ts'
import type { IndexFunction } from '../../inventory/collection/item-set.ts'
import { defineNamedKind, type ItemOfKind } from '../../inventory/kind.ts'

/** Largest page of ListExportImageTasks. */
const MAX_PER_CALL = 500

/** Kind of export tasks. AWS identifies them by an id that it assigns, and keeps ended ones. */
export const exportImageTaskKind = defineNamedKind({
  name: 'AppStreamExportImageTask',
  plural: 'exportImageTasks',
  list: {
    operation: 'ListExportImageTasks',
    member: 'ExportImageTasks',
    structure: 'ExportImageTask',
    identifier: 'TaskId',
    input: { MaxResults: MAX_PER_CALL },
  },
  nameOf: ({ TaskId }) => TaskId,
  nameFormat: {
    pattern: /^[a-f0-9]{8}-[a-f0-9]{4}-[a-f0-9]{4}-[a-f0-9]{4}-[a-f0-9]{12}$/,
    description: 'a UUID in lower case',
  },
  async describe(reader, TaskId, call) {
    const { ExportImageTask } = await reader.call('GetExportImageTask', { TaskId }, call)
    if (ExportImageTask !== undefined) return ExportImageTask
    throw new UpstreamError('GetExportImageTask', new SyntaxError('The response contains no task.'))
  },
  transitional: ['EXPORTING'],
})

/** Export task in the inventory. */
export type ExportImageTask = ItemOfKind<typeof exportImageTaskKind>

/** Indexes of export task collections. */
export const exportImageTaskIndexes = {
  imageArn: ({ aws }) => aws.ImageArn,
} as const satisfies Readonly<Record<string, IndexFunction<ExportImageTask>>>
