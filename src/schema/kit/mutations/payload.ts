import type { ObjectRef } from '@pothos/core'
import type { Target } from '../../../appstream/target.ts'
import type { AnyResource } from '../../../inventory/resources.ts'
import { builder, type SchemaTypes } from '../../builder.ts'
import { encodeGlobalId } from '../../global-id.ts'
import type { ItemType, ResourceType } from '../resource-type.ts'

/** Returns the payload field of a resource, for example `directoryConfig` for `directory config`. */
export function payloadField(noun: string): string {
  const [first = '', ...others] = noun.split(' ')
  return first + others.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join('')
}

/** Creates the payload of a mutation whose response contains the resource; with `hasDryRun`, unless it was a dry run. */
export function resourcePayload<
  Item extends AnyResource,
  Outcome extends { readonly resource: Item | undefined } = { readonly resource: Item },
>(
  { noun, ref }: Pick<ItemType<Item>, 'noun' | 'ref'>,
  name: string,
  description: string,
  { hasDryRun = false } = {},
): ObjectRef<SchemaTypes, Outcome> {
  return builder.objectRef<Outcome>(name).implement({
    description,
    fields: (t) => ({
      [payloadField(noun)]: t.field({
        type: ref,
        nullable: hasDryRun,
        description: `The ${noun} as AWS returned it.${hasDryRun ? ' Null after a dry run.' : ''}`,
        // Pothos' conditional type of a resolver stays open over a type parameter.
        resolve: ({ resource }) => resource as never,
      }),
      ...(hasDryRun && {
        dryRunPassed: t.boolean({
          description: 'True if this was a dry run and AWS found no problem.',
          resolve: ({ resource }) => resource === undefined,
        }),
      }),
    }),
  })
}

/** Adds the cursor from before the call to a payload. */
export function addChangeCursor<Outcome extends { readonly changeCursor: string }>(
  payload: ObjectRef<SchemaTypes, Outcome>,
  subscription: string,
): void {
  builder.objectField(payload, 'changeCursor', (t) =>
    t.string({
      description: `Opaque cursor of the state before the call. Pass it to \`${subscription}(after:)\` to receive every change since then.`,
      resolve: ({ changeCursor }) => changeCursor,
    }),
  )
}

/** Outcome of a mutation whose response is empty. */
export interface Changed {
  readonly target: Target
  readonly name: string
  readonly changeCursor: string
}

/**
 * Creates the payload of a mutation whose response is empty: the resource is read only if selected. Without a
 * subscription, the payload has no cursor.
 */
export function changedPayload<Item extends AnyResource>(
  { kind, noun, ref }: ResourceType<Item>,
  name: string,
  subscription: string | undefined,
): ObjectRef<SchemaTypes, Changed> {
  const payload = builder.objectRef<Changed>(name).implement({
    description: `Payload with the ${noun}${subscription === undefined ? '' : ', whose state is changing'}.`,
    fields: (t) => ({
      [payloadField(noun)]: t.field({
        type: ref,
        nullable: true,
        description: `The ${noun}, read from AWS only if selected. Null if it no longer exists.`,
        resolve: (({ target, name: own }: Changed, _args: object, { loaders }: SchemaTypes['Context']) =>
          loaders.kinds.byName(kind, { target, name: own })) as never,
      }),
    }),
  })
  if (subscription !== undefined) addChangeCursor(payload, subscription)
  return payload
}

/** Outcome of a deletion. */
export interface DeletedResource<Item> {
  readonly resource: Item | undefined
  /** Part of the global ID after the type: the ARN, if the resource has one. */
  readonly id: string
}

/** Creates the payload of a deletion. `isReturned`: the response always contains the resource. */
export function deletedResourcePayload<Item extends AnyResource>(
  { kind, noun, ref, naming }: ItemType<Item>,
  name: string,
  { isReturned = false } = {},
): ObjectRef<SchemaTypes, DeletedResource<Item>> {
  return builder.objectRef<DeletedResource<Item>>(name).implement({
    description: `Payload with the deleted ${noun}.`,
    fields: (t) => ({
      [payloadField(noun)]: t.field({
        type: ref,
        nullable: !isReturned,
        description: isReturned
          ? `The ${noun} as AWS returned it. Stays listed until AWS has completed the deletion.`
          : `The ${noun} as last read before its deletion. Null if it had not been read.`,
        resolve: ({ resource }) => (resource ?? null) as never,
      }),
      deletedId: t.id({
        description: 'Global ID of the deleted resource, for example to evict it from a client cache.',
        resolve: ({ id }) => encodeGlobalId(kind.name, id),
      }),
      ...(naming.hasArn && {
        deletedArn: t.id({ description: 'ARN of the deleted resource.', resolve: ({ id }) => id }),
      }),
    }),
  })
}
