import type { ObjectRef } from '@pothos/core'
import { byName } from '../../inventory/collection/item-set.ts'
import type { Snapshot } from '../../inventory/collection/snapshot.ts'
import type { Side } from '../../inventory/pairs/pair-kind.ts'
import type { Partners } from '../../inventory/pairs/pairs.ts'
import type { AnyResource } from '../../inventory/resources.ts'
import type { ownCall, SchemaTypes } from '../builder.ts'
import { cutPage, type PageArguments, type PageRequest, requestPage, sortItems } from '../connection/page.ts'
import { type CountedPage, connectionType, type Edge, edgeType } from '../connection/type.ts'
import type { GraphContext } from '../context.ts'
import { type MaybePromise, whenReady } from '../maybe-promise.ts'
import { type Association, addAssociationUses, canPair } from './pair-loader.ts'
import { connectionField } from './relations.ts'
import type { ResourceType } from './resource-type.ts'
import { sizeOfLargestTarget, sizeRegistry } from './sizes.ts'

/** A resource that a parent is associated with, and the data of the association. */
export interface AssociatedEdge<Item, Data> extends Edge<Item> {
  readonly data: Data | undefined
}

interface AssociatedPage<Item, Data> extends CountedPage<Item> {
  readonly edges: readonly AssociatedEdge<Item, Data>[]
}

/** Declares a page of associated resources whose edges have fields of their own. */
export interface AssociationPage<Parent extends AnyResource, Item extends AnyResource, Data> {
  readonly association: Association<AnyResource, AnyResource, Data>
  /** The side of the parent. */
  readonly side: Side
  readonly to: ResourceType<Item>
  /** Names the connection and the edge, e.g. `AppStreamStackUser`. */
  readonly name: string
  readonly description: string
  /** Cost of the field, if it takes an AWS call per parent. */
  readonly cost?: Partial<typeof ownCall>
  /** Returns a resource that is associated but not listed. Default: such resources are left out. */
  readonly unlisted?: (parent: Parent, data: Data) => Item
}

/** Adds a page of resources that a parent is associated with. Returns the type of its edges, for their own fields. */
export function associationPage<Parent extends AnyResource, Item extends AnyResource, Data>(
  parentRef: ObjectRef<SchemaTypes, Parent>,
  field: string,
  page: AssociationPage<Parent, Item, Data>,
): ObjectRef<SchemaTypes, AssociatedEdge<Item, Data>> {
  const { to, name } = page
  const edge = edgeType<Item, AssociatedEdge<Item, Data>>(name, to.ref)
  const connection = connectionType<Item, AssociatedPage<Item, Data>>(name, to.ref, edge)
  connection.implement({ description: `Page of associated ${to.plural}.`, fields: () => ({}) })
  sizeRegistry.add(
    `${parentRef.name}.${field}`,
    sizeOfLargestTarget<Item>(
      (inventory) => to.collectionsOf(inventory, {}),
      () => true,
    ),
  )
  addAssociationUses(`${parentRef.name}.${field}`, page.association)
  connectionField<Parent, Item>(parentRef, field, { ...page, connection }, (parent, args, context) =>
    listAssociated(page, parent, args, context),
  )
  return edge
}

function listAssociated<Parent extends AnyResource, Item extends AnyResource, Data>(
  page: AssociationPage<Parent, Item, Data>,
  parent: Parent,
  args: PageArguments,
  { inventory, loaders }: GraphContext,
): MaybePromise<AssociatedPage<Item, Data>> {
  const { association, side, to } = page
  // Checked before anything is read.
  const request = requestPage(args, to.orderings())
  const { target, name } = parent
  const associated = canPair(association, side, parent)
    ? loaders.pairs.partnersOf(association, side, { target, name })
    : { names: new Map<string, Data | undefined>(), observedAt: undefined }
  const { collection } = inventory.of(target).kinds.of(to.kind)
  return whenReady(associated, (partners) =>
    whenReady(loaders.snapshot.ready(collection), (listed) =>
      pageOf(page, parent, request, partners, listed),
    ),
  )
}

function pageOf<Parent extends AnyResource, Item extends AnyResource, Data>(
  { to, unlisted }: AssociationPage<Parent, Item, Data>,
  parent: Parent,
  request: PageRequest<Item>,
  { names, observedAt, isStale }: Partners<Data>,
  listed: Snapshot<Item>,
): AssociatedPage<Item, Data> {
  const index = listed.index(byName)
  const dataOf = new Map<Item, Data | undefined>()
  for (const [partner, data] of names) {
    const [item = data === undefined ? undefined : unlisted?.(parent, data)] = index.get(partner) ?? []
    if (item !== undefined) dataOf.set(item, data)
  }
  const { edges, pageInfo } = cutPage(sortItems(dataOf.keys(), to.orderings()), request)
  return {
    edges: edges.map((edge) => new AssociationEdge(edge, dataOf.get(edge.node))),
    pageInfo,
    totalCount: dataOf.size,
    observedAt: new Date(Math.min(observedAt ?? listed.observedAt, listed.observedAt)),
    isStale: isStale === true || listed.isStale === true,
  }
}

/** A class, so that cursors are encoded only if selected. */
class AssociationEdge<Item, Data> implements AssociatedEdge<Item, Data> {
  readonly data: Data | undefined
  readonly #edge: Edge<Item>

  constructor(edge: Edge<Item>, data: Data | undefined) {
    this.#edge = edge
    this.data = data
  }

  get node(): Item {
    return this.#edge.node
  }

  get cursor(): string {
    return this.#edge.cursor
  }
}
