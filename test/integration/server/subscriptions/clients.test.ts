import { ApolloClient, type ApolloLink, gql, InMemoryCache } from '@apollo/client/core'
import { HttpLink } from '@apollo/client/link/http'
import { GraphQLWsLink } from '@apollo/client/link/subscriptions'
import { createClient as createUrqlClient, fetchExchange, subscriptionExchange } from '@urql/core'
import { createClient as createSseClient } from 'graphql-sse'
import { createClient as createWsClient } from 'graphql-ws'
import { expect, test } from 'vitest'
import WebSocket from 'ws'
import { createTestTime, startGateway } from '../../../support/gateway.ts'

const QUERY = 'subscription { imageBuilderStateChanged(snapshot: true) { kind state imageBuilder { name } } }'

interface Received {
  readonly kind: string
  readonly state: string | null
  readonly imageBuilder: { readonly name: string } | null
}

interface Follower extends Disposable {
  readonly events: readonly Received[]
  /** Resolves once that many have arrived. */
  received(count: number): Promise<void>
}

/** Follows a client's subscription; `subscribe` starts it and returns the function that ends it. */
function follow(subscribe: (onData: (data: unknown) => void) => () => void): Follower {
  const events: Received[] = []
  const waiting = new Set<{ readonly count: number; readonly resolve: () => void }>()
  const stop = subscribe((data) => {
    const { kind, state, imageBuilder } = (data as { imageBuilderStateChanged: Received })
      .imageBuilderStateChanged
    events.push({ kind, state, imageBuilder: imageBuilder && { name: imageBuilder.name } })
    for (const waiter of waiting) if (events.length >= waiter.count) waiter.resolve()
  })
  return {
    events,
    received(count) {
      const { promise, resolve } = Promise.withResolvers<void>()
      if (events.length >= count) resolve()
      waiting.add({ count, resolve })
      return promise
    },
    [Symbol.dispose]: stop,
  }
}

/** Follows a subscription of Apollo Client over any link. */
function followApollo(link: ApolloLink): Follower {
  const client = new ApolloClient({ link, cache: new InMemoryCache() })
  return follow((onData) => {
    const subscription = client
      .subscribe({ query: gql(QUERY), fetchPolicy: 'no-cache' })
      .subscribe(({ data }) => onData(data))
    return () => subscription.unsubscribe()
  })
}

test('graphql-ws, graphql-sse, Apollo Client and urql receive the same events', async () => {
  const time = createTestTime()
  await using gateway = await startGateway({ ...time })
  const { home, url } = gateway
  home.putImageBuilder({ Name: 'builder', State: 'STOPPED' })
  const newWsClient = () => createWsClient({ url: url.replace('http', 'ws'), webSocketImpl: WebSocket })
  const sink = (onData: (data: unknown) => void) => ({
    next: ({ data }: { data?: unknown }) => onData(data),
    error: (error: unknown) => {
      throw error
    },
    complete: () => {},
  })

  const wsClient = newWsClient()
  using ws = follow((onData) => wsClient.subscribe({ query: QUERY }, sink(onData)))
  const sseClient = createSseClient({ url })
  using sse = follow((onData) => sseClient.subscribe({ query: QUERY }, sink(onData)))
  const apolloWs = newWsClient()
  using apollo = followApollo(new GraphQLWsLink(apolloWs))
  const contentTypes: (string | null)[] = []
  const notedFetch: typeof fetch = async (...request) => {
    const response = await fetch(...request)
    contentTypes.push(response.headers.get('content-type'))
    return response
  }
  using apolloMultipart = followApollo(new HttpLink({ uri: url, fetch: notedFetch }))
  const urqlWs = newWsClient()
  const urqlClient = createUrqlClient({
    url,
    preferGetMethod: false,
    exchanges: [
      subscriptionExchange({
        forwardSubscription: ({ query = '', variables }) => ({
          subscribe: (observer) => ({
            unsubscribe: urqlWs.subscribe(
              { query, ...(variables && { variables: variables as Record<string, unknown> }) },
              {
                ...sink(() => {}),
                next: (result) => observer.next(result as Parameters<typeof observer.next>[0]),
              },
            ),
          }),
        }),
      }),
    ],
  })
  using urql = follow(
    (onData) => urqlClient.subscription(QUERY, {}).subscribe(({ data }) => onData(data)).unsubscribe,
  )
  // Over HTTP, urql reads server-sent events but not Apollo's protocol.
  const urqlHttpClient = createUrqlClient({
    url,
    preferGetMethod: false,
    fetchSubscriptions: true,
    exchanges: [fetchExchange],
  })
  using urqlHttp = follow(
    (onData) => urqlHttpClient.subscription(QUERY, {}).subscribe(({ data }) => onData(data)).unsubscribe,
  )

  const followers = { ws, sse, apollo, apolloMultipart, urql, urqlHttp }
  await Promise.all(Object.values(followers).map((follower) => follower.received(2)))
  await gateway.read('mutation { startImageBuilder(input: { name: "builder" }) { __typename } }')
  await Promise.all(Object.values(followers).map((follower) => follower.received(3)))
  expect(ws.events).toEqual([
    { kind: 'SNAPSHOT', state: 'STOPPED', imageBuilder: { name: 'builder' } },
    { kind: 'SYNCED', state: null, imageBuilder: null },
    { kind: 'STATE_CHANGED', state: 'PENDING', imageBuilder: { name: 'builder' } },
  ])
  for (const [name, { events }] of Object.entries(followers)) expect(events, name).toEqual(ws.events)
  expect(contentTypes).toEqual(['multipart/mixed;boundary="graphql";subscriptionSpec=1.0'])

  await Promise.all([wsClient, apolloWs, urqlWs].map((client) => client.dispose()))
  sseClient.dispose()
})
