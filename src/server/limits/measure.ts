import {
  type ASTNode,
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  Kind,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql'

/** What a selection set is measured by. */
export interface Measure {
  /** What a field comes to; `inside` gives what is selected in it, 0 for a leaf. */
  readonly field: (node: FieldNode, inside: () => number) => number
  /** What a spread, an inline fragment, a fragment or an operation makes of what is inside; that itself unless told. */
  readonly around?: (node: ASTNode, inside: number) => number
  /** Makes one figure of two that stand side by side. */
  readonly combine: (one: number, other: number) => number
}

/**
 * Measures the largest operation of a document as if each fragment stood where it is spread. A fragment is measured
 * once, so that the time is linear in the document, whatever it would expand to. One that spreads itself, or that there
 * is not, counts as nothing: validation refuses it.
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

/** The fragments of a document by their names. */
export function fragmentsOf(
  definitions: DocumentNode['definitions'],
): ReadonlyMap<string, FragmentDefinitionNode> {
  return new Map(
    definitions
      .filter((definition) => definition.kind === Kind.FRAGMENT_DEFINITION)
      .map((fragment) => [fragment.name.value, fragment]),
  )
}
