import { buildExecutionContext, type ExecutionContext, normalizedExecutor } from '@graphql-tools/executor'
import { type ExecutionArgs, getOperationAST, type OperationDefinitionNode, OperationTypeNode } from 'graphql'
import type { Plugin } from 'graphql-yoga'
import { QueryExecution } from './execution.ts'
import { planSelection, type Selection } from './plan.ts'

/** Executes queries with {@link createQueryExecutor}. Must precede the plugins that wrap the executor. */
export function useQueryExecutor(): Plugin {
  const execute = createQueryExecutor()
  return {
    onExecute({ setExecuteFn }) {
      setExecuteFn(execute)
    },
  }
}

type Executed = ReturnType<typeof normalizedExecutor>

const NO_VARIABLES = { coerced: {}, sources: {} }

/**
 * Creates an executor that returns the same results as Yoga's, and executes queries in less than half of its time. It
 * collects the fields of a document once, coerces the arguments of a field once per request, and creates paths only if
 * they are read. Yoga's executor executes mutations, and reports variables that cannot be coerced.
 */
export function createQueryExecutor() {
  const plans = new WeakMap<OperationDefinitionNode, Selection>()

  function planOf(context: ExecutionContext, document: ExecutionArgs['document']): Selection | undefined {
    const { schema, operation, fragments } = context
    const known = plans.get(operation)
    if (known !== undefined) return known
    const type = schema.getQueryType()
    if (!type) return undefined
    // Without directives, the variables do not decide which fields are selected.
    const isReusable = document.loc?.source.body.includes('@') === false
    const variableValues = isReusable ? NO_VARIABLES : context.variableValues
    const selection = planSelection({ schema, fragments, variableValues }, type, operation.selectionSet)
    if (isReusable) plans.set(operation, selection)
    return selection
  }

  return (args: ExecutionArgs): Executed => {
    const { document, operationName } = args
    if (getOperationAST(document, operationName)?.operation !== OperationTypeNode.QUERY) {
      return normalizedExecutor(args)
    }
    const context = buildExecutionContext(args)
    const plan = 'schema' in context ? planOf(context, document) : undefined
    return 'schema' in context && plan !== undefined
      ? new QueryExecution(context).run(plan)
      : normalizedExecutor(args)
  }
}
