import { z } from 'zod'
import type { StreamingUrl, StreamingUrlOperation } from '../../../appstream/writer.ts'
import type { AnyResource } from '../../../inventory/resources.ts'
import { builder } from '../../builder.ts'
import { defineMutation } from '../../mutation/define.ts'
import { findOwnResource, resourceIdentifierFields } from '../../mutation/own-resource.ts'
import { timeOf } from '../../time.ts'
import type { ResourceType } from '../resource-type.ts'
import { definitionOf, type MutationDeclaration, typeNameOf } from './declaration.ts'

/** One week, the maximum of AWS; missing in the service model. */
const MAX_VALIDITY_SECONDS = 604_800

const constraints = z.object({
  validity: z.int().min(1, { error: outOfRange }).max(MAX_VALIDITY_SECONDS, { error: outOfRange }).nullish(),
})

function outOfRange({ input }: { readonly input?: unknown }): string {
  return `Must be between 1 and ${MAX_VALIDITY_SECONDS} seconds, got ${input}.`
}

/** Declares a mutation that creates a URL to stream from a resource. */
export interface StreamingUrlDeclaration<Item extends AnyResource> extends MutationDeclaration<Item> {
  readonly type: ResourceType<Item>
  readonly operation: StreamingUrlOperation
}

/** Adds a mutation that creates a streaming URL. The URL is not stored. */
export function streamingUrl<Item extends AnyResource>(declaration: StreamingUrlDeclaration<Item>): void {
  const { type, name: field, operation } = declaration
  const { kind, noun } = type
  const input = builder.inputType(typeNameOf(field, 'Input'), {
    description: `The ${noun} to connect to, identified by exactly one of \`arn\` and \`name\`.`,
    fields: (t) => ({
      ...resourceIdentifierFields(t),
      validity: t.int({
        description: `Validity of the URL in seconds: 1 to ${MAX_VALIDITY_SECONDS}. Default: 3600.`,
      }),
    }),
  })
  const payload = builder.objectRef<StreamingUrl>(typeNameOf(field, 'Payload')).implement({
    description: `Payload with the streaming URL of the ${noun}. The URL grants access without sign-in: treat it as a password.`,
    fields: (t) => ({
      streamingUrl: t.exposeString('streamingUrl', {
        description: 'Secret URL to open in a browser.',
      }),
      expires: t.field({
        type: 'DateTime',
        nullable: true,
        description: 'Expiry time of the URL. Null if AWS does not return it.',
        resolve: ({ expires }) => timeOf(expires),
      }),
    }),
  })

  defineMutation({
    ...definitionOf(declaration),
    input,
    payload,
    constraints,
    plan(given, { inventory }) {
      const found = findOwnResource(given, kind.arnType ?? '', inventory)
      if (Array.isArray(found)) return found
      const request = { Name: found.name, Validity: given.validity ?? undefined }
      return { ...found, send: (writer) => writer.createStreamingUrl(operation, request) }
    },
  })
}
