import { ApolloClient, ApolloLink, HttpLink, InMemoryCache } from '@apollo/client'
import { GraphQLWsLink } from '@apollo/client/link/subscriptions'
import { relayStylePagination } from '@apollo/client/utilities'
import { createClient } from 'graphql-ws'
import possibleTypes from '../../shared/generated/possibleTypes.json'
import { resuming } from '../../shared/resuming.ts'

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

const URL = `${location.origin}/graphql`

/** Creates a client with a normalized cache, which follows events over a WebSocket that reconnects. */
export function createApolloClient(): ApolloClient {
  const webSocket = createClient({
    url: URL.replace('http', 'ws'),
    retryAttempts: Number.POSITIVE_INFINITY,
    shouldRetry: () => true,
    // Spread over a second, so that a deploy does not bring all clients back at once.
    retryWait: () => new Promise((resolve) => setTimeout(resolve, 500 + 1000 * Math.random())),
    keepAlive: 12_000,
  })
  return new ApolloClient({
    link: ApolloLink.split(
      ({ operationType }) => operationType === 'subscription',
      new GraphQLWsLink(resuming(webSocket)),
      new HttpLink({ uri: URL }),
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
