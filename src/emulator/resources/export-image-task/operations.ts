import { createHash, randomUUID } from 'node:crypto'
import { AwsError, validationError } from '../../errors.ts'
import {
  givenMembers,
  type JsonObject,
  objectList,
  optionalString,
  requiredString,
  stringMap,
} from '../../json.ts'
import { pageFor, sizeOf } from '../../kit/describe.ts'
import type { OperationContext, Operations } from '../../kit/operation.ts'
import { quotaExceeded, requireExisting, requireRole } from '../../kit/preconditions.ts'
import type { ImageRecord } from '../image/kind.ts'
import { requireAvailable } from '../image/requirements.ts'
import { visibleImages } from '../image/visible.ts'
import { type ExportImageTaskRecord, exportImageTaskKind } from './kind.ts'

const usualPageSize = 50
const largestPage = 500

/** Operations on exports of images. Exports cannot be canceled, and ended tasks stay listed. */
export const exportImageTaskOperations: Operations = {
  CreateExportImageTask: createExportImageTask,
  GetExportImageTask: getExportImageTask,
  ListExportImageTasks: listExportImageTasks,
}

/** CreateExportImageTask: the task is EXPORTING, then COMPLETED with the id of the AMI. */
function createExportImageTask(input: JsonObject, context: OperationContext): JsonObject {
  const { region, behaviour, durations, nowMs } = context
  const image = requireOwnImage(requiredString(input, 'ImageName'), context)
  requireAvailable(image)
  requireRole(requiredString(input, 'IamRoleArn'))
  const amiName = requiredString(input, 'AmiName')
  const tasks = [...region.exportImageTasks.values()]
  if (tasks.some(({ AmiName, State = '' }) => AmiName === amiName && !endedWithoutAmi.has(State))) {
    throw new AwsError('OperationNotPermittedException', `The AMI name ${amiName} is already in use.`)
  }
  const { exports } = behaviour.quotas
  if (tasks.filter(({ State }) => State === 'EXPORTING').length >= exports) {
    throw quotaExceeded('concurrent exports', exports)
  }
  const task = region.exportImageTasks.put({
    ...givenMembers(input, ['AmiDescription']),
    TaskId: randomUUID(),
    ImageArn: image.Arn ?? '',
    AmiName: amiName,
    TagSpecifications: stringMap(input, 'TagSpecifications'),
  })
  region.exportImageTasks.schedule(task.TaskId, [
    {
      atMs: nowMs + durations.exportImage,
      state: 'COMPLETED',
      change: () => ({ AmiId: amiIdOf(task.TaskId) }),
    },
  ])
  return { ExportImageTask: task }
}

const endedWithoutAmi: ReadonlySet<string> = new Set(['FAILED', 'TIMED_OUT'])

/** Returns an image of the account. Images of AWS and of other accounts cannot be exported. */
function requireOwnImage(name: string, context: OperationContext): ImageRecord {
  const { images } = context.region
  if (!images.has(name) && visibleImages(context).some(({ Name }) => Name === name)) {
    throw new AwsError(
      'ResourceNotAvailableException',
      `The image ${name} is not owned by account ${context.region.accountId}. Only the owner can export an image.`,
    )
  }
  return requireExisting(images, name, context)
}

/** Returns the id of the AMI of a task. */
export function amiIdOf(taskId: string): string {
  return `ami-${createHash('sha256').update(taskId).digest('hex').slice(0, 17)}`
}

function getExportImageTask(input: JsonObject, context: OperationContext): JsonObject {
  const taskId = optionalString(input, 'TaskId')
  if (taskId === undefined) throw validationError('TaskId must be specified.')
  return { ExportImageTask: requireExisting(context.region.exportImageTasks, taskId, context) }
}

/** ListExportImageTasks: accepts no filters, because their names are not documented. */
function listExportImageTasks(input: JsonObject, context: OperationContext): JsonObject {
  const [filter] = objectList(input, 'Filters')
  if (filter !== undefined)
    throw validationError(
      `The filter ${requiredString(filter, 'Name')} is not valid: the emulator supports no filters.`,
    )
  const page = pageFor<ExportImageTaskRecord>(
    [...context.region.exportImageTasks.values()],
    exportImageTaskKind.keyOf,
    { input, context, size: sizeOf(input, largestPage, usualPageSize), parameters: [] },
  )
  return { ExportImageTasks: page.items, NextToken: page.nextToken }
}
