import SchemaBuilder from '@pothos/core'
import DirectivesPlugin from '@pothos/plugin-directives'
import FederationPlugin from '@pothos/plugin-federation'
import RelayPlugin from '@pothos/plugin-relay'
import ScopeAuthPlugin, { type AuthFailure } from '@pothos/plugin-scope-auth'
import { type Scope, typeScopes } from './access.ts'
import type { GraphContext } from './context.ts'
import { forbidden } from './errors.ts'
import { decodeGlobalId, encodeGlobalId } from './global-id.ts'

/** Pothos builder of the schema. */
export const builder = new SchemaBuilder<{
  AuthScopes: { scope: Scope }
  Context: GraphContext
  DefaultFieldNullability: false
  FederationScopes: Scope
  Scalars: {
    DateTime: { Input: Date; Output: Date }
    ID: { Input: string; Output: string }
  }
}>({
  // Authorization runs first, so that no other plugin sees a rejected field.
  plugins: [ScopeAuthPlugin, RelayPlugin, DirectivesPlugin, FederationPlugin],
  scopeAuth: {
    authScopes: ({ caller }) => ({ scope: (scope) => caller.scopes.has(scope) }),
    authorizeOnSubscribe: true,
    unauthorizedError: (_parent, _context, _info, { failure }) => forbidden(scopeOf(failure)),
  },
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

/** The scope that was not granted. */
function scopeOf(failure: AuthFailure): string {
  if ('failures' in failure) return failure.failures.map(scopeOf).join(' or ')
  return 'parameter' in failure ? String(failure.parameter) : 'that the field asks for'
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
