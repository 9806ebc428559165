import { ApolloClient, ApolloLink, HttpLink, InMemoryCache } from '@apollo/client'
import { SetContextLink } from '@apollo/client/link/context'
import { GraphQLWsLink } from '@apollo/client/link/subscriptions'
import { relayStylePagination } from '@apollo/client/utilities'
import { authorizationOf } from '../../shared/access.ts'
import { fetchGateway } from '../../shared/fetch-gateway.ts'
import possibleTypes from '../../shared/generated/possibleTypes.json'
import type { Session } from '../../shared/page.tsx'

declare module '@apollo/client' {
  namespace ApolloClient {
    namespace DeclareDefaultOptions {
      interface WatchQuery {
        errorPolicy: 'all'
      }
      interface Query {
        errorPolicy: 'all'
      }
      interface Mutate {
        errorPolicy: 'all'
      }
    }
  }
}

/** Creates a client with a normalized cache, which follows events over a WebSocket. */
export function createApolloClient({ url, webSocket, getToken }: Session): ApolloClient {
  const authorize = new SetContextLink(({ headers }) => ({
    headers: { ...headers, ...authorizationOf(getToken) },
  }))
  return new ApolloClient({
    link: ApolloLink.split(
      ({ operationType }) => operationType === 'subscription',
      new GraphQLWsLink(webSocket),
      authorize.concat(new HttpLink({ uri: url, fetch: fetchGateway })),
    ),
    cache: new InMemoryCache({
      possibleTypes,
      typePolicies: {
        Query: { fields: { imageBuilders: relayStylePagination(['filter', 'orderBy', 'targets']) } },
      },
    }),
    // Keeps the data of a partial failure, such as one region that cannot be read.
    defaultOptions: {
      watchQuery: { errorPolicy: 'all' },
      query: { errorPolicy: 'all' },
      mutate: { errorPolicy: 'all' },
    },
  })
}
