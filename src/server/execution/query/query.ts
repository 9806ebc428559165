import {
  type DocumentNode,
  type ExecutionArgs,
  type FragmentDefinitionNode,
  type GraphQLSchema,
  getOperationAST,
  getVariableValues,
  Kind,
  type OperationDefinitionNode,
  OperationTypeNode,
} from 'graphql'

/** Query to execute, with the values that its resolvers share. */
export interface Query {
  readonly schema: GraphQLSchema
  readonly document: DocumentNode
  readonly operation: OperationDefinitionNode
  readonly fragments: Readonly<Record<string, FragmentDefinitionNode>>
  readonly rootValue: unknown
  readonly contextValue: unknown
  /** Coerced variables. */
  readonly variableValues: Readonly<Record<string, unknown>>
}

/** Same limit as that of Yoga's executor, which reports the errors. */
const MAX_VARIABLE_ERRORS = 50

/** Returns the query to execute. Returns undefined if the operation is no query or its variables are invalid. */
export function queryOf(args: ExecutionArgs): Query | undefined {
  const { schema, document, operationName, rootValue, contextValue } = args
  const operation = getOperationAST(document, operationName)
  if (operation?.operation !== OperationTypeNode.QUERY) return undefined
  const { coerced: variableValues } = getVariableValues(
    schema,
    operation.variableDefinitions ?? [],
    args.variableValues ?? {},
    { maxErrors: MAX_VARIABLE_ERRORS },
  )
  if (variableValues === undefined) return undefined
  const fragments = fragmentsOf(document)
  return { schema, document, operation, fragments, rootValue, contextValue, variableValues }
}

function fragmentsOf({ definitions }: DocumentNode): Query['fragments'] {
  const fragments: Record<string, FragmentDefinitionNode> = Object.create(null)
  for (const definition of definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments[definition.name.value] = definition
  }
  return fragments
}
