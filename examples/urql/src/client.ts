import { cacheExchange } from '@urql/exchange-graphcache'
import { createClient } from 'graphql-ws'
import { Client, fetchExchange, subscriptionExchange } from 'urql'
import { keys } from '../../shared/generated/graphcacheKeys.ts'
import possibleTypes from '../../shared/generated/possibleTypes.json'
import { resuming } from '../../shared/resuming.ts'
import type { BuilderChangesSubscription } from './gql/graphql.ts'

const URL = `${location.origin}/graphql`

/** Creates a client with a normalized cache, which follows events over a WebSocket that reconnects. */
export function createUrqlClient(): Client {
  const webSocket = resuming(
    createClient({
      url: URL.replace('http', 'ws'),
      retryAttempts: Number.POSITIVE_INFINITY,
      shouldRetry: () => true,
      // Spread over a second, so that a deploy does not bring all clients back at once.
      retryWait: () => new Promise((resolve) => setTimeout(resolve, 500 + 1000 * Math.random())),
      keepAlive: 12_000,
    }),
  )
  return new Client({
    url: URL,
    preferGetMethod: false,
    exchanges: [
      createCache(),
      fetchExchange,
      subscriptionExchange({
        forwardSubscription: ({ query = '', variables }) => ({
          subscribe: (sink) => ({ unsubscribe: webSocket.subscribe({ query, variables }, sink) }),
        }),
      }),
    ],
  })
}

function createCache() {
  return cacheExchange({
    keys,
    possibleTypes,
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
