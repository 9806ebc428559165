import { z } from 'zod'
import type { Image } from '../../../inventory/resources.ts'
import { builder } from '../../builder.ts'
import { images } from '../../image/type.ts'
import { listOf } from '../../mutation/constraints.ts'
import { defineMutation } from '../../mutation/define.ts'
import { modelledErrorsOf, mutationErrorRef } from '../../mutation/errors.ts'
import { targetField } from '../../mutation/own-resource.ts'
import { fleets } from '../type.ts'
import { type CheckedRollOut, checkRollOut } from './check.ts'
import { findRollOut, MAX_FLEETS } from './request.ts'
import { outcomeWithoutCall, type RollOutOutcome, sendRollOut } from './send.ts'

const FleetReferenceInput = builder.inputType('AppStreamFleetReferenceInput', {
  description: 'A fleet, by exactly one of `arn` and `name`.',
  fields: (t) => ({
    arn: t.id({ description: 'The ARN; or `name`.' }),
    name: t.string({ description: 'The name, in `target`; or `arn`.' }),
    target: targetField(t),
  }),
})

const RollOutImageInput = builder.inputType('RollOutAppStreamImageInput', {
  description: 'The image to roll out, by exactly one of `imageArn` and `imageName`, and the fleets.',
  fields: (t) => ({
    imageArn: t.id({ description: 'The ARN of the image, which must be AVAILABLE; or `imageName`.' }),
    imageName: t.string({ description: 'The name of the image, in `target`; or `imageArn`.' }),
    fleets: t.field({
      type: [FleetReferenceInput],
      required: true,
      description: `The fleets: 1 to ${MAX_FLEETS}, in the region of the image.`,
    }),
    target: targetField(t),
    dryRun: t.boolean({ description: 'Checks everything and changes nothing. Default: false.' }),
  }),
})

const OutcomeRef = builder.objectRef<RollOutOutcome>('AppStreamImageRollOutOutcome').implement({
  description: 'What a roll-out came to for one fleet.',
  fields: (t) => ({
    fleet: t.field({
      type: fleets.ref,
      nullable: true,
      description:
        'The fleet as AWS returned it, or as it is if nothing was changed; null if there is none or it could not be read.',
      resolve: ({ fleet }) => fleet,
    }),
    changed: t.exposeBoolean('changed', {
      description:
        'Whether the fleet got the image. False if it had the image already, on a dry run, and with an error.',
    }),
    error: t.field({
      type: mutationErrorRef,
      nullable: true,
      description:
        'Why the fleet does not get the image: the error of UpdateFleet, or the one that it would end in. Null if there is none, and with an error in `errors` if the failure is of no such type.',
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
  description: 'The image, and what came of it for each fleet: also if some fleets, or all, failed.',
  fields: (t) => ({
    image: t.field({ type: images.ref, description: 'The image.', resolve: ({ image }) => image }),
    outcomes: t.field({
      type: [OutcomeRef],
      description: 'The outcomes, one for each fleet, in the order of the input.',
      resolve: ({ outcomes }) => outcomes,
    }),
  }),
})

defineMutation({
  name: 'rollOutAppStreamImage',
  // Each UpdateFleet is in the audit log under its own name.
  operation: 'rollOutAppStreamImage',
  scope: 'appstream:manage',
  description:
    'Gives fleets another image, one after the other. Running sessions go on; new instances have the new image. Checks each fleet first, and goes on with the others if one fails.',
  input: RollOutImageInput,
  payload: RollOutPayload,
  errors: modelledErrorsOf('UpdateFleet'),
  constraints: z.object({ fleets: listOf(z.unknown(), 1, MAX_FLEETS, 'fleet') }),
  plan(input, context) {
    const found = findRollOut(input, context.inventory)
    if (Array.isArray(found)) return found
    const { image, isDryRun } = found
    const [first] = found.fleets
    // That there is none is a mistake which the constraints report.
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
        if (checked === undefined) throw new Error('A roll-out is sent only after it was checked.')
        const outcomes = isDryRun
          ? checked.fleets.map((fleet) => outcomeWithoutCall(fleet, context))
          : await sendRollOut(checked, context)
        return { output: { image: checked.image, outcomes }, awsRequestId: undefined }
      },
    }
  },
})
