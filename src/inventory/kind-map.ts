import type { ItemKind } from './kind.ts'
import type { AnyResource } from './resources.ts'

/** Type function from the type of a resource to another type: subtypes define `value` in terms of `this['item']`. */
export interface TypeFamily {
  readonly item: unknown
  readonly value: unknown
}

/** Member of a type family for a type of resource. */
export type ValueOf<Family extends TypeFamily, Item> = (Family & { readonly item: Item })['value']

/** Map from kinds to values; each value has the type that a type family assigns to its kind. */
export interface KindMap<Family extends TypeFamily> {
  /** Returns the value of a kind; the first call creates it. */
  of<Item extends AnyResource>(
    kind: ItemKind<Item>,
    create: () => ValueOf<Family, Item>,
  ): ValueOf<Family, Item>
  set<Item extends AnyResource>(kind: ItemKind<Item>, value: ValueOf<Family, Item>): void
  /** Returns the existing values, by the plural of their kinds. */
  all(): ReadonlyMap<string, ValueOf<Family, AnyResource>>
}

/** Creates an empty map, keyed by the plural of the kinds. */
export function createKindMap<Family extends TypeFamily>(): KindMap<Family> {
  const values = new Map<string, unknown>()
  return {
    of<Item extends AnyResource>({ plural }: ItemKind<Item>, create: () => ValueOf<Family, Item>) {
      const known = values.get(plural)
      // Only values of this kind are stored under its plural, which the compiler cannot know.
      if (known !== undefined) return known as ValueOf<Family, Item>
      const created = create()
      values.set(plural, created)
      return created
    },
    set: ({ plural }, value) => void values.set(plural, value),
    all: () => values as ReadonlyMap<string, ValueOf<Family, AnyResource>>,
  }
}
