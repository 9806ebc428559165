import { type AnyResource, createdMs } from '../resources.ts'

/** Change of one resource between two observations. */
export type Change<Item> =
  | { readonly kind: 'CREATED'; readonly after: Item }
  | { readonly kind: 'STATE_CHANGED'; readonly before: Item; readonly after: Item }
  | { readonly kind: 'DELETED'; readonly before: Item }

/**
 * Returns the change between two observations of one resource, where undefined means absent. Intermediate states that
 * were not observed are not reported.
 */
export function diffOne<Item extends AnyResource>(
  before: Item | undefined,
  after: Item | undefined,
  isChanged: (before: Item, after: Item) => boolean = isOtherState,
): Change<Item>[] {
  if (before === undefined) return after === undefined ? [] : [{ kind: 'CREATED', after }]
  if (after === undefined) return [{ kind: 'DELETED', before }]
  if (isDifferentResource(before, after)) {
    return [
      { kind: 'DELETED', before },
      { kind: 'CREATED', after },
    ]
  }
  return isChanged(before, after) ? [{ kind: 'STATE_CHANGED', before, after }] : []
}

/** Returns true if two observations of a resource differ in state. */
export function isOtherState(before: AnyResource, after: AnyResource): boolean {
  return before.aws.State !== after.aws.State
}

/**
 * Returns true if two creation times belong to different resources. Names and ARNs are reused, so only the creation
 * time distinguishes resources; an absent time counts as equal.
 */
function isDifferentResource(before: AnyResource, after: AnyResource): boolean {
  const [made, remade] = [createdMs(before), createdMs(after)]
  return made !== undefined && remade !== undefined && made !== remade
}

/**
 * Returns the changes between two listings: deletions first, then the others in the order of the later listing.
 */
export function diff<Item extends AnyResource>(
  before: ReadonlyMap<string, Item>,
  after: ReadonlyMap<string, Item>,
  isChanged: (before: Item, after: Item) => boolean = isOtherState,
): Change<Item>[] {
  const changes: Change<Item>[] = []
  for (const [arn, item] of before) if (!after.has(arn)) changes.push(...diffOne(item, undefined, isChanged))
  for (const [arn, item] of after) {
    const known = before.get(arn)
    if (known !== item) changes.push(...diffOne(known, item, isChanged))
  }
  return changes
}
