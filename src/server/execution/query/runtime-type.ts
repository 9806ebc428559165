import type { ExecutionContext } from '@graphql-tools/executor'
import { type GraphQLAbstractType, GraphQLError, type GraphQLObjectType, isObjectType } from 'graphql'
import type { PlannedField } from './plan.ts'

/**
 * Returns the object type to which the value of an abstract type was resolved.
 * @throws {GraphQLError} with the message of graphql-js if it is none of that type
 */
export function runtimeTypeOf(
  name: string | undefined,
  abstract: GraphQLAbstractType,
  { nodes, parentType, definition }: PlannedField,
  { schema }: ExecutionContext,
): GraphQLObjectType {
  const fail = (message: string) => {
    throw new GraphQLError(message, { nodes })
  }
  if (name === undefined || name === null) {
    return fail(
      `Abstract type "${abstract.name}" must resolve to an Object type at runtime for field "${parentType.name}.${definition.name}". Either the "${abstract.name}" type should provide a "resolveType" function or each possible type should provide an "isTypeOf" function.`,
    )
  }
  const type = schema.getType(name)
  if (type === undefined) {
    return fail(
      `Abstract type "${abstract.name}" was resolved to a type "${name}" that does not exist inside the schema.`,
    )
  }
  if (!isObjectType(type)) {
    return fail(`Abstract type "${abstract.name}" was resolved to a non-object type "${name}".`)
  }
  if (schema.isSubType(abstract, type)) return type
  return fail(`Runtime Object type "${type.name}" is not a possible type for "${abstract.name}".`)
}
