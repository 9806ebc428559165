import type { ObjectRef } from '@pothos/core'
import { parseArn } from '../../appstream/arn.ts'
import type { Target } from '../../appstream/target.ts'
import { byName, type IndexFunction } from '../../inventory/collection/item-set.ts'
import type { Side } from '../../inventory/pairs/pair-kind.ts'
import type { ReportedTarget } from '../../inventory/reported.ts'
import type { AnyResource } from '../../inventory/resources.ts'
import type { ownCall } from '../builder.ts'
import { builder, type SchemaTypes } from '../builder.ts'
import { type PageArguments, requestPage, sortItems } from '../connection/page.ts'
import { createRelation, type RelationOptions } from '../connection/relation.ts'
import { pageSize } from '../connection/type.ts'
import type { GraphContext } from '../context.ts'
import { requireArn } from '../identify.ts'
import { type MaybePromise, whenReady } from '../maybe-promise.ts'
import type { FilterMember } from './filter.ts'
import { itemsOfRelation, listRelated } from './list.ts'
import { type Association, addAssociationUses, canPair } from './pair-loader.ts'
import type { CollectionsOf, ResourceType } from './resource-type.ts'
import { sizeOfLargestGroup, sizeOfLargestTarget, sizeRegistry } from './sizes.ts'

/** Adds a connection of the resources that refer to a parent, found by an index of their collection. */
export function relatedPage<Parent extends AnyResource, Item extends AnyResource>(
  parentRef: ObjectRef<SchemaTypes, Parent>,
  field: string,
  {
    to,
    description,
    targets,
    collectionsOf,
    ...options
  }: Omit<RelationOptions<Parent, Item>, 'ordering'> & {
    readonly to: ResourceType<Item>
    readonly description: string
    /** Returns the targets whose resources may refer to the parent. Default: those of its region. */
    readonly targets?: (parent: Parent, context: GraphContext) => readonly Target[]
    /** Returns the collections that can contain the resources. Default: those of their type. */
    readonly collectionsOf?: CollectionsOf<Item>
  },
): void {
  const relation = createRelation<Parent, Item>({ ...options, ordering: to.orderings() })
  const sourcesOf = (inventory: ReportedTarget) => (collectionsOf ?? to.collectionsOf)(inventory, {})
  sizeRegistry.add(`${parentRef.name}.${field}`, sizeOfLargestGroup(sourcesOf, options.index))
  const ofRegion = ({ region }: Parent, { inventory }: GraphContext) =>
    inventory.targets.filter((target) => target.region === region)
  connectionField(parentRef, field, { to, description }, (parent, args, context) =>
    listRelated(context, to, {
      ...args,
      targets: (targets ?? ofRegion)(parent, context),
      collectionsOf,
      itemsOf: itemsOfRelation(relation, parent),
    }),
  )
}

/**
 * Adds a field with the resource of the same target to which a parent refers by an index key. One listing per target
 * serves all parents.
 */
export function relatedOne<Parent extends AnyResource, Item extends AnyResource>(
  parentRef: ObjectRef<SchemaTypes, Parent>,
  field: string,
  {
    to,
    index,
    keyOf,
    description,
  }: {
    readonly to: ResourceType<Item>
    readonly index: IndexFunction<Item>
    /** Returns the key of the resource in the index; undefined if the parent refers to none. */
    readonly keyOf: (parent: Parent) => string | undefined
    readonly description: string
  },
): void {
  function find(parent: Parent, { inventory, loaders }: GraphContext): MaybePromise<Item | null> {
    const key = keyOf(parent)
    if (key === undefined) return null
    const { collection } = inventory.of(parent.target).kinds.of(to.kind)
    return whenReady(
      loaders.snapshot.ready(collection),
      (listed) => listed.index(index).get(key)?.[0] ?? null,
    )
  }
  builder.objectField(parentRef, field, (t) =>
    t.field({
      type: to.ref,
      nullable: true,
      scope: to.scope,
      description,
      // Pothos' conditional type of a resolver stays open over type parameters.
      resolve: ((parent: Parent, _args: object, context: GraphContext) => find(parent, context)) as never,
    }),
  )
}

