import { inspect } from '@graphql-tools/utils'
import { GraphQLError, type GraphQLLeafType } from 'graphql'

/** Serializes the value of a scalar or enum. @throws if the type cannot represent it */
export function serializeLeaf(type: GraphQLLeafType, value: unknown): unknown {
  const serialized = serialize(type, value)
  if (serialized !== null && serialized !== undefined) return serialized
  throw new Error(
    `Expected \`${inspect(type)}.serialize(${inspect(value)})\` to return non-nullable value, returned: ${inspect(serialized)}`,
  )
}

function serialize(type: GraphQLLeafType, value: unknown): unknown {
  try {
    return type.serialize(value)
  } catch (error) {
    // Without the location of the field, which is added later.
    throw error instanceof GraphQLError ? new Error(error.message) : error
  }
}
