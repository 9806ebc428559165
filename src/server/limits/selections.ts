import type { ASTNode, DocumentNode, GraphQLError } from 'graphql'
import type { Plugin } from 'graphql-yoga'
import { rejectDocuments } from './documents.ts'
import { countOf, exceeded } from './exceeded.ts'
import { type Measure, measure } from './measure.ts'

/** Limits on the selections of an operation, with fragments expanded; 0: no limit. */
export interface SelectionLimits {
  readonly maxDepth: number
  readonly maxAliases: number
  readonly maxRootFields: number
  readonly maxDirectives: number
}

const sum = (one: number, other: number) => one + other

/**
 * Measures the nesting of fields. Introspection, which clients nest deeply, is exempt; graphql-js has a rule for it.
 */
const depth: Measure = {
  field: ({ name }, inside) => (name.value === '__schema' || name.value === '__type' ? 0 : 1 + inside()),
  combine: Math.max,
}

const aliases: Measure = {
  field: ({ alias }, inside) => (alias === undefined ? 0 : 1) + inside(),
  combine: sum,
}

const rootFields: Measure = { field: () => 1, combine: sum }

const directives: Measure = {
  field: (node, inside) => directivesOn(node) + inside(),
  around: (node, inside) => directivesOn(node) + inside,
  combine: sum,
}

/** Rejects operations with too many or too deeply nested selections. */
export function useSelectionLimits(limits: SelectionLimits): Plugin {
  const { maxDepth, maxAliases, maxRootFields, maxDirectives } = limits
  const checks: readonly ((document: DocumentNode) => GraphQLError | undefined)[] = [
    check('QUERY_TOO_DEEP', depth, 'is', 'fields deep', 'MAX_DEPTH', maxDepth),
    check('TOO_MANY_ALIASES', aliases, 'has', 'aliases', 'MAX_ALIASES', maxAliases),
    check('TOO_MANY_ROOT_FIELDS', rootFields, 'has', 'root fields', 'MAX_ROOT_FIELDS', maxRootFields),
    check('TOO_MANY_DIRECTIVES', directives, 'has', 'directives', 'MAX_DIRECTIVES', maxDirectives),
  ]
  return rejectDocuments((document) => checks.flatMap((of) => of(document) ?? []))
}

function check(code: string, what: Measure, verb: string, unit: string, limit: string, allowed: number) {
  return (document: DocumentNode): GraphQLError | undefined => {
    if (allowed === 0) return undefined
    const found = measure(document, what)
    if (found <= allowed) return undefined
    return exceeded(code, `The operation ${verb} ${countOf(found)} ${unit}`, limit, allowed)
  }
}

function directivesOn(node: ASTNode): number {
  const own = 'directives' in node ? (node.directives?.length ?? 0) : 0
  if (!('variableDefinitions' in node)) return own
  return (node.variableDefinitions ?? []).map(directivesOn).reduce(sum, own)
}
