import type { Target } from '../../appstream/target.ts'
import type { ReportedRead } from '../../inventory/cache/reads.ts'
import type { IndexFunction } from '../../inventory/collection/item-set.ts'
import { byName } from '../../inventory/collection/item-set.ts'
import type { Side } from '../../inventory/pairs/pair-kind.ts'
import { type AnyResource, ownArn } from '../../inventory/resources.ts'
import { builder, ownCall } from '../builder.ts'
import { sortItems } from '../connection/page.ts'
import type { GraphContext } from '../context.ts'
import { modelledErrorRef } from '../mutation/error-types.ts'
import { readSince, type Subject } from '../mutation/subject.ts'
import type { Association } from './pair-loader.ts'
import type { ResourceType } from './resource-type.ts'

/** Finder of the resources of one type that use a resource. */
export interface FindDependents {
  /**
   * Returns the resources that use a resource. Default of `read`: data read after the failure of the subject.
   * @throws UpstreamError
   */
  (subject: Subject, context: GraphContext, read?: ReportedRead): Promise<readonly AnyResource[]>
  /** True if the two are associated, so that a mutation of its own ends the use. Default: the dependent refers to the resource. */
  readonly isAssociation?: boolean
}

/** Registry of functions that find the dependents of a resource, by its type, for example `image`. */
export interface DependentsRegistry {
  add(resourceType: string, find: FindDependents): void
  /** Returns the finders of a type. */
  findersOf(resourceType: string | undefined): readonly FindDependents[]
  /** Returns the dependents of a resource; empty for a type that cannot be used. @throws UpstreamError */
  dependentsOf(subject: Subject, context: GraphContext): Promise<readonly AnyResource[]>
}

/** Creates an empty registry. */
export function createDependentsRegistry(): DependentsRegistry {
  const finders = new Map<string, FindDependents[]>()
  const findersOf = (resourceType: string | undefined) => finders.get(resourceType ?? '') ?? []
  return {
    findersOf,
    add: (resourceType, find) => void finders.set(resourceType, [...(finders.get(resourceType) ?? []), find]),
    async dependentsOf(subject, context) {
      const found = findersOf(subject.resourceType).map((find) => find(subject, context))
      return (await Promise.all(found)).flat()
    },
  }
}

/** Dependents of the resources of the graph; filled by their declarations, like the builder. */
export const dependentsRegistry = createDependentsRegistry()

/** Declares the dependents of resources of a type, for `usedBy` of AppStreamResourceInUseError. */
export function usedBy(resourceType: string, find: FindDependents): void {
  dependentsRegistry.add(resourceType, find)
}

/**
 * Finds the resources that refer to a resource by an index key. Default: by its ARN, in all targets of its region.
 * Costs one listing per target.
 */
export function referring<Item extends AnyResource>(
  type: ResourceType<Item>,
  index: IndexFunction<Item>,
  {
    keyOf = ({ target, resourceType = '', name }) => ownArn(target, resourceType, name),
    targetsOf = ({ target: { region } }, targets) => targets.filter((target) => target.region === region),
  }: {
    readonly keyOf?: (subject: Subject) => string | undefined
    readonly targetsOf?: (subject: Subject, targets: readonly Target[]) => readonly Target[]
  } = {},
): FindDependents {
  return async (subject, { inventory, reading }, read = readSince(subject, reading)) => {
    const snapshots = await Promise.all(
      targetsOf(subject, inventory.targets).map((target) =>
        inventory.of(target).kinds.of(type.kind).collection.read(read),
      ),
    )
    // Only after the listing, which reveals the account of its target and so the ARN.
    const key = keyOf(subject)
    const found = snapshots.flatMap((snapshot) =>
      key === undefined ? [] : (snapshot.index(index).get(key) ?? []),
    )
    return sortItems(found, type.orderings())
  }
}

/** Finds the resources associated with a resource on `side`. Costs one call besides the listing. */
export function associatedUsers<Item extends AnyResource>(
  type: ResourceType<Item>,
  association: Association,
  side: Side,
): FindDependents {
  const find: FindDependents = async (
    subject,
    { inventory, reading },
    read = readSince(subject, reading),
  ) => {
    const { target, name } = subject
    const { kinds, pairs } = inventory.of(target)
    const { collection } = kinds.of(type.kind)
    // AWS may take an ARN, which contains the account.
    if (target.accountId === undefined) await collection.read(reading.options)
    const names = await pairs.of(association).read(side, name, read)
    if (names.size === 0) return []
    const known = await collection.read(reading.options)
    const isComplete = [...names.keys()].every((each) => known.index(byName).has(each))
    const listed = (isComplete ? known : await collection.read(read)).index(byName)
    return sortItems(
      [...names.keys()].flatMap((each) => listed.get(each) ?? []),
      type.orderings(),
    )
  }
  return Object.assign(find, { isAssociation: true })
}

builder.objectField(modelledErrorRef('ResourceInUse'), 'usedBy', (t) =>
  t.field({
    type: [builder.nodeInterfaceRef()],
    nullable: true,
    listSize: { assumedSize: 20 },
    ...ownCall,
    description:
      'Resources that use this one, such as the fleets of an image, sorted by type and name. Empty if this gateway sees none; null only if loading failed, see `errors`. Read from AWS only if selected.',
    resolve: async ({ subject }, _args, context) =>
      subject === undefined ? [] : [...(await dependentsRegistry.dependentsOf(subject, context))],
  }),
)
