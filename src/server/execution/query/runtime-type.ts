import { inspect } from '@graphql-tools/utils'
import {
  type GraphQLAbstractType,
  GraphQLError,
  type GraphQLObjectType,
  type GraphQLSchema,
  isObjectType,
} from 'graphql'
import type { PlannedField } from './plan.ts'

/**
 * Returns the object type with the name that `resolveType` returned for a value.
 * @throws {GraphQLError} with the message of graphql-js if the abstract type has no such object type
 */
export function runtimeTypeOf(
  name: unknown,
  abstract: GraphQLAbstractType,
  value: unknown,
  field: PlannedField,
  schema: GraphQLSchema,
): GraphQLObjectType {
  const type = typeof name === 'string' ? schema.getType(name) : undefined
  if (isObjectType(type) && schema.isSubType(abstract, type)) return type
  throw new GraphQLError(messageOf(name, abstract, value, field, schema), { nodes: field.nodes })
}

function messageOf(
  name: unknown,
  abstract: GraphQLAbstractType,
  value: unknown,
  { parentType, definition }: PlannedField,
  schema: GraphQLSchema,
): string {
  const expected = `Abstract type "${abstract.name}" must resolve to an Object type at runtime for field "${parentType.name}.${definition.name}"`
  if (name === undefined || name === null) {
    return `${expected}. Either the "${abstract.name}" type should provide a "resolveType" function or each possible type should provide an "isTypeOf" function.`
  }
  if (typeof name !== 'string')
    return `${expected} with value ${inspect(value)}, received "${inspect(name)}".`
  const type = schema.getType(name)
  if (isObjectType(type))
    return `Runtime Object type "${name}" is not a possible type for "${abstract.name}".`
  return type === undefined
    ? `Abstract type "${abstract.name}" was resolved to a type "${name}" that does not exist inside the schema.`
    : `Abstract type "${abstract.name}" was resolved to a non-object type "${name}".`
}
