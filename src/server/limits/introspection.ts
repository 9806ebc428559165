import {
  BREAK,
  type DocumentNode,
  type ExecutionArgs,
  type FieldNode,
  type GraphQLError,
  getOperationAST,
  getVariableValues,
  visit,
} from 'graphql'
import type { Plugin } from 'graphql-yoga'
import { refusal } from '../refusal.ts'
import { refuseDocuments } from './documents.ts'

/** What tells the schema. A router composes from the published file, not from `_service`. */
const TELLING: ReadonlySet<string> = new Set(['__schema', '__type', '_service'])

/** As many as execution would tell. */
const MAX_MISTAKES = 50

/** Keeps the schema to those who have its file: nobody can ask for it, and no error message suggests a name. */
export function useNoIntrospection(): readonly Plugin[] {
  return [
    refuseDocuments(introspectionIn),
    {
      onValidate({ validateFn, setValidationFn }) {
        setValidationFn((schema, document, rules) =>
          validateFn(schema, document, rules, { hideSuggestions: true }),
        )
      },
      onExecute({ args, setResultAndStopExecution }) {
        const errors = mistakesInVariables(args)
        if (errors !== undefined) setResultAndStopExecution({ errors })
      },
      onSubscribe({ args }) {
        Object.assign(args, { hideSuggestions: true })
      },
    },
  ]
}

function introspectionIn(document: DocumentNode): readonly GraphQLError[] {
  let telling: FieldNode | undefined
  visit(document, {
    Field(node) {
      if (!TELLING.has(node.name.value)) return undefined
      telling = node
      return BREAK
    },
  })
  if (telling === undefined) return []
  return [
    refusal(
      'INTROSPECTION_DISABLED',
      `Introspection is off (INTROSPECTION): \`${telling.name.value}\`.`,
      400,
    ),
  ]
}

/**
 * Coerces variables as execution would, and gives the errors of that. The executor of GraphQL Tools takes
 * `hideSuggestions`, but does not hand it on to the coercion of graphql-js 16.
 */
function mistakesInVariables(args: ExecutionArgs): readonly GraphQLError[] | undefined {
  const { schema, document, operationName, variableValues } = args
  const definitions = getOperationAST(document, operationName)?.variableDefinitions ?? []
  const options = { hideSuggestions: true, maxErrors: MAX_MISTAKES }
  return getVariableValues(schema, definitions, variableValues ?? {}, options).errors
}
