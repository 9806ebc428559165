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
 * The part of a subscription that executes its events. It has neither the client's document nor the arguments of the
 * subscription itself, which did their work when the subscription began: both may be large, and subscriptions live long.
 */
export interface EventSelection {
  /** The selection as a document. */
  readonly text: string
  /** The variables that the selection uses. */
  readonly variableValues: Readonly<Record<string, unknown>>
  /** Identifies the result of an event: the selection, its variables, and who asks. */
  readonly key: string
}

interface Analysis {
  readonly text: string
  readonly variables: readonly string[]
  /** The latest key of this document: a crowd with the same key holds one string. */
  latestKey?: string
}

/** Characters of the documents that are kept parsed. A character takes up to 500 bytes where it is a token by itself. */
const MAX_CHARACTERS = 50_000

/** Creates what reduces subscriptions to the selection of their events. */
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
    /** @param sharingKey contexts of the same key give the same result; undefined for the result of one context. */
    selectionOf(args: ExecutionArgs, sharingKey: string | undefined): EventSelection {
      const analysis = analysisOf(args)
      const { text, variables, latestKey } = analysis
      const given = args.variableValues ?? {}
      const variableValues = Object.fromEntries(
        // A variable that is left out, and so has its default, is not one that is null.
        variables.flatMap((name) => (name in given ? [[name, given[name]]] : [])),
      )
      const key = hash(JSON.stringify([text, variableValues, sharingKey]))
      analysis.latestKey = key === latestKey ? latestKey : key
      return { text, variableValues, key: analysis.latestKey }
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
  // Printed anew, the text is not a slice of the client's document, which it would keep in memory.
  return { text: stripIgnoredCharacters(print(pruned)), variables: [...variables].sort() }
}
