import type { ObjectRef } from '@pothos/core'
import { builder, type SchemaTypes } from '../builder.ts'
import type { GraphContext } from '../context.ts'
import { readGlobalId } from '../global-id.ts'
import type { MaybePromise } from '../maybe-promise.ts'
import type { Identity } from './identity.ts'
import { type RegisteredResource, requireScope, resourceRegistry } from './registry.ts'

/** Resource type to register. */
export interface Registration<Item> extends Pick<RegisteredResource, 'typename' | 'arnType' | 'scope'> {
  readonly ref: ObjectRef<SchemaTypes, Item>
  readonly identity: Identity<Item>
  /** Key of references besides `id`. Default: the ARN. */
  readonly key?: ReferenceKey<Item>
}

/** Key of a federation entity. */
export interface ReferenceKey<Item> {
  /** Its fields, e.g. `stackArn name`. */
  readonly fields: string
  /** Loads the entity of a reference with this key; undefined if the reference lacks the key. */
  load(reference: Reference, context: GraphContext): MaybePromise<Item | null> | undefined
}

/** A reference of another subgraph to an entity of this one, by any of its keys. */
export type Reference = Readonly<Record<string, unknown>>

/** Registers a resource type as node, entity, and `resource` of tag mutations. */
export function registerResource<Item extends object>({
  typename,
  arnType,
  scope,
  ref,
  identity,
  key = arnType === undefined ? undefined : arnKey(identity),
}: Registration<Item>): void {
  resourceRegistry.add({ typename, arnType, scope, identity })
  const fields = [...(key === undefined ? [] : [key.fields]), 'id']
  builder.asEntity(ref, {
    // Pothos cannot check a selection that is only known at run time.
    key: fields.map((selection) => builder.selection<Reference>(selection as '')),
    /**
     * Loads the entity of a reference. An unknown or malformed reference yields null: a router forwards references of
     * other subgraphs, and one bad reference must not fail the others.
     */
    async resolveReference(reference: Reference, context: GraphContext): Promise<Item | null> {
      requireScope({ scope }, context)
      const found = key?.load(reference, context)
      if (found !== undefined) return found
      const id = idIn(reference['id'], typename)
      return id === undefined ? null : identity.load(context, id)
    },
  })
}

function arnKey<Item>(identity: Identity<Item>): ReferenceKey<Item> {
  return {
    fields: 'arn',
    load({ arn }, context) {
      if (arn === undefined) return undefined
      return typeof arn === 'string' ? identity.load(context, arn) : null
    },
  }
}

function idIn(globalId: unknown, typename: string): string | undefined {
  const named = typeof globalId === 'string' ? readGlobalId(globalId) : undefined
  return named?.typename === typename ? named.id : undefined
}
