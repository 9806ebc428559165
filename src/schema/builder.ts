import SchemaBuilder from '@pothos/core'
import DirectivesPlugin from '@pothos/plugin-directives'
import FederationPlugin from '@pothos/plugin-federation'
import RelayPlugin from '@pothos/plugin-relay'
import type { AuthFailure } from '@pothos/plugin-scope-auth'
import { listScopes, missingScopes, type Scope, type Scopes, typeScopes } from './access.ts'
import type { GraphContext } from './context.ts'
import { forbidden } from './errors.ts'
import { decodeGlobalId, encodeGlobalId } from './global-id.ts'
import { GUARD_PLUGIN } from './plugins/guard-plugin.ts'
import { SCOPES_PLUGIN } from './plugins/scopes-plugin.ts'

/** Pothos builder of the schema. */
export const builder = new SchemaBuilder<{
  AuthScopes: { scope: Scopes }
  Context: GraphContext
  DefaultFieldNullability: false
  FederationScopes: Scope
  Scalars: {
    DateTime: { Input: Date; Output: Date }
    ID: { Input: string; Output: string }
  }
}>({
  // Authorization runs first, so that no other plugin sees a rejected field.
  plugins: [GUARD_PLUGIN, RelayPlugin, DirectivesPlugin, FederationPlugin, SCOPES_PLUGIN],
  scopeAuth: {
    authScopes: ({ caller }) => ({ scope: (needed) => missingScopes(caller, needed).length === 0 }),
    authorizeOnSubscribe: true,
    unauthorizedError: (_parent, { caller }, _info, { failure }) =>
      forbidden(neededScopes(failure).filter((scope) => !caller.scopes.has(scope))),
  },
  scopes: { missing: ({ caller }, needed) => missingScopes(caller, needed) },
  defaultFieldNullability: false,
  relay: {
    cursorType: 'String',
    encodeGlobalID: (typename, id) => encodeGlobalId(typename, String(id)),
    decodeGlobalID: decodeGlobalId,
    // node.ts defines `node` and `nodes`: it validates all IDs before the first load.
    nodeQueryOptions: false,
    nodesQueryOptions: false,
    idFieldOptions: { description: 'Opaque global ID, stable for the lifetime of the resource.' },
    nodeTypeOptions: { description: 'Object with a global ID.' },
    // All subgraphs define the same PageInfo.
    pageInfoTypeOptions: { description: 'Position of a page in its connection.', shareable: true },
    hasNextPageFieldOptions: { description: 'True if more items follow this page.' },
    hasPreviousPageFieldOptions: { description: 'True if items precede this page.' },
    startCursorFieldOptions: { description: 'Cursor of the first item; null on an empty page.' },
    endCursorFieldOptions: { description: 'Cursor of the last item; null on an empty page.' },
    firstArgOptions: {
      description:
        'Maximum number of items from the start of the list: 1 to 100. Default: 20. Mutually exclusive with `last`.',
    },
    lastArgOptions: {
      description:
        'Maximum number of items from the end of the list: 1 to 100. Mutually exclusive with `first`.',
    },
    afterArgOptions: {
      description: 'Cursor of the item to start after. Must come from a list of the same type and order.',
    },
    beforeArgOptions: {
      description: 'Cursor of the item to end before. Must come from a list of the same type and order.',
    },
  },
})

/** Returns the scopes required by a failed check. */
function neededScopes(failure: AuthFailure): readonly Scope[] {
  if ('failures' in failure) return failure.failures.flatMap(neededScopes)
  return 'parameter' in failure ? listScopes(failure.parameter as Scopes) : []
}

/** Type parameters of the schema builder. */
export type SchemaTypes = typeof builder.$inferSchemaTypes

builder.queryType({
  authScopes: { scope: typeScopes.Query },
  description:
    'Queries. Served from the inventory of the gateway if it is fresh enough, otherwise from AWS. `Cache-Control: no-cache` always reads from AWS.',
})

builder.mutationType({
  description: 'Mutations. Each takes one `input` and returns a union of its payload and typed errors.',
})

builder.subscriptionType({
  authScopes: { scope: typeScopes.Subscription },
  description:
    'Subscriptions, delivered over WebSockets (graphql-ws), server-sent events, multipart HTTP or HTTP callbacks.',
})

/** Query cost of a field with one AWS call per object; an object of a listing costs 1. */
export const ownCall = { cost: 10 }

/** Query cost of a mutation: the call and the reads that follow it. */
export const mutationCost = { cost: 10 }
