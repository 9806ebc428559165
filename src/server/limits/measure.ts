import {
  type ASTNode,
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  Kind,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql'

/** Measure of a selection set. */
export interface Measure {
  /** Returns the measured value of a field. `inside` returns that of its selections, 0 for a leaf. */
  readonly field: (node: FieldNode, inside: () => number) => number
  /**
   * Returns the measured value of a spread, inline fragment, fragment or operation, given that of its selections.
   * Default: the same value.
   */
  readonly around?: (node: ASTNode, inside: number) => number
  /** Combines the measured values of two sibling selections. */
  readonly combine: (one: number, other: number) => number
}

/**
 * Measures the largest operation of a document with all fragments expanded. Each fragment is measured once, so the time
 * is linear in the document. Recursive and missing fragments count as 0; validation rejects them.
 */
export function measure(
  { definitions }: DocumentNode,
  { field, around = (_, inside) => inside, combine }: Measure,
): number {
  const fragments = fragmentsOf(definitions)
  const measured = new Map<string, number>()

  function ofSelectionSet(set: SelectionSetNode | undefined): number {
    let figure = 0
    for (const selection of set?.selections ?? []) figure = combine(figure, ofSelection(selection))
    return figure
  }

  function ofSelection(node: SelectionNode): number {
    switch (node.kind) {
      case Kind.FIELD:
        return field(node, () => ofSelectionSet(node.selectionSet))
      case Kind.INLINE_FRAGMENT:
        return around(node, ofSelectionSet(node.selectionSet))
      case Kind.FRAGMENT_SPREAD:
        return around(node, ofFragment(node.name.value))
    }
  }

  function ofFragment(name: string): number {
    const known = measured.get(name)
    const fragment = fragments.get(name)
    if (known !== undefined || fragment === undefined) return known ?? 0
    measured.set(name, 0)
    const figure = around(fragment, ofSelectionSet(fragment.selectionSet))
    measured.set(name, figure)
    return figure
  }

  let largest = 0
  for (const definition of definitions) {
    if (definition.kind !== Kind.OPERATION_DEFINITION) continue
    largest = Math.max(largest, around(definition, ofSelectionSet(definition.selectionSet)))
  }
  return largest
}

/** Returns the fragments of a document by name. */
export function fragmentsOf(
  definitions: DocumentNode['definitions'],
): ReadonlyMap<string, FragmentDefinitionNode> {
  return new Map(
    definitions
      .filter((definition) => definition.kind === Kind.FRAGMENT_DEFINITION)
      .map((fragment) => [fragment.name.value, fragment]),
  )
}
