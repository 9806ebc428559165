import type { InputFieldRef } from '@pothos/core'
import type { Kind } from '../../../inventory/kind.ts'
import type { AnyResource } from '../../../inventory/resources.ts'
import type { SchemaTypes } from '../../builder.ts'
import type { GraphContext } from '../../context.ts'
import type { InputProblem } from '../../mutation/errors.ts'
import {
  findOwnResource,
  findTarget,
  type OwnResource,
  type ResourceIdentifier,
  resourceIdentifierFields,
  targetField,
} from '../../mutation/own-resource.ts'
import type { ReferredResource } from '../../mutation/recent-creations.ts'
import type { TargetSelector } from '../../target/input.ts'
import type { Input, InputFields } from '../request.ts'
import { inventoryOf, type Store } from './written.ts'

/** Resource that the input of a mutation identifies. */
export interface NamedResource<Item extends AnyResource> extends OwnResource {
  /** Members of the AWS request that identify the resource. */
  readonly request: Readonly<Record<string, string>>
  /** Resources to which it belongs, which AWS may not yet find everywhere. */
  readonly belongsTo: readonly ReferredResource[]
  /** Returns the place of the resource in the inventory. */
  store(): Store<Item>
}

/** Input fields by name. */
export type NamingFields = Readonly<Record<string, InputFieldRef<SchemaTypes, unknown>>>

/** Naming of the resources of a type in inputs of mutations. */
export interface Naming<Item extends AnyResource> {
  /** Completes "The fleet identified by …" in descriptions. */
  readonly by: string
  /** True if the resources have ARNs. */
  readonly hasArn: boolean
  /** Members of the AWS request that identify a new resource. */
  readonly newMembers: Readonly<Record<string, string>>
  /** Returns the input fields that identify an existing resource. */
  fields(t: InputFields): NamingFields
  /** Returns the input fields that name a new resource. */
  newFields(t: InputFields): NamingFields
  /** Finds an existing resource, or returns problems. Makes no AWS call. */
  find(given: Input, context: GraphContext): NamedResource<Item> | InputProblem[]
  /** Finds the place of a new resource, or returns problems. Makes no AWS call. */
  findNew(given: Input, context: GraphContext): NamedResource<Item> | InputProblem[]
}

const NEW_NAME = 'Name, unique per account and region: 1 to 101 letters, digits, `_`, `.` and `-`.'

/** Creates the naming of resources by ARN, or by name in a target. */
export function namingByArn<Item extends AnyResource>(kind: Kind<Item>): Naming<Item> {
  const resourceType = kind.arnType ?? ''
  const named = (found: OwnResource, context: GraphContext, arn?: string): NamedResource<Item> => ({
    ...found,
    request: { Name: found.name },
    belongsTo: [],
    store: () => inventoryOf(context, kind, { ...found, arn }),
  })
  return {
    by: 'exactly one of `arn` and `name`',
    hasArn: true,
    newMembers: { Name: '' },
    fields: resourceIdentifierFields,
    newFields: (t) => ({
      name: t.string({ required: true, description: NEW_NAME }),
      target: targetField(t),
    }),
    find(given, context) {
      const naming: ResourceIdentifier = given
      const found = findOwnResource(naming, resourceType, context.inventory)
      return Array.isArray(found) ? found : named(found, context, naming.arn ?? undefined)
    },
    findNew(given, context) {
      const { name = '', target: selector }: { name?: string; target?: TargetSelector | null } = given
      const target = findTarget(selector, context.inventory)
      if (Array.isArray(target)) return target
      return named({ target, name, resourceType, verify: async () => {} }, context)
    },
  }
}
