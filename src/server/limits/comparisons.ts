import {
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLError,
  Kind,
  type SelectionSetNode,
} from 'graphql'
import type { Plugin } from 'graphql-yoga'
import { codedError } from '../coded-error.ts'
import { rejectDocuments } from './documents.ts'
import { fragmentsOf } from './measure.ts'

/** Number of characters of arguments that take as long to print as comparing two fields without arguments. */
const CHARACTERS_PER_COMPARISON = 20

/** Selections merged at one path of the response: fields by response name, and fragment spreads. */
interface Merged {
  readonly fields: Map<string, { count: number; readonly sets: SelectionSetNode[] }>
  readonly spreads: Set<FragmentDefinitionNode>
}

/**
 * Rejects documents whose repeated fields make validation slow. graphql-js compares every two fields of the same name,
 * and their selections, to check that they can be merged. 0: no limit.
 */
export function useComparisonLimit(maxComparisons: number): Plugin {
  if (maxComparisons === 0) return {}
  return rejectDocuments((document) => {
    if (countComparisons(document, maxComparisons) <= maxComparisons) return []
    return [tooMany(maxComparisons)]
  })
}

function tooMany(maxComparisons: number): GraphQLError {
  const message = `Validation needs more than ${maxComparisons} field comparisons (MAX_FIELD_COMPARISONS). Select each field once.`
  return codedError('TOO_MANY_REPEATED_FIELDS', message, 400)
}

/**
 * Counts the pairs of fields and fragments that validation compares. Stops at `max`, so that counting is bounded even
 * for fragments that expand exponentially.
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
    // Validation compares within a single selection set once, even if it is spread in several places.
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
  // Validation also checks fragments that no operation spreads.
  for (const fragment of fragments.values()) {
    if (!reached.has(fragment)) compare([fragment.selectionSet])
  }
  return isOver() ? max + 1 : comparisons
}

/** Returns the weight of a comparison. Arguments are compared as printed text, so long ones take longer. */
function weightOf({ arguments: nodes = [] }: FieldNode): number {
  let characters = 0
  for (const { loc } of nodes) characters += loc === undefined ? 0 : loc.end - loc.start
  return 1 + Math.ceil(characters / CHARACTERS_PER_COMPARISON)
}
