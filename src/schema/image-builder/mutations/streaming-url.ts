import { z } from 'zod'
import { builder } from '../../builder.ts'
import { defineMutation } from '../../mutation/define.ts'
import { findOwnResource, resourceNamingFields } from '../../mutation/own-resource.ts'
import { timeOf } from '../../time.ts'

const MAX_VALIDITY_SECONDS = 604_800

const CreateImageBuilderStreamingUrlInput = builder.inputType('CreateImageBuilderStreamingUrlInput', {
  description: 'The image builder to connect to, by exactly one of `arn` and `name`.',
  fields: (t) => ({
    ...resourceNamingFields(t),
    validity: t.int({
      description: 'For how many seconds the URL can be used: 1 to 604800; 3600 unless given.',
    }),
  }),
})

interface StreamingUrl {
  readonly streamingUrl: string
  readonly expires: Date | undefined
}

const CreateImageBuilderStreamingUrlPayload = builder
  .objectRef<StreamingUrl>('CreateImageBuilderStreamingUrlPayload')
  .implement({
    description: 'A way into the image builder. Whoever has the URL is in: treat it as a password.',
    fields: (t) => ({
      streamingUrl: t.exposeString('streamingUrl', {
        description: 'The URL to open in a browser. A secret.',
      }),
      expires: t.field({
        type: 'DateTime',
        nullable: true,
        description: 'Until when the URL can be used; null when AWS does not say.',
        resolve: ({ expires }) => timeOf(expires),
      }),
    }),
  })

defineMutation({
  name: 'createImageBuilderStreamingUrl',
  operation: 'CreateImageBuilderStreamingURL',
  description: 'Makes a URL that lets whoever has it into a running image builder.',
  input: CreateImageBuilderStreamingUrlInput,
  payload: CreateImageBuilderStreamingUrlPayload,
  errors: ['OperationNotPermitted', 'ResourceNotFound'],
  constraints: z.object({
    validity: z
      .int()
      .min(1, 'Must be at least 1 second.')
      .max(MAX_VALIDITY_SECONDS, `Must be at most ${MAX_VALIDITY_SECONDS} seconds.`)
      .nullish(),
  }),
  plan(input, { inventory }) {
    const found = findOwnResource(input, 'image-builder', inventory)
    if (Array.isArray(found)) return found
    const { name } = found
    return {
      ...found,
      send: (writer) => writer.createImageBuilderStreamingUrl(name, input.validity ?? undefined),
    }
  },
})
