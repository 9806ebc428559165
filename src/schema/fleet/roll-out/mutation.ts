import { z } from 'zod'
import type { Image } from '../../../inventory/resources.ts'
import { builder } from '../../builder.ts'
import { images } from '../../image/type.ts'
import { actionOn } from '../../kit/actions.ts'
import { listOf } from '../../mutation/constraints.ts'
import { defineMutation } from '../../mutation/define.ts'
import { mutationErrorRef } from '../../mutation/error-types.ts'
import { modelledErrorsOf } from '../../mutation/errors.ts'
import { targetField } from '../../mutation/own-resource.ts'
import { fleets } from '../type.ts'
import { type CheckedRollOut, checkRollOut } from './check.ts'
import { findRollOut, MAX_FLEETS } from './request.ts'
import { outcomeWithoutCall, type RollOutOutcome, sendRollOut } from './send.ts'

const FleetReferenceInput = builder.inputType('AppStreamFleetReferenceInput', {
  description: 'Fleet, identified by exactly one of `arn` and `name`.',
  fields: (t) => ({
    arn: t.id({ description: 'ARN. Mutually exclusive with `name`.' }),
    name: t.string({ description: 'Name in `target`. Mutually exclusive with `arn`.' }),
    target: targetField(t),
  }),
})

const RollOutImageInput = builder.inputType('RollOutAppStreamImageInput', {
  description:
    'Image to roll out, identified by exactly one of `imageArn` and `imageName`, and the fleets that receive it.',
  fields: (t) => ({
    imageArn: t.id({
      description: 'ARN of the image, which must be AVAILABLE. Mutually exclusive with `imageName`.',
    }),
    imageName: t.string({
      description: 'Name of the image in `target`. Mutually exclusive with `imageArn`.',
    }),
    fleets: t.field({
      type: [FleetReferenceInput],
      required: true,
      description: `1 to ${MAX_FLEETS} fleets in the region of the image.`,
    }),
    target: targetField(t),
    dryRun: t.boolean({ description: 'True to run all checks without changing a fleet. Default: false.' }),
  }),
})

const OutcomeRef = builder.objectRef<RollOutOutcome>('AppStreamImageRollOutOutcome').implement({
  description: 'Result of an image roll-out for one fleet.',
  fields: (t) => ({
    fleet: t.field({
      type: fleets.ref,
      nullable: true,
      description:
        'Updated fleet as AWS returned it, or the current fleet if nothing was changed. Null if the fleet does not exist or could not be read.',
      resolve: ({ fleet }) => fleet,
    }),
    changed: t.exposeBoolean('changed', {
      description:
        'True if the image of the fleet was changed. False if the fleet already had the image, on a dry run, and if there is an error.',
    }),
    error: t.field({
      type: mutationErrorRef,
      nullable: true,
      description:
        'Error that prevented the change or, on a dry run, would prevent it. Null if there is none. Also null for an error that AWS does not document for UpdateFleet; see `errors`.',
      resolve({ error }) {
        if (error instanceof Error) throw error
        return error
      },
    }),
  }),
})

interface RollOut {
  readonly image: Image
  readonly outcomes: readonly RollOutOutcome[]
}

const RollOutPayload = builder.objectRef<RollOut>('RollOutAppStreamImagePayload').implement({
  description:
    'Payload with the image and one result per fleet. Returned even if the roll-out failed for some or all fleets.',
  fields: (t) => ({
    image: t.field({
      type: images.ref,
      description: 'Image of the roll-out.',
      resolve: ({ image }) => image,
    }),
    outcomes: t.field({
      type: [OutcomeRef],
      description: 'One result per fleet, in the order of the input.',
      resolve: ({ outcomes }) => outcomes,
    }),
  }),
})

defineMutation({
  name: 'rollOutAppStreamImage',
  // The audit log has each UpdateFleet under its own name.
  operation: 'rollOutAppStreamImage',
  uses: { operation: 'UpdateFleet', calls: '1 per fleet' },
  scope: 'appstream:manage',
  description:
    'Rolls an image out to fleets, one after the other. Running sessions continue; new instances use the new image. Checks all fleets first. If one fleet fails, the others are still updated.',
  input: RollOutImageInput,
  payload: RollOutPayload,
  errors: modelledErrorsOf('UpdateFleet'),
  action: actionOn(images.kind, {
    action: 'ROLL_OUT',
    states: ['AVAILABLE'],
    isFor: ({ aws: { ImagePermissions: permissions } }) =>
      permissions === undefined || permissions.allowFleet === true,
  }),
  constraints: z.object({ fleets: listOf(z.unknown(), 1, MAX_FLEETS, 'fleet') }),
  plan(input, context) {
    const found = findRollOut(input, context.inventory)
    if (Array.isArray(found)) return found
    const { image, isDryRun } = found
    const [first] = found.fleets
    // The constraints report an empty list.
    if (first === undefined) return []
    let checked: CheckedRollOut | undefined
    return {
      target: 'target' in image ? image.target : first.target,
      name: image.name,
      resourceType: 'image',
      async verify(read) {
        checked = await checkRollOut(found, context.inventory, {
          ...context.reading.now(read.signal),
          ...read,
        })
      },
      async send() {
        if (checked === undefined) throw new Error('The roll-out was sent before it was checked.')
        const outcomes = isDryRun
          ? checked.fleets.map((fleet) => outcomeWithoutCall(fleet, context))
          : await sendRollOut(checked, context)
        return { output: { image: checked.image, outcomes }, awsRequestId: undefined }
      },
    }
  },
})
