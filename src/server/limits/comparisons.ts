import {
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLError,
  Kind,
  type SelectionSetNode,
} from 'graphql'
import type { Plugin } from 'graphql-yoga'
import { refuseDocuments } from './documents.ts'
import { exceeded } from './exceeded.ts'
import { fragmentsOf } from './measure.ts'

/** Characters of arguments that are printed in the time of comparing one pair of fields without any. */
const CHARACTERS_PER_COMPARISON = 20

/** Selections that are merged in one place of the answer, by the name that they have there. */
interface Merged {
  readonly fields: Map<string, { count: number; readonly sets: SelectionSetNode[] }>
  readonly spreads: Set<FragmentDefinitionNode>
}

/**
 * Refuses documents that repeat fields so often that comparing them takes long: graphql-js compares each two fields of
 * the same name, and what is selected in them, to find out whether they can be merged. 0 is no limit.
 */
export function useComparisonLimit(maxComparisons: number): Plugin {
  if (maxComparisons === 0) return {}
  return refuseDocuments((document) => {
    if (countComparisons(document, maxComparisons) <= maxComparisons) return []
    return [tooMany(maxComparisons)]
  })
}

function tooMany(maxComparisons: number): GraphQLError {
  return exceeded(
    'TOO_MANY_REPEATED_FIELDS',
    'Validation would compare too many pairs of fields of the same name, or of fragments (select each field once)',
    'MAX_FIELD_COMPARISONS',
    maxComparisons,
  )
}

/**
 * Counts the pairs of fields and of fragments that validation compares, up to a maximum: the count stops beyond it, so
 * that it takes no longer than that, whatever fragments would expand to.
 */
export function countComparisons({ definitions }: DocumentNode, max: number): number {
  const fragments = fragmentsOf(definitions)
  const reached = new Set<FragmentDefinitionNode>()
  const compared = new Set<SelectionSetNode>()
  let comparisons = 0
  let visited = 0

  function isOver(): boolean {
    return comparisons > max || visited > max
  }

  function collect({ selections }: SelectionSetNode, into: Merged): void {
    for (const node of selections) {
      visited += 1
      if (isOver()) return
      if (node.kind === Kind.INLINE_FRAGMENT) {
        collect(node.selectionSet, into)
      } else if (node.kind === Kind.FRAGMENT_SPREAD) {
        const fragment = fragments.get(node.name.value)
        if (fragment === undefined || into.spreads.has(fragment)) continue
        comparisons += into.spreads.size
        into.spreads.add(fragment)
        reached.add(fragment)
        collect(fragment.selectionSet, into)
      } else {
        const name = node.alias?.value ?? node.name.value
        const merged = into.fields.get(name) ?? { count: 0, sets: [] }
        comparisons += merged.count * weightOf(node)
        merged.count += 1
        if (node.selectionSet !== undefined) merged.sets.push(node.selectionSet)
        into.fields.set(name, merged)
      }
    }
  }

  function compare(sets: readonly SelectionSetNode[]): void {
    // What stands alone has the same comparisons wherever it is spread, and validation makes them once.
    const [only] = sets
    if (sets.length === 1 && only !== undefined) {
      if (compared.has(only)) return
      compared.add(only)
    }
    const merged: Merged = { fields: new Map(), spreads: new Set() }
    for (const set of sets) collect(set, merged)
    for (const { sets: inside } of merged.fields.values()) {
      if (isOver()) return
      if (inside.length > 0) compare(inside)
    }
  }

  for (const definition of definitions) {
    if (definition.kind === Kind.OPERATION_DEFINITION) compare([definition.selectionSet])
  }
  // Validation also looks at fragments that no operation spreads.
  for (const fragment of fragments.values()) {
    if (!reached.has(fragment)) compare([fragment.selectionSet])
  }
  return isOver() ? max + 1 : comparisons
}

/** Arguments are compared as they are printed, so that a pair with long ones takes as long as many without. */
function weightOf({ arguments: given = [] }: FieldNode): number {
  let characters = 0
  for (const { loc } of given) characters += loc === undefined ? 0 : loc.end - loc.start
  return 1 + Math.ceil(characters / CHARACTERS_PER_COMPARISON)
}
