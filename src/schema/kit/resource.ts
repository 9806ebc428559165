import type { InterfaceParam } from '@pothos/core'
import type { StructureName } from '../../appstream/model/structures.ts'
import type { Kind } from '../../inventory/kind.ts'
import { type AnyResource, arnOf, createdMs } from '../../inventory/resources.ts'
import { listScopes, type Scopes } from '../access.ts'
import { builder, ownCall, type SchemaTypes } from '../builder.ts'
import { inventoryConnectionType } from '../connection/inventory-type.ts'
import { createOrderings, type OrderingOptions } from '../connection/order.ts'
import { OrderDirection } from '../connection/type.ts'
import type { OpenEnum } from '../open-enum.ts'
import { UNKNOWN } from '../open-enum.ts'
import { TagRef, tagsOf } from '../tag/type.ts'
import { defineFilter, type FilterMembers } from './filter.ts'
import { identityOf } from './identity.ts'
import { memberFields } from './members.ts'
import { namingByArn, namingInTarget } from './mutations/naming.ts'
import { constantName } from './names.ts'
import { operationRegistry } from './operations.ts'
import { placeFields } from './place.ts'
import { defineQueries, type QueryNames } from './queries.ts'
import { registerResource } from './register.ts'
import type { CollectionsOf, ResourceType } from './resource-type.ts'
import { addResourceSizes } from './sizes.ts'

/** Fields by which lists can be sorted, and the default order. */
type ListOrder<Item> = Pick<OrderingOptions<Item>, 'fields' | 'byDefault'>

/** Declaration of a resource type. */
export interface ResourceDeclaration<Item extends AnyResource, State extends string> {
  readonly kind: Kind<Item>
  /** Structure of the resource in the service model, with descriptions of its members. */
  readonly structure: StructureName
  readonly members: object
  readonly description: string
  /** Noun for descriptions, for example `fleet` and `fleets`. */
  readonly noun: string
  readonly plural: string
  /** Scopes required besides `appstream:read`, for the type, its queries, relations, nodes and entities. */
  readonly scope?: Scopes
  /** Names of the queries for one resource and for a page. */
  readonly queries: QueryNames
  /** The interfaces that it implements beside `Node`, whose fields it inherits. */
  readonly interfaces?: InterfaceParam<SchemaTypes>[]
  /** Absent for a kind without states; such a kind cannot be watched. */
  readonly state?: OpenEnum<State>
  readonly filters: FilterMembers<Item>
  /** Order of its lists. Default: by name, ascending, or by creation time. */
  readonly order?: ListOrder<Item>
  /** Field that holds the name. Default: `name`. */
  readonly nameField?: string
  readonly nameDescription?: string
  readonly accountDescription?: string
  /** Restricts tags to some resources. Default: all resources have tags. */
  readonly tagged?: { readonly if: (item: Item) => boolean; readonly description: string }
  /** Returns the collections that can contain matches of a filter. Default: the collection of the kind. */
  readonly collectionsOf?: CollectionsOf<Item>
}

/** Adds a resource type to the graph: object type, connection, filter, order, queries, node, entity and tag target. */
export function defineResource<Item extends AnyResource, State extends string = never>(
  declaration: ResourceDeclaration<Item, State>,
): ResourceType<Item> {
  const { kind, noun, plural, description, scope, state, queries, nameField = 'name' } = declaration
  const { collectionsOf = ({ kinds }) => [kinds.of(kind).collection] } = declaration
  const typename: string = kind.name
  const identity = identityOf(kind)
  const ref = builder.objectRef<Item>(typename)
  const connection = inventoryConnectionType(typename, ref, { isWatched: state !== undefined })
  const { order = orderByName(kind, constantName(nameField)) } = declaration

  builder.node(ref, {
    description,
    interfaces: declaration.interfaces ?? [],
    ...guardOf(scope),
    isTypeOf: isOfKind(kind.name),
    id: {
      resolve: (item) => identity.idOf(item),
      description: 'Opaque global ID, stable for the lifetime of the resource.',
    },
    fields: (t) => ({
      ...identityFields(t, declaration),
      ...(kind.arnType !== undefined && tagField(t, declaration)),
      ...memberFields(t, { ...declaration, awsOf: ({ aws }) => aws }),
    }),
  })
  registerResource({ typename, arnType: kind.arnType, scope, ref, identity })
  operationRegistry.add({
    operation: kind.listing.operation,
    coordinate: typename,
    calls: '1 listing per target',
  })
  if (kind.arnType !== undefined) {
    operationRegistry.add({
      operation: 'ListTagsForResource',
      coordinate: `${typename}.tags`,
      calls: '1 per resource',
    })
  }

  const type: ResourceType<Item> = {
    kind,
    noun,
    plural,
    scope,
    ref,
    connection,
    identity,
    naming: kind.arnType === undefined ? namingInTarget(kind, { noun, nameField }) : namingByArn(kind),
    collectionsOf,
    orderings: createOrderings<Item>(kind.name, { ...order, keyOf: (item) => kind.keyOf(item) }),
    filter: defineFilter(`${typename}Filter`, plural, declaration.filters),
  }
  addResourceSizes<Item>(typename, queries.many, declaration.structure, (inventory) =>
    collectionsOf(inventory, {}),
  )
  const { field, direction } = order.byDefault
  defineQueries(type, {
    ...queries,
    nameField,
    order: orderInput(type, order),
    byDefault: `by ${field.toLowerCase().replaceAll('_', ' ')}, ${direction === 'ASC' ? 'ascending' : 'descending'}`,
  })
  return type
}

