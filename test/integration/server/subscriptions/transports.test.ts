import { createClient as createSseClient } from 'graphql-sse'
import { expect, test } from 'vitest'
import WebSocket from 'ws'
import { startGateway } from '../../../support/gateway.ts'
import { subscribe } from '../../../support/subscription.ts'

/** Opens a WebSocket; returns the status if the upgrade is rejected. */
async function connect(url: string, options: { readonly path?: string; readonly origin?: string } = {}) {
  const { path = '/graphql', origin } = options
  const address = new URL(path, url.replace('http', 'ws'))
  const socket = new WebSocket(address, 'graphql-transport-ws', { ...(origin && { origin }) })
  const rejected = Promise.withResolvers<number | undefined>()
  socket.on('unexpected-response', (_request, response) => {
    rejected.resolve(response.statusCode)
    response.destroy()
  })
  socket.on('error', () => {})
  const opened = new Promise<undefined>((resolve) => socket.once('open', () => resolve(undefined)))
  return { socket, status: await Promise.race([opened, rejected.promise]) }
}

test('rejects a WebSocket by path, by origin and over the limit', async () => {
  await using gateway = await startGateway({ env: { WS_MAX_CONNECTIONS: '1' } })
  expect((await connect(gateway.url, { path: '/elsewhere' })).status).toBe(404)
  expect((await connect(gateway.url, { origin: 'https://evil.example' })).status).toBe(403)
  const { socket, status } = await connect(gateway.url, { origin: new URL(gateway.url).origin })
  expect(status).toBeUndefined()
  expect((await connect(gateway.url)).status).toBe(503)
  socket.close()
})

test('rejects operations beyond the limit of a connection individually', async () => {
  await using gateway = await startGateway({ env: { WS_MAX_SUBSCRIPTIONS: '2' } })
  gateway.home.putImageBuilder({ Name: 'builder' })
  const { socket } = await connect(gateway.url)
  const messages: { readonly id?: string; readonly type: string; readonly payload?: unknown }[] = []
  const rejected = Promise.withResolvers<void>()
  socket.on('message', (data) => {
    const message = JSON.parse(String(data))
    messages.push(message)
    if (message.type === 'connection_ack') {
      const query = 'subscription { imageBuilderStateChanged { kind } }'
      for (const id of ['1', '2', '3'])
        socket.send(JSON.stringify({ id, type: 'subscribe', payload: { query } }))
    }
    if (message.type === 'error') rejected.resolve()
  })
  socket.send('{"type":"connection_init"}')
  await rejected.promise
  expect(messages.filter(({ type }) => type === 'error')).toMatchObject([
    { id: '3', payload: [{ extensions: { code: 'TOO_MANY_SUBSCRIPTIONS' } }] },
  ])
  socket.close()
})

test('runs queries and mutations, masked, over WebSocket and server-sent events', async () => {
  await using gateway = await startGateway()
  gateway.home.putImageBuilder({ Name: 'builder', State: 'STOPPED' })
  await using query = subscribe<{ state: string }>(
    gateway.url,
    '{ event: imageBuilder(name: "builder") { state } }',
  )
  expect(await query.next()).toEqual({ state: 'STOPPED' })
  await using mutation = subscribe<{ __typename: string }>(
    gateway.url,
    'mutation { event: startImageBuilder(input: { name: "builder" }) { __typename } }',
  )
  expect(await mutation.next()).toEqual({ __typename: 'StartImageBuilderPayload' })

  gateway.emulator.faults.add({
    operation: 'DescribeImages',
    error: { type: 'AccessDeniedException', message: 'secret' },
  })
  await using failing = subscribe(gateway.url, '{ event: image(name: "image") { state } }')
  const overWs = await failing.next().catch(String)
  expect(overWs).toContain('UPSTREAM_ACCESS_DENIED')
  expect(overWs).not.toContain('secret')
  const sse = createSseClient({ url: gateway.url })
  const { value } = await sse.iterate({ query: '{ event: image(name: "image") { state } }' }).next()
  expect(value?.errors?.[0]?.extensions).toMatchObject({ code: 'UPSTREAM_ACCESS_DENIED' })
  sse.dispose()
})
