import { ApolloClient, gql, InMemoryCache } from '@apollo/client/core'
import { GraphQLWsLink } from '@apollo/client/link/subscriptions'
import { createClient as createUrqlClient, subscriptionExchange } from '@urql/core'
import { createClient as createSseClient } from 'graphql-sse'
import { createClient as createWsClient } from 'graphql-ws'
import { expect, test } from 'vitest'
import WebSocket from 'ws'
import { createTestTime, startGateway } from '../../support/gateway.ts'

const QUERY = 'subscription { imageBuilderStateChanged(snapshot: true) { kind state imageBuilder { name } } }'

interface Received {
  readonly kind: string
  readonly state: string | null
  readonly imageBuilder: { readonly name: string } | null
}

interface Follower extends Disposable {
  readonly events: readonly Received[]
  /** Resolves once so many have come. */
  received(count: number): Promise<void>
}

/** Follows a client's subscription, which `subscribe` begins and whose result ends it. */
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

test('graphql-ws, graphql-sse, Apollo Client and urql all receive the same events', async () => {
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
  const apolloClient = new ApolloClient({ link: new GraphQLWsLink(apolloWs), cache: new InMemoryCache() })
  using apollo = follow((onData) => {
    const subscription = apolloClient
      .subscribe({ query: gql(QUERY), fetchPolicy: 'no-cache' })
      .subscribe(({ data }) => onData(data))
    return () => subscription.unsubscribe()
  })
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

  const followers = { ws, sse, apollo, urql }
  await Promise.all(Object.values(followers).map((follower) => follower.received(2)))
  await gateway.read('mutation { startImageBuilder(input: { name: "builder" }) { __typename } }')
  await Promise.all(Object.values(followers).map((follower) => follower.received(3)))
  expect(ws.events).toEqual([
    { kind: 'SNAPSHOT', state: 'STOPPED', imageBuilder: { name: 'builder' } },
    { kind: 'SYNCED', state: null, imageBuilder: null },
    { kind: 'STATE_CHANGED', state: 'PENDING', imageBuilder: { name: 'builder' } },
  ])
  for (const [name, { events }] of Object.entries(followers)) expect(events, name).toEqual(ws.events)

  await Promise.all([wsClient, apolloWs, urqlWs].map((client) => client.dispose()))
  sseClient.dispose()
})
