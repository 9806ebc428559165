import type { Target } from '../appstream/target.ts'
import { arnOf, type Resource } from './resources.ts'

/**
 * Creates a function that converts a listing to resources by key. Unchanged descriptions yield the same objects, so
 * that changes can be detected by identity.
 * @param isSame compares two descriptions of a resource.
 */
export function createListedResources<Aws extends object, Item extends Resource<string, Aws>>(
  target: Target,
  toResource: (target: Target, aws: Aws) => Item,
  keyOf: (item: Item) => string = arnOf,
  isSame: (before: Aws, aws: Aws) => boolean = (before, aws) => before === aws,
): (described: readonly Aws[]) => ReadonlyMap<string, Item> {
  let last: { readonly described: readonly Aws[]; readonly items: ReadonlyMap<string, Item> } | undefined
  let accountId: string | undefined

  return (described) => {
    // Resources created before the account was known are outdated once it is.
    if (last !== undefined && last.described === described && accountId === target.accountId)
      return last.items
    const items = new Map<string, Item>()
    for (const aws of described) {
      const item = toResource(target, aws)
      const key = keyOf(item)
      const before = last?.items.get(key)
      const isKnown =
        before !== undefined && isSame(before.aws, item.aws) && before.accountId === item.accountId
      items.set(key, isKnown ? before : item)
    }
    accountId = target.accountId
    last = { described, items }
    return items
  }
}
