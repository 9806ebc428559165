/** Associations between two kinds of resource, indexed by both sides. */
export interface Pairs {
  add(left: string, right: string): void
  /** Returns false if the two were not associated. */
  remove(left: string, right: string): boolean
  has(left: string, right: string): boolean
  rightsOf(left: string): readonly string[]
  leftsOf(right: string): readonly string[]
  /** Removes every pair of a left side. */
  removeLeft(left: string): void
  /** Removes every pair of a right side. */
  removeRight(right: string): void
}

/** Creates an empty set of pairs. */
export function createPairs(): Pairs {
  const rights = new Map<string, Set<string>>()
  const lefts = new Map<string, Set<string>>()

  function link(side: Map<string, Set<string>>, one: string, other: string): void {
    side.set(one, (side.get(one) ?? new Set()).add(other))
  }

  function unlink(side: Map<string, Set<string>>, one: string, other: string): boolean {
    const others = side.get(one)
    const existed = others?.delete(other) ?? false
    if (others?.size === 0) side.delete(one)
    return existed
  }

  function remove(left: string, right: string): boolean {
    unlink(lefts, right, left)
    return unlink(rights, left, right)
  }

  const rightsOf = (left: string) => [...(rights.get(left) ?? [])]
  const leftsOf = (right: string) => [...(lefts.get(right) ?? [])]

  return {
    add: (left, right) => {
      link(rights, left, right)
      link(lefts, right, left)
    },
    remove,
    has: (left, right) => rights.get(left)?.has(right) ?? false,
    rightsOf,
    leftsOf,
    removeLeft: (left) => {
      for (const right of rightsOf(left)) remove(left, right)
    },
    removeRight: (right) => {
      for (const left of leftsOf(right)) remove(left, right)
    },
  }
}
