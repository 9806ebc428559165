import { createClient } from 'graphql-sse'
import { expect, test } from 'vitest'
import { callbackUrlAt, freePort, startHive } from '../supergraph/routers/hive.ts'
import { startSupergraph } from '../supergraph/supergraph.ts'
import { type Deployment, startDeployment } from '../support/deployment.ts'

interface Event {
  readonly kind: string
  readonly imageBuilder: { readonly name: string } | null
}

const QUERY = `subscription ($after: String!) {
  event: imageBuilderStateChanged(after: $after) { kind imageBuilder { name } }
}`

/** Subscribes through a router over server-sent events and records the events. */
function follow(url: string, after: string) {
  const received: string[] = []
  const client = createClient({ url, retryAttempts: 0 })
  client.subscribe<{ event: Event }>(
    { query: QUERY, variables: { after } },
    {
      next: ({ data, errors }) =>
        received.push(
          data
            ? [data.event.kind, data.event.imageBuilder?.name].filter(Boolean).join(' ')
            : JSON.stringify(errors),
        ),
      error: (error) => received.push(String(error)),
      complete: () => received.push('complete'),
    },
  )
  return { received, [Symbol.dispose]: () => client.dispose() }
}

async function changeCursor({ url }: Deployment): Promise<string> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: '{"query":"{ imageBuilders { changeCursor } }"}',
  })
  const { data } = await response.json()
  return data.imageBuilders.changeCursor
}

test('Hive Gateway resubscribes over WebSockets and reports an HTTP error', async () => {
  const port = await freePort()
  await using deployment = await startDeployment({ SUBSCRIPTION_CALLBACK_URLS: callbackUrlAt(port) })
  const { home } = deployment
  home.putImageBuilder({ Name: 'one', State: 'STOPPED' })
  const { sdl, ...supergraph } = await startSupergraph(deployment.url, { monthlyCosts: {}, applications: [] })
  await using _supergraph = supergraph
  const starting = [
    startHive(sdl, { subscriptions: 'ws' }),
    startHive(sdl, { subscriptions: 'sse' }),
    startHive(sdl, { subscriptions: 'callback', port }),
  ] as const
  await using started = new AsyncDisposableStack()
  const urls = (await Promise.all(starting)).map((hive) => started.use(hive).url)
  const after = await changeCursor(deployment)
  using overWebSocket = follow(urls[0] ?? '', after)
  using overSse = follow(urls[1] ?? '', after)
  using byCallback = follow(urls[2] ?? '', after)
  const all = [overWebSocket, overSse, byCallback]
  const received = () => all.map((follower) => follower.received)
  const eventually = <Value>(read: () => Value) => expect.poll(read, { interval: 50, timeout: 30_000 })

  home.change('image-builder', 'one', { State: 'RUNNING' })
  await eventually(received).toEqual(all.map(() => ['STATE_CHANGED one']))
  await deployment.replace(() => {})

  await eventually(() => overWebSocket.received).toEqual([
    'STATE_CHANGED one',
    'RESET',
    'SNAPSHOT one',
    'SYNCED',
  ])
  await eventually(() => [overSse.received.at(-1), byCallback.received.at(-1)]).toEqual([
    'complete',
    'complete',
  ])
  expect(overSse.received.slice(1)).toEqual([expect.stringContaining('Unexpected error'), 'complete'])
  expect(byCallback.received.slice(1)).toEqual([expect.stringContaining('shutting down'), 'complete'])
})
