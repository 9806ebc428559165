import { authExchange } from '@urql/exchange-auth'
import { cacheExchange } from '@urql/exchange-graphcache'
import { Client, type CombinedError, fetchExchange, subscriptionExchange } from 'urql'
import { authorizationOf } from '../../shared/access.ts'
import { fetchGateway } from '../../shared/fetch-gateway.ts'
import { keys } from '../../shared/generated/graphcacheKeys.ts'
import possibleTypes from '../../shared/generated/possibleTypes.json'
import type { Session } from '../../shared/page.tsx'
import type { BuilderChangesSubscription } from './gql/graphql.ts'

/** Creates a client with a normalized cache, which follows events over a WebSocket. */
export function createUrqlClient({ url, webSocket, getToken }: Session): Client {
  return new Client({
    url,
    fetch: fetchGateway,
    preferGetMethod: false,
    exchanges: [
      createCache(),
      authExchange(async ({ appendHeaders }) => ({
        addAuthToOperation: (operation) => appendHeaders(operation, { ...authorizationOf(getToken) }),
        // Only the user can replace this token. A page with an identity library renews it in `refreshAuth`.
        didAuthError: () => false,
        refreshAuth: async () => {},
      })),
      fetchExchange,
      subscriptionExchange({
        forwardSubscription: ({ query = '', variables }) => ({
          subscribe: (sink) => ({ unsubscribe: webSocket.subscribe({ query, variables }, sink) }),
        }),
      }),
    ],
  })
}

/** Returns the message of an error without the prefix that urql adds. */
export function messageOf({ networkError, graphQLErrors }: CombinedError): string {
  return networkError?.message ?? graphQLErrors.map(({ message }) => message).join(' ')
}

function createCache() {
  return cacheExchange({
    keys,
    possibleTypes,
    logger(severity, message) {
      // Without a `schema`, graphcache misses the fields of fragments on all other types of a result.
      if (severity !== 'debug' && !message.startsWith('Invalid undefined')) console[severity](message)
    },
    updates: {
      Subscription: {
        imageBuilderStateChanged(result: BuilderChangesSubscription, _args, cache) {
          // The cache has already updated a builder that changed its state, by its id.
          if (!['CREATED', 'DELETED', 'RESET'].includes(result.imageBuilderStateChanged.kind)) return
          for (const { fieldName, arguments: args } of cache.inspectFields('Query'))
            if (fieldName === 'imageBuilders') cache.invalidate('Query', fieldName, args)
        },
      },
    },
  })
}
