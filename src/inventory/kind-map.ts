import type { ItemKind } from './kind.ts'
import type { AnyResource } from './resources.ts'

/** A family of types, one for each type of resource: `value` in terms of `this['item']`. */
export interface TypeFamily {
  readonly item: unknown
  readonly value: unknown
}

/** The type of a family for a type of resource. */
export type ValueOf<Family extends TypeFamily, Item> = (Family & { readonly item: Item })['value']

/** Values by kinds, each of the type that its kind has in a family of types. */
export interface KindMap<Family extends TypeFamily> {
  /** Returns the value of a kind, created at the first call. */
  of<Item extends AnyResource>(
    kind: ItemKind<Item>,
    create: () => ValueOf<Family, Item>,
  ): ValueOf<Family, Item>
  set<Item extends AnyResource>(kind: ItemKind<Item>, value: ValueOf<Family, Item>): void
  /** Returns the values created so far, by the plural of their kinds. */
  all(): ReadonlyMap<string, ValueOf<Family, AnyResource>>
}

/** Creates an empty map; the plural of a kind names its value. */
export function createKindMap<Family extends TypeFamily>(): KindMap<Family> {
  const values = new Map<string, unknown>()
  return {
    of<Item extends AnyResource>({ plural }: ItemKind<Item>, create: () => ValueOf<Family, Item>) {
      const known = values.get(plural)
      // Only values of a kind are set under its plural, which the compiler cannot know of a string.
      if (known !== undefined) return known as ValueOf<Family, Item>
      const created = create()
      values.set(plural, created)
      return created
    },
    set: ({ plural }, value) => void values.set(plural, value),
    all: () => values as ReadonlyMap<string, ValueOf<Family, AnyResource>>,
  }
}
