import { z } from 'zod'
import type { InputOf } from '../../../appstream/model/operations.ts'
import type { StreamingUrl, StreamingUrlOperation } from '../../../appstream/writer.ts'
import type { AnyResource } from '../../../inventory/resources.ts'
import { builder } from '../../builder.ts'
import { defineMutation } from '../../mutation/define.ts'
import { findOwnResource, resourceIdentifierFields } from '../../mutation/own-resource.ts'
import { timeOf } from '../../time.ts'
import type { InputFields } from '../request.ts'
import type { ResourceType } from '../resource-type.ts'
import { definitionOf, type MutationDeclaration, typeNameOf } from './declaration.ts'

/** One week, the maximum of AWS; missing in the service model. */
const MAX_VALIDITY_SECONDS = 604_800

const constraints = z.object({ validity: validityConstraint() })

/** Returns the constraint on the validity of a URL. */
export function validityConstraint() {
  return z.int().min(1, { error: outOfRange }).max(MAX_VALIDITY_SECONDS, { error: outOfRange }).nullish()
}

function outOfRange({ input }: { readonly input?: unknown }): string {
  return `Must be between 1 and ${MAX_VALIDITY_SECONDS} seconds, got ${input}.`
}

/** Declares a mutation that creates a URL to stream from a resource. */
export interface StreamingUrlDeclaration<Item extends AnyResource> extends MutationDeclaration<Item> {
  readonly type: ResourceType<Item>
  readonly operation: StreamingUrlOperation
  /** Returns the request. Default: with the member `Name`. */
  readonly requestOf?: (name: string, Validity: number | undefined) => InputOf<StreamingUrlOperation>
}

/** Adds a mutation that creates a streaming URL. The URL is not stored. */
export function streamingUrl<Item extends AnyResource>(declaration: StreamingUrlDeclaration<Item>): void {
  const { type, name: field, operation, requestOf = requestByName } = declaration
  const { kind, noun } = type
  const input = builder.inputType(typeNameOf(field, 'Input'), {
    description: `The ${noun} to connect to, identified by exactly one of \`arn\` and \`name\`.`,
    fields: (t) => ({
      ...resourceIdentifierFields(t),
      validity: validityField(t, 3600),
    }),
  })
  const payload = streamingUrlPayload(field, `the ${noun}`)

  defineMutation({
    ...definitionOf(declaration),
    input,
    payload,
    constraints,
    plan(values, { inventory }) {
      const found = findOwnResource(values, kind.arnType ?? '', inventory)
      if (Array.isArray(found)) return found
      const request = requestOf(found.name, values.validity ?? undefined)
      return { ...found, send: (writer) => writer.createStreamingUrl(operation, request) }
    },
  })
}

function requestByName(Name: string, Validity: number | undefined): InputOf<StreamingUrlOperation> {
  return { Name, Validity }
}

/** Returns the input field for the validity of a URL. */
export function validityField(t: InputFields, defaultSeconds: number) {
  return t.int({
    description: `Validity of the URL in seconds: 1 to ${MAX_VALIDITY_SECONDS}. Default: ${defaultSeconds}.`,
  })
}

/** Creates the payload of a mutation that creates a streaming URL. */
export function streamingUrlPayload(mutation: string, of: string) {
  return builder.objectRef<StreamingUrl>(typeNameOf(mutation, 'Payload')).implement({
    description: `Payload with the streaming URL of ${of}. The URL grants access without sign-in: treat it as a password.`,
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
}