/** Adds a connection of the resources associated with a parent. `side` is the side of the parent. */
export function associatedPage<Parent extends AnyResource, Item extends AnyResource>(
  parentRef: ObjectRef<SchemaTypes, Parent>,
  field: string,
  {
    association,
    side,
    to,
    description,
    cost = {},
  }: {
    readonly association: Association
    readonly side: Side
    readonly to: ResourceType<Item>
    readonly description: string
    /** Cost of the field, if it takes an AWS call per parent. */
    readonly cost?: Partial<typeof ownCall>
  },
): void {
  const otherSide = side === 'left' ? 'right' : 'left'
  addAssociationUses(`${parentRef.name}.${field}`, association)
  sizeRegistry.add(
    `${parentRef.name}.${field}`,
    sizeOfLargestTarget<Item>(
      (inventory) => to.collectionsOf(inventory, {}),
      (item) => canPair(association, otherSide, item),
    ),
  )
  connectionField(parentRef, field, { to, description, cost }, (parent, args, context) => {
    const { target, name } = parent
    const ordering = to.orderings()
    // Validates the arguments before the first read.
    requestPage(args, ordering)
    if (!canPair(association, side, parent)) {
      return listRelated(context, to, { ...args, targets: [], itemsOf: () => [] })
    }
    const partners = context.loaders.pairs.partnersOf(association, side, { target, name })
    return whenReady(partners, ({ names, isStale }) =>
      listRelated(context, to, {
        ...args,
        targets: [target],
        isStale,
        itemsOf({ view }) {
          const index = view.index(byName)
          return sortItems(
            [...names.keys()].flatMap((partner) => index.get(partner) ?? []),
            ordering,
          )
        },
      }),
    )
  })
}

/** Declares a filter by an associated resource. `side` is the side of that resource. */
export function associatedWith<Item extends AnyResource>(
  description: string,
  {
    association,
    side,
    arnType,
  }: { readonly association: Association; readonly side: Side; readonly arnType: string },
): FilterMember<Item, string> {
  return {
    field: (t) => t.id({ description }),
    async filter(arn, { context }, path) {
      requireArn(arn, arnType, path)
      const { inventory, loaders } = context
      const name = parseArn(arn)?.name ?? ''
      const found = await Promise.all(
        inventory
          .targetsOf(arn)
          .map(
            async (target) =>
              [target, await loaders.pairs.partnersOf(association, side, { target, name })] as const,
          ),
      )
      const partners = new Map(found)
      return {
        key: arn,
        matches: ({ target, name: own }) => partners.get(target)?.names.has(own) ?? false,
        isStale: partners.values().some(({ isStale }) => isStale === true),
      }
    },
  }
}

/** Adds a connection to a type; `connection` is that of the items by default. */
export function connectionField<Parent extends AnyResource, Item extends AnyResource>(
  parentRef: ObjectRef<SchemaTypes, Parent>,
  field: string,
  {
    to,
    connection = to.connection,
    description,
    cost,
  }: {
    readonly to: ResourceType<Item>
    readonly connection?: ObjectRef<SchemaTypes, unknown>
    readonly description: string
    readonly cost?: Partial<typeof ownCall>
  },
  resolve: (parent: Parent, args: PageArguments, context: GraphContext) => unknown,
): void {
  builder.objectField(parentRef, field, (t) =>
    t.field({
      type: connection,
      nullable: true,
      scope: to.scope,
      args: t.arg.connectionArgs(),
      ...pageSize,
      ...cost,
      description,
      // Pothos' conditional type of a resolver stays open over type parameters.
      resolve: resolve as never,
    }),
  )
}
