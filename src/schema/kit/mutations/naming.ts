import type { InputFieldRef } from '@pothos/core'
import type { Target } from '../../../appstream/target.ts'
import type { Kind } from '../../../inventory/kind.ts'
import type { AnyResource } from '../../../inventory/resources.ts'
import type { SchemaTypes } from '../../builder.ts'
import type { GraphContext } from '../../context.ts'
import { nonEmpty, problemsOf } from '../../mutation/constraints.ts'
import type { InputProblem } from '../../mutation/error-types.ts'
import {
  findById,
  findOwnResource,
  findTarget,
  type OwnResource,
  type ResourceIdentifier,
  resourceIdentifierFields,
  targetField,
} from '../../mutation/own-resource.ts'
import type { ReferredResource } from '../../mutation/recent-creations.ts'
import { TargetInput, type TargetSelector } from '../../target/input.ts'
import { idInTarget } from '../identity.ts'
import { capitalized } from '../names.ts'
import { exclusive, type Input, type InputFields } from '../request.ts'
import { inventoryOf, type ResourceWriter } from './resource-writer.ts'

/** Resource that the input of a mutation identifies. */
export interface NamedResource<Item extends AnyResource> extends OwnResource {
  /** Members of the AWS request that identify the resource. */
  readonly request: Readonly<Record<string, string>>
  /** Resources to which it belongs, which AWS may not yet find everywhere. */
  readonly belongsTo: readonly ReferredResource[]
  /** Returns the place of the resource in the inventory. */
  store(): ResourceWriter<Item>
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
  find(input: Input, context: GraphContext): NamedResource<Item> | InputProblem[]
  /** Finds the place of a new resource, or returns problems. Makes no AWS call. */
  findNew(input: Input, context: GraphContext): NamedResource<Item> | InputProblem[]
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
    find(input, context) {
      const naming: ResourceIdentifier = input
      const found = findOwnResource(naming, resourceType, context.inventory)
      return Array.isArray(found) ? found : named(found, context, naming.arn ?? undefined)
    },
    findNew(input, context) {
      const { name = '', target: selector }: { name?: string; target?: TargetSelector | null } = input
      const target = findTarget(selector, context.inventory)
      if (Array.isArray(target)) return target
      return named({ target, name, resourceType, verify: async () => {} }, context)
    },
  }
}

/** Creates the naming of resources without an ARN: by global ID, or by name in a target. */
export function namingInTarget<Item extends AnyResource>(
  kind: Kind<Item>,
  { noun, nameField }: { readonly noun: string; readonly nameField: string },
): Naming<Item> {
  const named = (target: Target, name: string, context: GraphContext): NamedResource<Item> => ({
    target,
    name,
    resourceType: noun,
    verify: async () => {},
    request: { [capitalized(nameField)]: name },
    belongsTo: [],
    store: () => inventoryOf(context, kind, { target, name }),
  })

  function findNew(input: Input, context: GraphContext): NamedResource<Item> | InputProblem[] {
    const { target: selector }: { target?: TargetSelector | null } = input
    const name = input[nameField]
    const problems = problemsOf(nonEmpty, name).map(({ message }) => ({ path: nameField, message }))
    const target = findTarget(selector, context.inventory)
    if (Array.isArray(target)) return [...problems, ...target]
    return problems.length > 0 ? problems : named(target, String(name), context)
  }

  return {
    by: `exactly one of \`id\` and \`${nameField}\``,
    hasArn: false,
    newMembers: {},
    fields: (t) => ({
      id: t.id({ description: `Global id. Mutually exclusive with \`${nameField}\`.` }),
      [nameField]: t.string({ description: 'Name in `target`. Mutually exclusive with `id`.' }),
      target: targetField(t),
    }),
    newFields: (t) => ({
      [nameField]: t.string({ required: true, description: 'Name, unique per account and region.' }),
      target: targetField(t),
    }),
    find(input, context) {
      const problems = exclusive(input, ['id', nameField], { isRequired: true })
      if (problems.length > 0) return problems
      const { id, target }: { id?: string | null; target?: TargetSelector | null } = input
      if (id == null) return findNew(input, context)
      const found = findById({ id, target }, { typename: kind.name, noun, nameField }, context.inventory)
      return Array.isArray(found) ? found : named(found.target, found.names.join(), context)
    },
    findNew,
  }
}

/** Creates the naming of resources of which a target has at most one. */
export function namingByTarget<Item extends AnyResource>(kind: Kind<Item>, noun: string): Naming<Item> {
  function find(input: Input, context: GraphContext): NamedResource<Item> | InputProblem[] {
    const { target: selector }: { target?: TargetSelector | null } = input
    const target = findTarget(selector, context.inventory)
    if (Array.isArray(target)) return target
    return {
      target,
      name: noun,
      resourceType: noun,
      verify: async () => {},
      request: {},
      belongsTo: [],
      store: () => ({
        ...inventoryOf(context, kind, { target, name: '' }),
        id: () => idInTarget(target, []),
      }),
    }
  }

  const fields = (t: InputFields) => ({
    target: t.field({
      type: TargetInput,
      description:
        'Account and region. Required if the gateway serves several targets; must match exactly one.',
    }),
  })
  return {
    by: '`target`',
    hasArn: false,
    newMembers: {},
    fields,
    newFields: fields,
    find,
    findNew: find,
  }
}
