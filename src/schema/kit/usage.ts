import { byName } from '../../inventory/indexes.ts'
import type { IndexFunction } from '../../inventory/item-set.ts'
import type { Side } from '../../inventory/pairs.ts'
import { type AnyResource, ownArn } from '../../inventory/resources.ts'
import { builder } from '../builder.ts'
import { sortItems } from '../connection/page.ts'
import type { GraphContext } from '../context.ts'
import { ownCall } from '../cost.ts'
import { type MutationError, modelledErrorRef } from '../mutation/errors.ts'
import type { Association } from './pair-loader.ts'
import type { ResourceType } from './resource.ts'

/** The resource that a mutation failed on, because it is in use. */
type Subject = NonNullable<MutationError['subject']>

/** Finds the resources of one type that use a resource, as AWS has them now. @throws UpstreamError */
export type FindUsers = (subject: Subject, context: GraphContext) => Promise<readonly AnyResource[]>

/** The ways to find out what uses a resource, by the type in its ARN. */
export interface UsageRegistry {
  add(arnType: string, find: FindUsers): void
  /** Returns what uses a resource; nothing for a type that nothing can use. @throws UpstreamError */
  usersOf(subject: Subject, context: GraphContext): Promise<readonly AnyResource[]>
}

/** Creates an empty registry. */
export function createUsageRegistry(): UsageRegistry {
  const finders = new Map<string, FindUsers[]>()
  return {
    add: (arnType, find) => void finders.set(arnType, [...(finders.get(arnType) ?? []), find]),
    async usersOf(subject, context) {
      const found = finders.get(subject.resourceType ?? '') ?? []
      return (await Promise.all(found.map((find) => find(subject, context)))).flat()
    },
  }
}

/** The uses of the graph's resources, filled by their declarations as the builder is. */
export const usageRegistry = createUsageRegistry()

/** Declares that resources of a type use those of an ARN type; the answer is `usedBy` of the error of one in use. */
export function usedBy(arnType: string, find: FindUsers): void {
  usageRegistry.add(arnType, find)
}

/** Finds resources that refer to one by its ARN, in all targets of its region: one listing of each target. */
export function referringByArn<Item extends AnyResource>(
  type: ResourceType<Item>,
  index: IndexFunction<Item>,
): FindUsers {
  return async ({ target, name, resourceType = '' }, { inventory, reading }) => {
    const read = reading.now()
    const targets = inventory.targets.filter(({ region }) => region === target.region)
    const snapshots = await Promise.all(
      targets.map((each) => inventory.of(each).kinds.of(type.kind).collection.read(read)),
    )
    // Only now, since the listing tells the account of a target.
    const arn = ownArn(target, resourceType, name)
    const found = snapshots.flatMap((snapshot) =>
      arn === undefined ? [] : (snapshot.index(index).get(arn) ?? []),
    )
    return sortItems(found, type.orderings())
  }
}

/** Finds resources that are associated with one; `side` is the side of that one. One call, besides the listing. */
export function associatedUsers<Item extends AnyResource>(
  type: ResourceType<Item>,
  association: Association,
  side: Side,
): FindUsers {
  return async ({ target, name }, { inventory, reading }) => {
    const { kinds, pairs } = inventory.of(target)
    const read = reading.now()
    const names = await pairs.of(association).read(side, name, read)
    if (names.size === 0) return []
    const { collection } = kinds.of(type.kind)
    const known = await collection.read(reading.options)
    const isComplete = [...names].every((each) => known.index(byName).has(each))
    const listed = (isComplete ? known : await collection.read(read)).index(byName)
    return sortItems(
      [...names].flatMap((each) => listed.get(each) ?? []),
      type.orderings(),
    )
  }
}

builder.objectField(modelledErrorRef('ResourceInUse'), 'usedBy', (t) =>
  t.field({
    type: [builder.nodeInterfaceRef()],
    nullable: true,
    listSize: { assumedSize: 20 },
    ...ownCall,
    description:
      'What uses it, by name: the fleets of an image, the stacks of a fleet, the fleets of a stack. Empty if nothing does that this gateway can see. Read from AWS only if selected. Null only if loading failed; see `errors`.',
    resolve: async ({ subject }, _args, context) =>
      subject === undefined ? [] : [...(await usageRegistry.usersOf(subject, context))],
  }),
)
