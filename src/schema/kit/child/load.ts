import { parseArn } from '../../../appstream/arn.ts'
import type { Target } from '../../../appstream/target.ts'
import { type ChildKind, type ChildResource, childKey } from '../../../inventory/child-kind.ts'
import type { Kind } from '../../../inventory/kind.ts'
import { type AnyResource, arnOf, identify, ownArn } from '../../../inventory/resources.ts'
import type { GraphContext } from '../../context.ts'
import type { NameKey } from '../loaders.ts'

/** Returns the children of a parent, consistent throughout the request. Costs one call. */
export async function childrenOf<Item extends ChildResource>(
  kind: ChildKind<Item>,
  { inventory, loaders }: GraphContext,
  { target, name }: NameKey,
): Promise<ReadonlyMap<string, Item>> {
  const { items } = await loaders.snapshot(inventory.of(target).children.of(kind, name).collection)
  return items
}

/** Loads one child of a parent. Null if it does not exist. */
export async function loadChild<Item extends ChildResource>(
  kind: ChildKind<Item>,
  context: GraphContext,
  parent: NameKey,
  name: string,
): Promise<Item | null> {
  const children = await childrenOf(kind, context, parent)
  return children.get(childKey(parent.target, parent.name, name)) ?? null
}

/** Returns target and name of a parent; null if no target has its account. Lists parents if the account is unknown. */
export async function findParent(
  kind: Kind,
  { inventory, loaders }: GraphContext,
  arn: string,
): Promise<NameKey | null> {
  const parsed = parseArn(arn)
  if (parsed === undefined || parsed.resourceType !== kind.arnType) return null
  const targets = inventory.targetsOf(arn)
  const isOwner = ({ accountId }: Target) => accountId === parsed.accountId
  const owner = targets.find(isOwner)
  if (owner !== undefined) return { target: owner, name: parsed.name }
  if (targets.every(({ accountId }) => accountId !== undefined)) return null
  // The listing reveals the account of a target.
  const parent = await loaders.kinds.byArn(kind, arn)
  return parent && { target: parent.target, name: parent.name }
}

/** Returns the ARN of the parent of a child. Lists the parents if the account of the target is unknown. */
export async function parentArnOf(
  kind: Kind,
  { target, parent }: ChildResource,
  { loaders }: GraphContext,
): Promise<string> {
  const resourceType = kind.arnType ?? ''
  const derived = ownArn(target, resourceType, parent)
  if (derived !== undefined) return derived
  const found: AnyResource | null = await loaders.kinds.byName(kind, { target, name: parent })
  return found === null ? identify(target, resourceType, parent).arn : arnOf(found)
}
