import { createHash } from 'node:crypto'
import {
  type DocumentNode,
  type ExecutionArgs,
  getOperationAST,
  isRequiredArgument,
  parse,
  print,
  separateOperations,
  stripIgnoredCharacters,
  TypeInfo,
  visit,
  visitWithTypeInfo,
} from 'graphql'
import { LRUCache } from 'lru-cache'

/**
 * Part of a subscription that is needed to execute its events. Excludes the client's document and the arguments of the
 * subscription field, which may be large and are not needed after the start.
 */
export interface EventSelection {
  /** Selection as a document. */
  readonly text: string
  /** Variables used by the selection. */
  readonly variableValues: Readonly<Record<string, unknown>>
  /** Key of an event's result: hash of the selection, its variables and the caller's sharing key. */
  readonly key: string
}

interface Analysis {
  readonly text: string
  readonly variables: readonly string[]
  /** Latest selection of this document, so that subscribers with the same key share it. */
  latest?: EventSelection
}

/** Total characters of the cached parsed documents, which take up to 500 bytes per character. */
const MAX_CHARACTERS = 50_000

/** Creates the cache of event selections. */
export function createEventSelections() {
  const analyses = new WeakMap<DocumentNode, Map<string, Analysis>>()
  const documents = new LRUCache<string, DocumentNode>({
    maxSize: MAX_CHARACTERS,
    sizeCalculation: (_document, text) => text.length,
  })

  function analysisOf(args: ExecutionArgs): Analysis {
    const { document, operationName } = args
    const name = operationName ?? ''
    const known = analyses.get(document) ?? new Map<string, Analysis>()
    analyses.set(document, known)
    const analysis = known.get(name) ?? analyze(args)
    known.set(name, analysis)
    return analysis
  }

  return {
    /**
     * Reduces a subscription to the selection of its events.
     * @param sharingKey contexts with the same key produce the same result. Undefined if the result cannot be shared.
     */
    selectionOf(args: ExecutionArgs, sharingKey: string | undefined): EventSelection {
      const analysis = analysisOf(args)
      const { text, variables, latest } = analysis
      const given = args.variableValues ?? {}
      const variableValues = Object.fromEntries(
        // Absent variables stay absent, because they have a default, unlike null.
        variables.flatMap((name) => (name in given ? [[name, given[name]]] : [])),
      )
      const key = hash(JSON.stringify([text, variableValues, sharingKey]))
      if (latest?.key === key) return latest
      analysis.latest = { text, variableValues, key }
      return analysis.latest
    },
    /** Returns the parsed document of a selection. */
    documentOf({ text }: EventSelection): DocumentNode {
      const document = documents.get(text) ?? parse(text, { noLocation: true })
      documents.set(text, document)
      return document
    },
  }
}

function hash(text: string): string {
  return createHash('sha256').update(text).digest('base64')
}

function analyze({ document, operationName, schema }: ExecutionArgs): Analysis {
  const name = getOperationAST(document, operationName)?.name?.value ?? ''
  const variables = new Set<string>()
  const types = new TypeInfo(schema)
  const selected = visit(
    separateOperations(document)[name] ?? document,
    visitWithTypeInfo(types, {
      VariableDefinition: () => false,
      Field: {
        enter(node) {
          if (types.getParentType() !== schema.getSubscriptionType()) return undefined
          const required = new Set(
            types
              .getFieldDef()
              ?.args.filter(isRequiredArgument)
              .map(({ name }) => name) ?? [],
          )
          return {
            ...node,
            arguments: node.arguments?.filter((argument) => required.has(argument.name.value)),
          }
        },
      },
      Variable: (node) => {
        variables.add(node.name.value)
      },
    }),
  )
  const pruned = visit(selected, {
    VariableDefinition: (node) => (variables.has(node.variable.name.value) ? false : null),
  })
  // Printed, because a slice of the client's document would retain all of it.
  return { text: stripIgnoredCharacters(print(pruned)), variables: [...variables].sort() }
}
