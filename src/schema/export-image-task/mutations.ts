import { z } from 'zod'
import { parseArn } from '../../appstream/arn.ts'
import type { InputOf } from '../../appstream/model/operations.ts'
import type { Target } from '../../appstream/target.ts'
import { isCreatedBy, isEarlier } from '../../inventory/collection/creation-order.ts'
import type { Snapshot } from '../../inventory/collection/snapshot.ts'
import { imageKind } from '../../inventory/images/kind.ts'
import { isOwn } from '../../inventory/resources.ts'
import { builder } from '../builder.ts'
import type { GraphContext } from '../context.ts'
import { actionOn } from '../kit/actions.ts'
import { settingsConstraints } from '../kit/mutations/declaration.ts'
import { resourcePayload } from '../kit/mutations/payload.ts'
import { inventoryOf } from '../kit/mutations/resource-writer.ts'
import { type Input, type InputMembers, inputFields, toAws } from '../kit/request.ts'
import { clientToken } from '../mutation/constraints.ts'
import { clientTokenField, defineMutation } from '../mutation/define.ts'
import { modelledErrorsOf } from '../mutation/errors.ts'
import { findOwnResource, targetField } from '../mutation/own-resource.ts'
import type { ReferredResource } from '../mutation/recent-creations.ts'
import { type ExportImageTask, exportImageTaskKind } from './kind.ts'
import { exportImageTasks } from './type.ts'

const members: InputMembers<InputOf<'CreateExportImageTask'>, 'ImageName'> = {
  AmiName: 'Name of the AMI, unique per account and region: 3 to 128 letters, digits and `().-/_`.',
  IamRoleArn: 'ARN of the IAM role with which AWS creates the AMI.',
  AmiDescription: 'Description of the AMI, at most 256 characters.',
  TagSpecifications: '1 to 50 tags of the AMI.',
}
const PATHS = { arn: 'imageArn', name: 'imageName' }

const CreateExportImageTaskInput = builder.inputType('CreateAppStreamExportImageTaskInput', {
  description: 'Image to export, identified by exactly one of `imageArn` and `imageName`, and the AMI.',
  fields: (t) => ({
    imageArn: t.id({ description: 'ARN of the image. Mutually exclusive with `imageName`.' }),
    imageName: t.string({
      description: 'Name of the image in `target`. Mutually exclusive with `imageArn`.',
    }),
    target: targetField(t),
    ...inputFields(t, 'CreateExportImageTaskRequest', members),
    clientToken: clientTokenField(t),
  }),
})

defineMutation({
  name: 'createAppStreamExportImageTask',
  operation: 'CreateExportImageTask',
  scope: 'appstream:manage',
  description:
    'Starts the export of an AVAILABLE image of your own as an EC2 AMI. Takes hours and cannot be cancelled; `appStreamExportImageTaskStateChanged` emits its end.',
  errors: modelledErrorsOf('CreateExportImageTask'),
  action: actionOn(imageKind, { action: 'CREATE_EXPORT_TASK', states: ['AVAILABLE'], isFor: isOwn }),
  input: CreateExportImageTaskInput,
  payload: resourcePayload(
    exportImageTasks,
    'CreateAppStreamExportImageTaskPayload',
    'Payload with the new export task.',
  ),
  creates: true,
  constraints: settingsConstraints('CreateExportImageTask', members).and(
    z.object({ clientToken: clientToken.nullish() }),
  ),
  plan(input, context) {
    const { recentCreations } = context
    const image = { arn: input.imageArn, name: input.imageName, target: input.target }
    const found = findOwnResource(image, 'image', context.inventory, PATHS)
    if (Array.isArray(found)) return found
    const request: Input = { ...toAws('CreateExportImageTaskRequest', input), ImageName: found.name }
    const amiName = String(Object(input).amiName)
    const { store, collection, latestOf } = tasksOf(context, found.target, amiName)
    const before = { known: latestOf(collection.latest()), startedAt: context.clock.now() }
    return {
      ...found,
      made: amiName,
      refersTo: [found],
      async send(writer) {
        const written = await store.writeReturned(
          () => writer.callDeclaredFor('CreateExportImageTask', 'ExportImageTask', request, { once: true }),
          { kind: 'absentOrEarlier' },
        )
        recentCreations.add(referenceTo(written.output.resource))
        return written
      },
      async reconcile(read, since) {
        const shown = latestOf(await collection.read(read))
        const isOurs =
          shown !== undefined &&
          !recentCreations.has(referenceTo(shown)) &&
          isCreatedBy(shown, before, since) &&
          parseArn(shown.aws.ImageArn ?? '')?.name === found.name &&
          (request['AmiDescription'] ?? shown.aws.AmiDescription) === shown.aws.AmiDescription
        return isOurs ? { resource: shown } : undefined
      },
    }
  },
})

function referenceTo({ target, name }: ExportImageTask): ReferredResource {
  return { target, resourceType: 'export-image-task', name }
}

/** Returns the place of the tasks with an AMI name, which identifies a new task until AWS has given it an id. */
function tasksOf(context: GraphContext, target: Target, amiName: string) {
  const store = inventoryOf(context, exportImageTaskKind, { target, name: amiName })
  return {
    store,
    collection: store.collection,
    /** Returns the latest of these tasks: an export that failed leaves the name to later ones. */
    latestOf: (snapshot: Snapshot<ExportImageTask> | undefined) =>
      snapshot?.items
        .values()
        .filter(({ aws }) => aws.AmiName === amiName)
        .reduce<ExportImageTask | undefined>(
          (latest, task) => (latest === undefined || isEarlier(latest, task) ? task : latest),
          undefined,
        ),
  }
}
