import type { StructureName } from '../../../appstream/model/structures.ts'
import type { ChildKind, ChildResource } from '../../../inventory/child-kind.ts'
import type { AnyResource } from '../../../inventory/resources.ts'
import type { Scopes } from '../../access.ts'
import { builder } from '../../builder.ts'
import { identityInTarget } from '../identity.ts'
import { memberFields } from '../members.ts'
import { payloadField } from '../mutations/payload.ts'
import { operationRegistry } from '../operations.ts'
import { placeFields } from '../place.ts'
import { registerResource } from '../register.ts'
import { guardOf, isOfKind } from '../resource.ts'
import type { ResourceType } from '../resource-type.ts'
import type { ChildType, ParentType } from './child-type.ts'
import { findParent, loadChild, parentArnOf } from './load.ts'
import { namingByParent } from './naming.ts'

/** Declaration of a child type. */
export interface ChildDeclaration<Item extends ChildResource, Parent extends AnyResource> {
  readonly kind: ChildKind<Item>
  readonly parent: ResourceType<Parent>
  /** Structure of the resource in the service model, with descriptions of its members. */
  readonly structure: StructureName
  readonly members: object
  readonly description: string
  /** Nouns in descriptions, for example `entitlement` and `entitlements`. */
  readonly noun: string
  readonly plural: string
  /** Scopes required besides `appstream:read`. */
  readonly scope?: Scopes
  /** False if a parent has at most one child, which has no name. Default: true. */
  readonly isNamed?: boolean
}

/** Adds a type whose resources belong to a parent and have no ARN: object type, node and entity. */
export function defineChild<Item extends ChildResource, Parent extends AnyResource>({
  kind,
  parent: { kind: parentKind, noun: parentNoun, ref: parentRef },
  isNamed = true,
  ...declaration
}: ChildDeclaration<Item, Parent>): ChildType<Item> {
  const { noun, plural, description, scope } = declaration
  const field = payloadField(parentNoun)
  const parent: ParentType = {
    kind: parentKind,
    noun: parentNoun,
    paths: { arn: `${field}Arn`, name: `${field}Name` },
  }
  const { paths } = parent
  const identity = identityInTarget<Item>({
    namesOf: (item) => (isNamed ? [item.parent, item.name] : [item.parent]),
    count: isNamed ? 2 : 1,
    load: (context, target, [parentName = '', name = parentName]) =>
      loadChild(kind, context, { target, name: parentName }, name),
  })
  const typename: string = kind.name
  const ref = builder.objectRef<Item>(typename)

  builder.node(ref, {
    description,
    ...guardOf(scope),
    isTypeOf: isOfKind(typename),
    id: {
      resolve: (item) => identity.idOf(item),
      description: 'Opaque global ID, stable for the lifetime of the resource.',
    },
    fields: (t) => ({
      [paths.arn]: t.id({
        description: `ARN of the ${parentNoun}.`,
        resolve: (item, _args, context) => parentArnOf(parentKind, item, context),
      }),
      ...(isNamed && {
        name: t.string({
          description: `Name, unique per ${parentNoun}.`,
          resolve: ({ name }) => name,
        }),
      }),
      [paths.name]: t.string({
        description: `Name of the ${parentNoun}.`,
        resolve: (item) => item.parent,
      }),
      ...placeFields(t),
      ...memberFields(t, { ...declaration, awsOf: ({ aws }) => aws }),
      [field]: t.field({
        type: parentRef,
        nullable: true,
        description: `The ${parentNoun}. Null if it no longer exists.`,
        // Pothos' conditional type of a resolver stays open over a type parameter.
        resolve: ((item: Item, _args: object, { loaders }: typeof builder.$inferSchemaTypes.Context) =>
          loaders.kinds.byName(parentKind, { target: item.target, name: item.parent })) as never,
      }),
    }),
  })
  registerResource({
    typename,
    arnType: undefined,
    scope,
    ref,
    identity,
    key: {
      fields: isNamed ? `${paths.arn} name` : paths.arn,
      load(reference, context) {
        const arn = reference[paths.arn]
        if (arn === undefined) return undefined
        return loadByKey(String(arn), isNamed ? String(reference['name']) : undefined, context)
      },
    },
  })

  operationRegistry.add({ operation: kind.operation, coordinate: typename, calls: `1 per ${parentNoun}` })

  async function loadByKey(arn: string, name: string | undefined, context: Parameters<typeof loadChild>[1]) {
    const found = await findParent(parentKind, context, arn)
    return found && loadChild(kind, context, found, name ?? found.name)
  }

  return {
    kind,
    noun,
    plural,
    scope,
    ref,
    identity,
    parent,
    naming: namingByParent(kind, { parent, noun, isNamed }),
  }
}
