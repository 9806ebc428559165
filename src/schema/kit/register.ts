import type { ObjectRef } from '@pothos/core'
import { builder, type SchemaTypes } from '../builder.ts'
import type { GraphContext } from '../context.ts'
import { readGlobalId } from '../global-id.ts'
import type { Identity } from './identity.ts'
import { type RegisteredResource, requireScope, resourceRegistry } from './registry.ts'

/** A resource type to register. */
export interface Registration<Item> extends Pick<RegisteredResource, 'typename' | 'arnType' | 'scope'> {
  readonly ref: ObjectRef<SchemaTypes, Item>
  readonly identity: Identity<Item>
}

/** A reference of another subgraph to an entity of this one, by either of its keys. */
type Reference = { readonly arn: string } | { readonly id: string }

const byId = builder.selection<{ id: string }>('id')
const byArn = builder.selection<{ arn: string }>('arn')

/** Registers a resource type as a node, as an entity, and as a type of `resource` of tag mutations. */
export function registerResource<Item extends object>({
  typename,
  arnType,
  scope,
  ref,
  identity,
}: Registration<Item>): void {
  resourceRegistry.add({ typename, arnType, scope, identity })
  builder.asEntity(ref, {
    key: arnType === undefined ? [byId] : [byArn, byId],
    /**
     * Loads what a reference names. What names nothing that this gateway can see, whatever it looks like, is null: a
     * router passes on what other subgraphs hold, and one bad reference among many is no reason to fail the others.
     */
    async resolveReference(reference: Reference, context: GraphContext): Promise<Item | null> {
      requireScope({ scope }, context)
      const id = 'arn' in reference ? reference.arn : idIn(reference.id, typename)
      return typeof id === 'string' ? identity.load(context, id) : null
    },
  })
}

function idIn(globalId: unknown, typename: string): string | undefined {
  const named = typeof globalId === 'string' ? readGlobalId(globalId) : undefined
  return named?.typename === typename ? named.id : undefined
}
