import type { ObjectRef } from '@pothos/core'
import type { Image } from '../../inventory/resources.ts'
import { builder, type SchemaTypes } from '../builder.ts'
import { encodeGlobalId } from '../global-id.ts'

/** What was deleted. */
export interface Deleted<Resource> {
  readonly resource: Resource
}

/** Makes the payload of a deletion: the resource as it was seen last, under `field`, and what it is identified by. */
export function deletedPayload<Resource extends Image>(
  name: string,
  field: string,
  ref: ObjectRef<SchemaTypes, Resource>,
) {
  return builder.objectRef<Deleted<Resource>>(name).implement({
    description: 'What is being deleted.',
    fields: (t) => ({
      [field]: t.field({
        type: ref,
        description: 'It as AWS returned it; it disappears when the deletion is done.',
        // Pothos' conditional type of a resolver stays open over a type parameter.
        resolve: ({ resource }) => resource as never,
      }),
      deletedId: t.id({
        description: 'Its global id, to remove it from a cache.',
        resolve: ({ resource }) => encodeGlobalId(resource.kind, resource.arn),
      }),
      deletedArn: t.id({ description: 'Its ARN.', resolve: ({ resource }) => resource.arn }),
    }),
  })
}
