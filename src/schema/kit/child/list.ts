import type { ObjectRef } from '@pothos/core'
import type { Target } from '../../../appstream/target.ts'
import type { ChildResource } from '../../../inventory/child-kind.ts'
import { type AnyResource, arnOf, ownArn } from '../../../inventory/resources.ts'
import { builder, ownCall, type SchemaTypes } from '../../builder.ts'
import { inventoryConnectionType } from '../../connection/inventory-type.ts'
import { fixedOrdering, type InventoryOrdering } from '../../connection/order.ts'
import { type PageArguments, requestPage } from '../../connection/page.ts'
import { pageSize } from '../../connection/type.ts'
import type { GraphContext } from '../../context.ts'
import { requireArn } from '../../identify.ts'
import { selectTargets, type TargetSelector, targetsArgument } from '../../target/input.ts'
import { defineFilter, type FilterMember, type FilterMembers } from '../filter.ts'
import { listSources } from '../list.ts'
import { payloadField } from '../mutations/payload.ts'
import { addChildSizes } from '../sizes.ts'
import type { ChildType, ListedChildType, ParentType } from './child-type.ts'

interface FilteredPage extends PageArguments {
  readonly filter?: object | null | undefined
}

interface ListArguments extends FilteredPage {
  readonly targets?: readonly TargetSelector[] | null | undefined
}

/** Declaration of the connections of a child type. */
export interface ChildListDeclaration<Item extends ChildResource, Parent extends AnyResource> {
  readonly parentRef: ObjectRef<SchemaTypes, Parent>
  /** Names of the field of the parent and of the query over all parents. */
  readonly field: string
  readonly query: string
  readonly filters: FilterMembers<Item>
  readonly description: string
}

/** Adds the connections of a child type: a field of the parent, and the query over all parents. */
export function defineChildList<Item extends ChildResource, Parent extends AnyResource>(
  type: ChildType<Item>,
  { parentRef, field, query, filters, description }: ChildListDeclaration<Item, Parent>,
): ListedChildType<Item> {
  const { kind, plural, parent, scope } = type
  const typename: string = kind.name
  const ordering = createOrdering<Item>(typename, (item) => kind.keyOf(item))
  const listed: ListedChildType<Item> = {
    ...type,
    connection: inventoryConnectionType(typename, type.ref, { isWatched: false }),
    orderings: () => ordering,
    filter: defineFilter(`${typename}Filter`, plural, {
      ...filters,
      [parentsFilter(parent)]: ofParents(parent),
    }),
  }
  const { connection, filter } = listed
  addChildSizes(kind, parent.kind, { field, query })
  builder.objectField(parentRef, field, (t) =>
    t.field({
      type: connection,
      nullable: true,
      args: {
        ...t.arg.connectionArgs(),
        filter: t.arg({ type: filter.ref, description: 'Filters the list.' }),
      },
      ...pageSize,
      ...ownCall,
      scope,
      description,
      // Pothos' conditional types of arguments and result stay open over type parameters.
      resolve: (({ target, name }: Parent, args: FilteredPage, context: GraphContext) =>
        listSources(context, listed, {
          ...args,
          sources: [{ target, collection: context.inventory.of(target).children.of(kind, name).collection }],
        })) as never,
    }),
  )
  builder.queryField(query, (t) =>
    t.field({
      type: connection,
      nullable: true,
      description: `Returns a page of ${plural}, sorted by name of the ${parent.noun}, then by name. Costs one AWS call per ${parent.noun} that the filter matches.`,
      args: {
        ...t.arg.connectionArgs(),
        filter: t.arg({ type: filter.ref, description: 'Filters the list.' }),
        targets: targetsArgument(t.arg),
      },
      ...pageSize,
      ...ownCall,
      scope,
      resolve: ((_root: unknown, args: ListArguments, context: GraphContext) =>
        listAll(listed, args, context)) as never,
    }),
  )
  return listed
}

/** Returns the order by name of the parent, then by name. A space sorts before every character that names allow. */
function createOrdering<Item extends ChildResource>(
  kind: string,
  keyOf: (item: Item) => string,
): InventoryOrdering<Item> {
  return fixedOrdering({
    kind,
    order: 'NAME ASC',
    direction: 'ASC',
    keysetOf: (item) => ({ value: `${item.parent} ${item.name}`, key: keyOf(item) }),
  })
}

/** Returns the name of the filter by parents, for example `stackArns`. */
function parentsFilter({ noun }: ParentType): string {
  return `${payloadField(noun)}Arns`
}

/** Declares the filter by parents. The query calls AWS for these parents only. */
function ofParents<Item extends ChildResource>(parent: ParentType): FilterMember<Item, readonly string[]> {
  const { kind, noun } = parent
  const arnType = kind.arnType ?? ''
  return {
    field: (t) => t.idList({ description: `Filters by ARN of the ${noun}.` }),
    filter(arns, { context }, path) {
      for (const [index, arn] of arns.entries()) requireArn(arn, arnType, `${path}.${index}`)
      const accepted = context.loaders.distinct(arns)
      return {
        key: accepted.key,
        matches: (item) => accepted.has(ownArn(item.target, arnType, item.parent) ?? ''),
      }
    },
  }
}

/** Returns a page of the children of all parents that a filter matches. @throws BAD_USER_INPUT before the first read */
async function listAll<Item extends ChildResource>(
  type: ListedChildType<Item>,
  { targets: selectors, filter, ...page }: ListArguments,
  context: GraphContext,
) {
  const { inventory, loaders } = context
  const { kind, parent } = type
  const arns = parentArns(filter, parentsFilter(parent))
  const isAsked = (target: Target) => arns?.some((arn) => inventory.targetsOf(arn).includes(target)) ?? true
  requestPage(page, type.orderings())
  await type.filter.toFilter(filter, { context, items: async () => [] })
  const targets = selectTargets(inventory.targets, selectors).filter(isAsked)

  const collections = targets.map((target) => inventory.of(target).kinds.of(parent.kind).collection)
  loaders.snapshot.checkCalls(collections)
  const settled = await Promise.allSettled(collections.map((collection) => loaders.snapshot(collection)))
  const errors = new Map<Target, unknown>()
  const accepted = arns && new Set(arns)
  const isStale = settled.some((result) => result.status === 'fulfilled' && result.value.isStale === true)
  const sources = targets.flatMap((target, index) => {
    const result = settled[index]
    if (result?.status === 'rejected') errors.set(target, result.reason)
    if (result?.status !== 'fulfilled') return []
    const parents = [...result.value.items.values()].filter((item) => accepted?.has(arnOf(item)) ?? true)
    const { children } = inventory.of(target)
    return parents.map(({ name }) => ({ target, collection: children.of(kind, name).collection }))
  })
  return listSources(context, type, { ...page, filter, sources, targets, errors, isStale })
}

function parentArns(filter: object | null | undefined, member: string): readonly string[] | undefined {
  const arns = new Map<string, unknown>(Object.entries(filter ?? {})).get(member)
  return Array.isArray(arns) ? arns : undefined
}
