import type { GraphQLSchema } from 'graphql'
import { builder } from './builder.ts'
import { createSubgraphSchema } from './federation/subgraph.ts'
import { paceResolvers } from './pacing/paced-resolvers.ts'
import './time.ts'
import './node.ts'
import './target/type.ts'
import './image/type.ts'
import './image/relations.ts'
import './image/sizes.ts'
import './image/shares.ts'
import './image-builder/type.ts'
import './image/mutations/delete.ts'
import './image/mutations/copy.ts'
import './image/mutations/derive.ts'
import './image/mutations/permissions.ts'
import './tag/mutations.ts'
import './image/subscriptions.ts'
import './image-builder/mutations.ts'
import './image-builder/subscriptions.ts'
import './fleet/type.ts'
import './stack/type.ts'
import './directory-config/type.ts'
import './elastic-application/type.ts'
import './fleet/relations.ts'
import './elastic-application/relations.ts'
import './catalog/fields.ts'
import './fleet/mutations.ts'
import './fleet/roll-out/mutation.ts'
import './fleet/subscriptions.ts'
import './stack/mutations.ts'
import './entitlement/type.ts'
import './entitlement/applications.ts'
import './entitlement/mutations.ts'
import './entitlement/associate.ts'
import './theme/type.ts'
import './theme/mutations.ts'
import './session/queries.ts'
import './session/mutations.ts'
import './session/streaming-url.ts'

export { createContextFactory, type GraphContext } from './context.ts'
export { printSubgraph } from './federation/subgraph.ts'
export { imageBuilderKind } from './image-builder/kind.ts'
export { createKnownSizes } from './known-sizes.ts'
export { createTurns } from './pacing/turns.ts'

/** Creates the schema to serve. The imports above are the list of its resources. */
export function createSchema(): GraphQLSchema {
  return paceResolvers(createSubgraphSchema())
}

/** Creates the schema for direct clients, without the fields for routers. */
export function createApiSchema(): GraphQLSchema {
  return builder.toSchema({ sortSchema: true })
}
