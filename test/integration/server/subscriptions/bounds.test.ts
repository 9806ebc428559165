import { once } from 'node:events'
import { expect, test } from 'vitest'
import WebSocket from 'ws'
import { handshake, openRaw, statusesIn } from '../../../support/clients/raw-connection.ts'
import { startGateway } from '../../../support/gateway.ts'
import { scrape } from '../../../support/metrics.ts'

interface Message {
  readonly id?: string
  readonly type: string
  readonly payload?: unknown
}

/** Opens an initialized WebSocket and collects its messages. */
async function connect(url: string) {
  const socket = new WebSocket(url.replace('http', 'ws'), 'graphql-transport-ws')
  const received: Message[] = []
  socket.on('message', (data) => received.push(JSON.parse(String(data))))
  await once(socket, 'open')
  const until = async (isDone: () => boolean) => {
    while (!isDone()) await once(socket, 'message')
  }
  socket.send('{"type":"connection_init"}')
  await until(() => received.some(({ type }) => type === 'connection_ack'))
  return {
    socket,
    received,
    until,
    subscribe: (id: string, query: string, variables = {}) =>
      socket.send(JSON.stringify({ id, type: 'subscribe', payload: { query, variables } })),
    [Symbol.dispose]: () => socket.terminate(),
  }
}

test.each([
  ['one address', 'WS_MAX_UNINITIALIZED_PER_ADDRESS', 429],
  ['all addresses', 'WS_MAX_UNINITIALIZED', 503],
])('limits uninitialized WebSockets of %s at the upgrade', async (_whose, variable, status) => {
  await using gateway = await startGateway({ env: { [variable]: '2' } })
  const first = await Promise.all([1, 2].map(() => openRaw(gateway.url)))
  for (const { socket } of first) {
    socket.write(handshake())
    await once(socket, 'data')
  }
  const rejected = await openRaw(gateway.url)
  rejected.socket.write(handshake())
  const answer = await rejected.closed
  expect(statusesIn(answer)).toEqual([status])
  expect(String(answer)).toContain(variable)
  // A place is free again once its client has disconnected.
  first[0]?.socket.destroy()
  await expect
    .poll(async () => (await scrape(gateway.url, 'websockets'))[0]?.value, { timeout: 10_000 })
    // The gateway closes the other one, too, if this takes three seconds.
    .toBeLessThanOrEqual(1)
  using _next = await connect(gateway.url)
  for (const { socket } of first) socket.destroy()
})

test('does not count initialized WebSockets as uninitialized', async () => {
  await using gateway = await startGateway({ env: { WS_MAX_UNINITIALIZED_PER_ADDRESS: '1' } })
  using _first = await connect(gateway.url)
  using _second = await connect(gateway.url)
})

const NAMED = 'subscription ($names: [String!]) { imageBuilderStateChanged(names: $names) { kind } }'
const names = Array.from({ length: 100 }, (_, index) => `builder-${index}`)

test("limits documents and variables of a caller's subscriptions", async () => {
  await using gateway = await startGateway({ env: { CALLER_MAX_SUBSCRIPTION_BYTES: '4000' } })
  using client = await connect(gateway.url)
  for (const id of ['a', 'b', 'c']) client.subscribe(id, NAMED, { names })
  await client.until(() => client.received.some(({ id, type }) => id === 'c' && type === 'next'))
  expect(client.received.find(({ id }) => id === 'c')).toMatchObject({
    type: 'next',
    payload: { errors: [{ extensions: { code: 'TOO_MANY_SUBSCRIPTIONS' } }] },
  })
  // The bytes of a subscription no longer count once it has ended.
  client.socket.send('{"id":"a","type":"complete"}')
  client.subscribe('d', `${NAMED.replace('names)', 'names, snapshot: true)')}`, { names })
  await client.until(() => client.received.some(({ id, type }) => id === 'd' && type === 'next'))
})

test('resolves a subscription with a large message with its variables', async () => {
  await using gateway = await startGateway()
  gateway.home.putImageBuilder({ Name: 'builder-7', State: 'STOPPED' })
  gateway.home.putImageBuilder({ Name: 'other', State: 'STOPPED' })
  using client = await connect(gateway.url)
  const query = `subscription Large($names: [String!]!, $withName: Boolean!) {
    imageBuilderStateChanged(names: $names, snapshot: true) { kind imageBuilder { name @include(if: $withName) state } }
  }`
  client.subscribe('large', query, { names, withName: true })
  await client.until(() => client.received.filter(({ type }) => type === 'next').length === 2)
  expect(client.received.slice(1).map(({ payload }) => payload)).toEqual([
    {
      data: {
        imageBuilderStateChanged: { kind: 'SNAPSHOT', imageBuilder: { name: 'builder-7', state: 'STOPPED' } },
      },
    },
    { data: { imageBuilderStateChanged: { kind: 'SYNCED', imageBuilder: null } } },
  ])
})

test('closes a WebSocket on an operation with an oversized id', async () => {
  await using gateway = await startGateway()
  using client = await connect(gateway.url)
  const closed = once(client.socket, 'close')
  client.subscribe('i'.repeat(1000), NAMED)
  expect((await closed)[0]).toBe(4400)
})

test('answers other requests between the events of large snapshots', async () => {
  await using gateway = await startGateway({ env: { MAX_COST: '0' } })
  const builders = 300
  const subscribers = 60
  for (let index = 0; index < builders; index++) {
    gateway.home.putImageBuilder({ Name: `builder-${index}`, State: 'STOPPED' })
  }
  await gateway.read('{ imageBuilders(first: 1) { totalCount } }')
  using client = await connect(gateway.url)
  let events = 0
  client.socket.on('message', () => {
    events++
  })
  for (let id = 0; id < subscribers; id++) {
    client.subscribe(
      `${id}`,
      `subscription { imageBuilderStateChanged(names: ${JSON.stringify(['x', `y${id}`].concat(Array.from({ length: builders - 2 }, (_, index) => `builder-${index}`)))}, snapshot: true) { kind a${id}: cursor imageBuilder { name } } }`,
    )
  }
  let answered = 0
  while (events < subscribers * (builders - 2)) {
    await fetch(new URL('/healthz', gateway.url))
    if (events > 0) answered++
  }
  // One if the events are not sent in slices; dozens otherwise, or fewer on a fast machine, which sends more in a slice.
  expect(answered).toBeGreaterThan(5)
  // Every subscriber received all events in order.
  const last = client.received.filter(({ id }) => id === '0').length
  expect(last).toBeGreaterThan(0)
})
