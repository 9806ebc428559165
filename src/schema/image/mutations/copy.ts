import { z } from 'zod'
import type { Target } from '../../../appstream/target.ts'
import { imageKind } from '../../../inventory/images/kind.ts'
import { isOwn } from '../../../inventory/resources.ts'
import { mayUse } from '../../access.ts'
import { builder } from '../../builder.ts'
import { truncate } from '../../errors.ts'
import { actionOn } from '../../kit/actions.ts'
import { settingsConstraints } from '../../kit/mutations/declaration.ts'
import { inventoryOf } from '../../kit/mutations/resource-writer.ts'
import { toAws } from '../../kit/request.ts'
import { clientToken } from '../../mutation/constraints.ts'
import { clientTokenField, defineMutation } from '../../mutation/define.ts'
import { modelledErrorsOf } from '../../mutation/errors.ts'
import { findOwnResource, targetField } from '../../mutation/own-resource.ts'
import { images } from '../type.ts'
import { checkNewName, reconcileNewImage } from './new-image.ts'

const CopyImageInput = builder.inputType('CopyImageInput', {
  description:
    'Image to copy, identified by exactly one of `sourceImageName` and `sourceImageArn`, and the destination.',
  fields: (t) => ({
    sourceImageName: t.string({
      description: 'Name of the image in `target`. Mutually exclusive with `sourceImageArn`.',
    }),
    sourceImageArn: t.id({ description: 'ARN of the image. Mutually exclusive with `sourceImageName`.' }),
    target: targetField(t),
    destinationImageName: t.string({
      required: true,
      description:
        'Name of the copy: 1 to 101 letters, digits, `_`, `.` and `-`. Must not begin with `aws`, `appstream` or `amazon`.',
    }),
    destinationRegion: t.string({
      required: true,
      description: 'Region of the copy. May be the region of the image.',
    }),
    destinationImageDescription: t.string({
      description: 'Description of the copy, at most 256 characters.',
    }),
    clientToken: clientTokenField(t),
  }),
})

interface Copy {
  readonly destinationImageName: string
  readonly destinationRegion: string
  /** Target of the same account in the destination region, if one is configured. */
  readonly destination: Target | undefined
}

const CopyImagePayload = builder.objectRef<Copy>('CopyImagePayload').implement({
  description: 'Payload with the copy, which AWS is creating. Tags are not copied.',
  fields: (t) => ({
    destinationImageName: t.exposeString('destinationImageName', { description: 'Name of the copy.' }),
    destinationRegion: t.exposeString('destinationRegion', { description: 'Region of the copy.' }),
    image: t.field({
      type: images.ref,
      nullable: true,
      description:
        'The copy, read from AWS only if selected. Null if this gateway does not serve its region.',
      resolve: ({ destination, destinationImageName }, _args, { loaders }) =>
        destination === undefined
          ? null
          : loaders.imageByName.load({ target: destination, name: destinationImageName }),
    }),
  }),
})

defineMutation({
  name: 'copyImage',
  operation: 'CopyImage',
  scope: 'appstream:manage',
  description: 'Starts copying an image to the same or another region of its account. Takes minutes.',
  errors: modelledErrorsOf('CopyImage'),
  action: actionOn(imageKind, { action: 'COPY', states: ['AVAILABLE'], isFor: isOwn }),
  input: CopyImageInput,
  payload: CopyImagePayload,
  creates: true,
  constraints: settingsConstraints(
    'CopyImage',
    { DestinationImageName: '', DestinationRegion: '', DestinationImageDescription: '' },
    (input) => checkNewName('destinationImageName', input['destinationImageName']),
  ).and(z.object({ clientToken: clientToken.nullish() })),
  plan(input, context) {
    const { inventory } = context
    const source = { arn: input.sourceImageArn, name: input.sourceImageName, target: input.target }
    const found = findOwnResource(source, 'image', inventory, {
      arn: 'sourceImageArn',
      name: 'sourceImageName',
    })
    if (Array.isArray(found)) return found
    const { target, name } = found
    const { destinationImageName, destinationRegion } = input
    // A caller restricted to some targets creates nothing in other regions, configured or not.
    if (!mayUse(context.caller, { accountId: target.accountId, region: destinationRegion })) {
      const message = `No target matches \`${truncate(destinationRegion)}\`; \`appStreamTargets\` lists the regions to choose from.`
      return [{ path: 'destinationRegion', message }]
    }
    const destination = sameAccountIn(destinationRegion, target, inventory.targets)
    const copy = { destinationImageName, destinationRegion, destination }
    const image = destination && { target: destination, name: destinationImageName }
    const original = inventoryOf(context, imageKind, found).known()
    const own = image && inventoryOf(context, imageKind, image)
    const reconcile =
      own &&
      reconcileNewImage(own, context.clock.now(), {
        Description: input.destinationImageDescription ?? undefined,
        Platform: original?.aws.Platform,
        AppstreamAgentVersion: original?.aws.AppstreamAgentVersion,
      })
    return {
      ...found,
      made: `${destinationRegion}/${destinationImageName}`,
      ...(image && { created: { ...image, resourceType: 'image' } }),
      refersTo: [found],
      async send(writer) {
        const request = { ...toAws('CopyImageRequest', input), SourceImageName: name }
        const call = () => writer.callDeclared('CopyImage', request, { once: true })
        // AWS returns only the name, so the next read of the copy calls AWS.
        if (own === undefined) return { ...(await call()), output: copy }
        try {
          return { ...(await own.write(call)), output: copy }
        } finally {
          await own.invalidateDetails()
        }
      },
      reconcile: async (read, since) => ((await reconcile?.(read, since)) === undefined ? undefined : copy),
    }
  },
})

/** Returns the target of the same account in a region: its key differs only in the region. */
function sameAccountIn(
  region: string,
  { key, region: from }: Target,
  targets: readonly Target[],
): Target | undefined {
  const account = key.slice(0, -from.length)
  return targets.find((target) => target.key === `${account}${region}`)
}