/** Returns the options of a type that needs `appstream:read`, which all subgraphs imply, and perhaps more. */
export function guardOf(scope: Scopes | undefined) {
  return scope === undefined
    ? { authScopes: { scope: 'appstream:read' as const } }
    : { scope: ['appstream:read' as const, ...listScopes(scope)] }
}

/** Returns the fields common to all resource types. */
function identityFields<Item extends AnyResource, State extends string>(
  t: PothosSchemaTypes.ObjectFieldBuilder<SchemaTypes, Item>,
  { kind, state, nameField = 'name', nameDescription, accountDescription }: ResourceDeclaration<Item, State>,
) {
  return {
    ...(kind.arnType !== undefined && {
      arn: t.id({ description: 'ARN.', resolve: arnOf }),
    }),
    [nameField]: t.string({
      description: nameDescription ?? 'Name, unique per account and region.',
      resolve: ({ name }) => name,
    }),
    ...placeFields(t, {
      ...(accountDescription !== undefined && { accountDescription }),
      // The ARN contains the account of the owner, which may be another account or AWS.
      ...(kind.arnType !== undefined && { accountOf: ({ accountId }: Item) => accountId }),
    }),
    ...(state !== undefined && {
      state: t.field({
        type: state.ref,
        description: 'State. `UNKNOWN` if this release does not know the state; see `rawState`.',
        resolve: (({ aws }: Item) => state.of(aws.State) ?? UNKNOWN) as never,
      }),
      rawState: t.string({
        nullable: true,
        description:
          'Raw AWS value of `state`, including states that this release does not know. Null if AWS does not return it.',
        resolve: ({ aws }) => aws.State,
      }),
    }),
  }
}

function tagField<Item extends AnyResource, State extends string>(
  t: PothosSchemaTypes.ObjectFieldBuilder<SchemaTypes, Item>,
  { noun, tagged }: ResourceDeclaration<Item, State>,
) {
  return {
    tags: t.field({
      type: [TagRef],
      nullable: true,
      listSize: { assumedSize: 10 },
      ...ownCall,
      description:
        tagged?.description ??
        `Tags, sorted by key. Empty if there are none; null only if loading failed, see \`errors\`. Costs one AWS call per ${noun}.`,
      resolve: (item, _args, context) =>
        tagged?.if(item) === false ? null : tagsOf({ target: item.target, arn: arnOf(item) }, context),
    }),
  }
}

function orderByName<Item extends AnyResource>({ aliasOf }: Kind<Item>, nameField: string): ListOrder<Item> {
  return {
    fields: {
      [nameField]: {
        description: 'Name, compared by UTF-16 code units.',
        read: ({ name }) => name,
        hidesValues: aliasOf !== undefined,
      },
      CREATED_TIME: {
        description: 'Creation time. Resources without one come last in both directions.',
        read: createdMs,
      },
    },
    byDefault: { field: nameField, direction: 'ASC' },
  }
}

function orderInput<Item extends AnyResource>(
  { kind, plural }: ResourceType<Item>,
  { fields }: ListOrder<Item>,
) {
  const typename: string = kind.name
  const field = builder.enumType(`${typename}OrderField`, {
    description: `Sort fields of ${plural}.`,
    values: Object.fromEntries(
      Object.entries(fields).map(([name, { description }]) => [name, { description }]),
    ),
  })
  return builder.inputType(`${typename}Order`, {
    description: `Sort order of ${plural}. Ties are broken by ${kind.arnType === undefined ? 'ID' : 'ARN'}.`,
    fields: (t) => ({
      field: t.field({ type: field, required: true, description: 'Sort field.' }),
      direction: t.field({ type: OrderDirection, required: true, description: 'Sort direction.' }),
    }),
  })
}

/** Returns the type test by which an interface resolves its concrete type. */
export function isOfKind(kind: string): (value: unknown) => boolean {
  return (value) => typeof value === 'object' && value !== null && 'kind' in value && value.kind === kind
}
