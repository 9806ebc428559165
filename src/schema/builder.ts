import SchemaBuilder from '@pothos/core'
import DirectivesPlugin from '@pothos/plugin-directives'
import FederationPlugin from '@pothos/plugin-federation'
import RelayPlugin from '@pothos/plugin-relay'
import ScopeAuthPlugin, { type AuthFailure } from '@pothos/plugin-scope-auth'
import { listScopes, missingScopes, type Scope, type Scopes, typeScopes } from './access.ts'
import type { GraphContext } from './context.ts'
import { forbidden } from './errors.ts'
import { decodeGlobalId, encodeGlobalId } from './global-id.ts'
import { SCOPES_PLUGIN } from './scopes-plugin.ts'

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
  plugins: [ScopeAuthPlugin, RelayPlugin, DirectivesPlugin, FederationPlugin, SCOPES_PLUGIN],
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
    // node.ts defines `node` and `nodes`: it validates their ids before it loads anything.
    nodeQueryOptions: false,
    nodesQueryOptions: false,
    idFieldOptions: { description: 'Opaque global id; stable as long as the ARN is.' },
    nodeTypeOptions: { description: 'An object that can be fetched again by its global id.' },
    // All subgraphs define the same PageInfo.
    pageInfoTypeOptions: { description: 'Position of a page in its connection.', shareable: true },
    hasNextPageFieldOptions: { description: 'True if there is an item after this page.' },
    hasPreviousPageFieldOptions: { description: 'True if there is an item before this page.' },
    startCursorFieldOptions: { description: 'Cursor of the first item; null on an empty page.' },
    endCursorFieldOptions: { description: 'Cursor of the last item; null on an empty page.' },
    firstArgOptions: {
      description: 'Number of items, counted from the front: 1 to 100. Default: 20. Not with `last`.',
    },
    lastArgOptions: { description: 'Number of items, counted from the back: 1 to 100. Not with `first`.' },
    afterArgOptions: {
      description:
        'Returns items after this cursor only; it must come from a list of the same type and order.',
    },
    beforeArgOptions: {
      description:
        'Returns items before this cursor only; it must come from a list of the same type and order.',
    },
  },
})

/** Returns the scopes of a failed check. */
function neededScopes(failure: AuthFailure): readonly Scope[] {
  if ('failures' in failure) return failure.failures.flatMap(neededScopes)
  return 'parameter' in failure ? listScopes(failure.parameter as Scopes) : []
}

/** The types that this schema's builder works with. */
export type SchemaTypes = typeof builder.$inferSchemaTypes

builder.queryType({
  authScopes: { scope: typeScopes.Query },
  description:
    'Queries. Served from the inventory if it is fresh enough, else from AWS; `Cache-Control: no-cache` always reads AWS.',
})

builder.mutationType({
  description: 'Mutations. Each takes one `input` and returns a union: its payload, or a typed error.',
})

builder.subscriptionType({
  authScopes: { scope: typeScopes.Subscription },
  description: 'Subscriptions. Deliver changes over WebSocket (graphql-ws) or server-sent events.',
})
