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
import { codedError } from '../coded-error.ts'
import { rejectDocuments } from './documents.ts'

/** Fields that expose the schema. A router composes from the published file, not from `_service`. */
const SCHEMA_FIELDS: ReadonlySet<string> = new Set(['__schema', '__type', '_service'])

/** Maximum number of errors about variables, as in execution. */
const MAX_MISTAKES = 50

/** Disables introspection, and suggestions of names in error messages. */
export function useNoIntrospection(): readonly Plugin[] {
  return [
    rejectDocuments(introspectionIn),
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
  let exposing: FieldNode | undefined
  visit(document, {
    Field(node) {
      if (!SCHEMA_FIELDS.has(node.name.value)) return undefined
      exposing = node
      return BREAK
    },
  })
  if (exposing === undefined) return []
  return [
    codedError(
      'INTROSPECTION_DISABLED',
      `Introspection is disabled (INTROSPECTION): remove \`${exposing.name.value}\`, or use the published schema file.`,
      400,
    ),
  ]
}

/**
 * Coerces variables as execution does, and returns the errors. The executor of GraphQL Tools accepts `hideSuggestions`,
 * but does not pass it to the coercion of graphql-js 16.
 */
function mistakesInVariables(args: ExecutionArgs): readonly GraphQLError[] | undefined {
  const { schema, document, operationName, variableValues } = args
  const definitions = getOperationAST(document, operationName)?.variableDefinitions ?? []
  const options = { hideSuggestions: true, maxErrors: MAX_MISTAKES }
  return getVariableValues(schema, definitions, variableValues ?? {}, options).errors
}
