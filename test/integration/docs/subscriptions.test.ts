import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type ApolloClient, gql } from '@apollo/client/core'
import type { Client as UrqlClient } from '@urql/core'
import type { ExecutionResult } from 'graphql'
import type { INetwork } from 'relay-runtime'
import { expect, test } from 'vitest'
import { startDeployment } from '../../support/deployment.ts'
import { extractRecipes, type Recipes } from '../../support/doc-modules.ts'

interface Event {
  readonly kind: string
  readonly state: string | null
  readonly imageBuilder: { readonly name: string } | null
}

type Result = ExecutionResult<{ readonly imageBuilderStateChanged: Event }>
type OnResult = (result: Result) => unknown
type GetToken = () => Promise<string>

interface LiveList {
  readonly query: string
  readonly variables: Readonly<Record<string, unknown>>
  createLiveList(show: (items: readonly { name: string; state: string }[]) => void): OnResult
}

/** Client of graphql-ws or graphql-sse, as far as the recipes use it. */
interface Connected {
  subscribe(
    request: { query: string; variables: object },
    sink: { next: OnResult; error(error: unknown): void; complete(): void },
  ): () => void
}

/** Receiver of a subscription's results and end. */
interface Listener {
  readonly next: OnResult
  readonly end: (reason?: unknown) => void
}

type Follow = (recipes: Recipes, url: string, list: LiveList, listener: Listener) => Promise<() => void>

const getToken: GetToken = async () => 'none'

const followClient =
  (module: string): Follow =>
  async (recipes, url, { query, variables }, { next, end }) => {
    const { connect } = await recipes.load<{ connect(url: string, getToken: GetToken): Connected }>(module)
    return connect(url, getToken).subscribe({ query, variables }, { next, error: end, complete: end })
  }

const followApollo =
  (module: string): Follow =>
  async (recipes, url, { query, variables }, { next, end }) => {
    const { createApolloClient } = await recipes.load<{
      createApolloClient(url: string, getToken: GetToken): ApolloClient
    }>(module)
    const subscription = createApolloClient(url, getToken)
      .subscribe({ query: gql(query), variables, fetchPolicy: 'no-cache' })
      .subscribe({ next: (result) => next(result as Result), error: end, complete: end })
    return () => subscription.unsubscribe()
  }

const followUrql: Follow = async (recipes, url, { query, variables }, { next }) => {
  const { createUrqlClient } = await recipes.load<{
    createUrqlClient(url: string, getToken: GetToken): UrqlClient
  }>('urql.js')
  const { unsubscribe } = createUrqlClient(url, getToken)
    .subscription(query, variables)
    .subscribe((result) => next(result as Result))
  return unsubscribe
}

const followRelay: Follow = async (recipes, url, { query, variables }, { next, end }) => {
  const { createNetwork } = await recipes.load<{
    createNetwork(url: string, getToken: GetToken): INetwork
  }>('relay.js')
  const operation = {
    kind: 'RequestParameters',
    operationKind: 'subscription',
    name: 'LiveList',
    text: query,
  }
  const subscription = createNetwork(url, getToken)
    .execute({ ...operation, id: null, cacheID: 'LiveList', metadata: {} } as never, variables, {})
    .subscribe({ next: (result) => next(result as Result), error: end, complete: end })
  return () => subscription.unsubscribe()
}

const FOLLOWERS: Readonly<Record<string, Follow>> = {
  'graphql-ws': followClient('graphql-ws.js'),
  'graphql-sse': followClient('graphql-sse.js'),
  'Apollo Client over WebSocket': followApollo('apollo-ws.js'),
  'Apollo Client over multipart HTTP': followApollo('apollo-http.js'),
  urql: followUrql,
  Relay: followRelay,
}

const SNAPSHOT = ['SNAPSHOT one', 'SNAPSHOT two', 'SYNCED']

test('every recipe resumes after a cut and a restart without gaps', async () => {
  await using recipes = await extractRecipes()
  const list = await recipes.load<LiveList>('live-list.js')
  await using deployment = await startDeployment()
  const { home } = deployment
  for (const Name of ['one', 'two']) home.putImageBuilder({ Name, State: 'STOPPED' })
  const change = (State: string) => home.change('image-builder', 'two', { State })

  using stops = new DisposableStack()
  const received: Record<string, string[]> = {}
  const shown: Record<string, readonly object[]> = {}
  for (const [name, follow] of Object.entries(FOLLOWERS)) {
    const events: string[] = []
    received[name] = events
    const onResult = list.createLiveList((items) => {
      shown[name] = items
    })
    const stop = await follow(recipes, deployment.url, list, {
      next(result) {
        const event = result.data?.imageBuilderStateChanged
        if (event === undefined) return events.push(JSON.stringify(result.errors))
        const { kind, state, imageBuilder } = event
        events.push([kind, imageBuilder?.name, kind === 'STATE_CHANGED' && state].filter(Boolean).join(' '))
        return onResult(result)
      },
      end: (reason) => events.push(`the end: ${reason}`),
    })
    stops.defer(stop)
  }
  const everybody = <Value>(value: Value) =>
    Object.fromEntries(Object.keys(FOLLOWERS).map((name) => [name, value]))
  const expectReceived = (events: readonly string[]) =>
    expect.poll(() => received, { interval: 50, timeout: 20_000 }).toEqual(everybody(events))

  await expectReceived(SNAPSHOT)
  change('PENDING')
  const live = [...SNAPSHOT, 'STATE_CHANGED two PENDING']
  await expectReceived(live)

  // The same process knows the missed changes.
  deployment.interrupt(() => change('RUNNING'))
  const resumed = [...live, 'STATE_CHANGED two RUNNING']
  await expectReceived(resumed)

  // Another process does not.
  await deployment.replace(() => change('STOPPING'))
  const restarted = [...resumed, 'RESET', ...SNAPSHOT]
  await expectReceived(restarted)
  change('STOPPED')
  await expectReceived([...restarted, 'STATE_CHANGED two STOPPED'])
  const items = ['one', 'two'].map((name) => ({ name, state: 'STOPPED' }))
  expect(shown).toEqual(everybody(items))
})

test('Apollo Client over HTTP reconnects after a gateway stops', async () => {
  await using recipes = await extractRecipes()
  const list = await recipes.load<LiveList>('live-list.js')
  const event = { kind: 'SYNCED', cursor: 'c', state: null, imageBuilder: null }
  const part = JSON.stringify({ payload: { data: { imageBuilderStateChanged: event } } })
  let requests = 0
  const server = createServer((_request, response) => {
    if (requests++ === 0) {
      response.writeHead(503, { 'content-type': 'application/graphql-response+json' })
      response.end('{"errors":[{"message":"Stopping","extensions":{"code":"SHUTTING_DOWN"}}]}')
    } else {
      response.writeHead(200, { 'content-type': 'multipart/mixed;boundary="graphql";subscriptionSpec=1.0' })
      response.end(`\r\n--graphql\r\nContent-Type: application/json\r\n\r\n${part}\r\n--graphql--\r\n`)
    }
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  using stops = new DisposableStack()
  stops.defer(() => server.close())
  const { port } = server.address() as AddressInfo
  const received: unknown[] = []
  const { promise: ended, resolve: end } = Promise.withResolvers<unknown>()
  const follow = followApollo('apollo-http.js')
  await follow(recipes, `http://127.0.0.1:${port}/graphql`, list, {
    next: (result) => received.push(result.data?.imageBuilderStateChanged.kind),
    end,
  })

  expect(await ended).toBeUndefined()
  expect(received).toEqual(['SYNCED'])
})
