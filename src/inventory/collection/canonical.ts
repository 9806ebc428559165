import type { AnyResource } from '../resources.ts'
import { isSameDescription } from './description-codec.ts'

/** Returns the known item in place of one with the same value, so that derived data stays valid. */
export type Canonical<Item> = (known: Item | undefined, item: Item) => Item

/**
 * Creates a function that compares each pair of objects once. A replica that begins to poll parses all items anew, and
 * its later listings return these objects.
 */
export function createCanonical<Item extends AnyResource>(): Canonical<Item> {
  const equals = new WeakMap<Item, Item>()
  return (known, item) => {
    if (known === undefined || known === item || equals.get(item) === known) return known ?? item
    if (known.accountId !== item.accountId || !isSameDescription(known.aws, item.aws)) return item
    equals.set(item, known)
    return known
  }
}
