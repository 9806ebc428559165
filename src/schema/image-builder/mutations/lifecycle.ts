import { z } from 'zod'
import type { AwsImageBuilder } from '../../../appstream/model.ts'
import type { AppStreamWriter, Written } from '../../../appstream/writer.ts'
import type { ImageBuilder } from '../../../inventory/resources.ts'
import { builder } from '../../builder.ts'
import type { GraphContext } from '../../context.ts'
import { text } from '../../mutation/constraints.ts'
import { defineMutation } from '../../mutation/define.ts'
import { findOwnResource, type ResourceNaming, resourceNamingFields } from '../../mutation/own-resource.ts'
import type { Planned } from '../../mutation/plan.ts'
import { ImageBuilderRef } from '../ref.ts'
import { lookAtImageBuilder, writeImageBuilder } from './write.ts'

interface ImageBuilderPayload {
  readonly imageBuilder: ImageBuilder
}

function payload(name: string, description: string) {
  return builder.objectRef<ImageBuilderPayload>(name).implement({
    description,
    fields: (t) => ({
      imageBuilder: t.field({
        type: ImageBuilderRef,
        description: 'The image builder as AWS returned it.',
        resolve: ({ imageBuilder }) => imageBuilder,
      }),
    }),
  })
}

/** A change from one set of states into another. */
interface Transition {
  readonly call: (name: string, writer: AppStreamWriter) => Promise<Written<AwsImageBuilder>>
  /** The states that it leads from: what AWS shows in one of them is from before. */
  readonly from: readonly string[]
  /** The states that it leads to, at once or later. */
  readonly to: readonly string[]
}

function planTransition(
  input: ResourceNaming,
  context: GraphContext,
  { call, from, to }: Transition,
): Planned<ImageBuilderPayload> {
  const found = findOwnResource(input, 'image-builder', context.inventory)
  if (Array.isArray(found)) return found
  const { name } = found
  return {
    ...found,
    async send(writer) {
      const { output, awsRequestId } = await writeImageBuilder(
        context,
        found,
        () => call(name, writer),
        (shown) => shown !== undefined && from.includes(shown.aws.State ?? ''),
      )
      return { output: { imageBuilder: output }, awsRequestId }
    },
    async look(read) {
      const imageBuilder = await lookAtImageBuilder(context, found, read)
      return imageBuilder !== undefined && to.includes(imageBuilder.aws.State ?? '')
        ? { imageBuilder }
        : undefined
    },
  }
}

const StartImageBuilderInput = builder.inputType('StartImageBuilderInput', {
  description: 'The image builder to start, by exactly one of `arn` and `name`.',
  fields: (t) => ({
    ...resourceNamingFields(t),
    appstreamAgentVersion: t.string({
      description:
        'The version of the AppStream agent to run; `LATEST` for the newest. The one it has unless given.',
    }),
  }),
})

defineMutation({
  name: 'startImageBuilder',
  operation: 'StartImageBuilder',
  description: 'Starts a stopped image builder: it takes minutes to be RUNNING, and is billed from then on.',
  input: StartImageBuilderInput,
  payload: payload('StartImageBuilderPayload', 'The image builder, which is starting.'),
  errors: [
    'ResourceNotAvailable',
    'ResourceNotFound',
    'ConcurrentModification',
    'InvalidAccountStatus',
    'IncompatibleImage',
  ],
  constraints: z.object({ appstreamAgentVersion: text(100, 1).nullish() }),
  plan: (input, context) =>
    planTransition(input, context, {
      call: (name, writer) => writer.startImageBuilder(name, input.appstreamAgentVersion ?? undefined),
      from: ['STOPPED'],
      to: ['PENDING', 'UPDATING_AGENT', 'RUNNING'],
    }),
})

const StopImageBuilderInput = builder.inputType('StopImageBuilderInput', {
  description: 'The image builder to stop, by exactly one of `arn` and `name`.',
  fields: (t) => resourceNamingFields(t),
})

defineMutation({
  name: 'stopImageBuilder',
  operation: 'StopImageBuilder',
  description: 'Stops a running image builder; what is on it stays.',
  input: StopImageBuilderInput,
  payload: payload('StopImageBuilderPayload', 'The image builder, which is stopping.'),
  errors: ['ResourceNotFound', 'OperationNotPermitted', 'ConcurrentModification'],
  constraints: z.object({}),
  plan: (input, context) =>
    planTransition(input, context, {
      call: (name, writer) => writer.stopImageBuilder(name),
      from: ['RUNNING'],
      to: ['STOPPING', 'STOPPED'],
    }),
})
