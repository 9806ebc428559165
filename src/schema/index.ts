import type { GraphQLSchema } from 'graphql'
import { builder } from './builder.ts'
import './scalars.ts'
import './node.ts'
import './target/queries.ts'
import './image/type.ts'
import './image/relations.ts'
import './image/shares.ts'
import './image/queries.ts'
import './image-builder/type.ts'
import './image-builder/queries.ts'

export { createContext, type GraphContext } from './context.ts'

/** Makes the schema: the registry of its resources is the list of imports above. */
export function createSchema(): GraphQLSchema {
  return builder.toSchema({ sortSchema: true })
}
