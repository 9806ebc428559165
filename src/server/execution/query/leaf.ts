import { inspect } from '@graphql-tools/utils'
import type { GraphQLLeafType } from 'graphql'

/** Serializes the value of a scalar or enum. @throws if the type cannot represent it */
export function serializeLeaf(type: GraphQLLeafType, value: unknown): unknown {
  const serialized: unknown = type.serialize(value)
  if (serialized !== null && serialized !== undefined) return serialized
  throw new Error(
    `Expected \`${inspect(type)}.serialize(${inspect(value)})\` to return non-nullable value, returned: ${inspect(serialized)}`,
  )
}
