import { createSchema } from 'graphql-yoga'
import { expect, test } from 'vitest'
import { loadConfig } from '../../../../src/config.ts'
import { openRaw, post } from '../../../support/clients/raw-connection.ts'
import { scrape } from '../../../support/metrics.ts'
import { ask, transports } from '../limits/support.ts'
import { bodyOf, startServer } from '../support.ts'

const MEGABYTE = 1_000_000

/** Starts a server with text of any size and a waiting field. */
async function startSized(env: Readonly<Record<string, string>>) {
  const waiting: (() => void)[] = []
  let reached = Promise.withResolvers<void>()
  const server = await startServer({
    limits: loadConfig(env).limits,
    admission: loadConfig(env).admission,
    schema: createSchema({
      typeDefs: /* GraphQL */ `
        type Query {
          text(bytes: Int!): String!
          items(ids: [ID!]!): [Item!]!
          wait: String
        }
        type Mutation {
          change(bytes: Int!): String!
        }
        type Item {
          text: String!
        }
      `,
      resolvers: {
        Query: {
          text: (_root, { bytes }: { bytes: number }) => 'x'.repeat(bytes),
          items: (_root, { ids }: { ids: readonly string[] }) => ids.map((id) => ({ text: id })),
          wait: () =>
            new Promise((resolve) => {
              waiting.push(() => resolve('done'))
              reached.resolve()
              reached = Promise.withResolvers()
            }),
        },
        Mutation: { change: (_root, { bytes }: { bytes: number }) => 'x'.repeat(bytes) },
      },
    }),
  })
  return {
    url: server.url,
    query: server.query,
    gauge: async (name: string) => (await scrape(server.url, name))[0]?.value,
    /** Resolves when `count` fields wait. */
    async untilWaiting(count: number) {
      while (waiting.length < count) await reached.promise
    },
    proceed() {
      for (const resume of waiting.splice(0)) resume()
    },
    [Symbol.asyncDispose]: server.stop,
  }
}

test.for(transports)('replaces an oversized answer with RESPONSE_TOO_LARGE over %s', async (transport) => {
  await using server = await startSized({ MAX_RESPONSE_BYTES: '10000' })
  const query = (bytes: number) => ask(server.url, transport, { query: `{ text(bytes: ${bytes}) }` })
  expect(await query(9000)).toMatchObject({ data: { text: expect.any(String) } })
  const { data, code, errors } = await query(10_001)
  expect([data, code]).toEqual([null, 'RESPONSE_TOO_LARGE'])
  expect(errors?.[0]?.message).toBe(
    'The response is larger than 10000 bytes (MAX_RESPONSE_BYTES). Select fewer items or fields.',
  )
})

test('reports that a mutation with an oversized answer was executed', async () => {
  await using server = await startSized({ MAX_RESPONSE_BYTES: '10000' })
  const { errors } = await bodyOf(await server.query('mutation { change(bytes: 20000) }'))
  expect(errors?.[0]?.message).toContain('The mutation was executed.')
})

test('rejects with 503 and Retry-After when the queue is full', async () => {
  await using server = await startSized({ MAX_RUNNING_COST: '100', CALLER_MAX_QUEUED_OPERATIONS: '1' })
  const running = server.query('{ wait }')
  await server.untilWaiting(1)
  const queued = server.query('{ wait }')
  await expect.poll(() => server.gauge('operations_queued')).toBe(1)
  const rejected = await server.query('{ wait }')
  expect([rejected.status, rejected.headers.get('retry-after')]).toEqual([503, '1'])
  expect((await bodyOf(rejected)).errors?.[0]?.extensions['code']).toBe('OVERLOADED')

  server.proceed()
  expect((await running).status).toBe(200)
  await server.untilWaiting(1)
  server.proceed()
  expect((await queued).status).toBe(200)
})

test('counts large answers until their clients have read them', async () => {
  await using server = await startSized({
    CALLER_MAX_UNSENT_BYTES: String(5 * MEGABYTE),
    MAX_COST: '0',
    MAX_LIST_ITEMS: '0',
  })
  const body = JSON.stringify({ query: `{ text(bytes: ${6 * MEGABYTE}) }` })
  const slow = await openRaw(server.url)
  slow.socket.pause()
  slow.socket.write(post(body))
  const unsent = () => server.gauge('unsent_bytes')
  await expect.poll(unsent).toBeGreaterThan(6 * MEGABYTE)

  // Large operations wait for that client, small ones do not.
  const large = server.query('query ($ids: [ID!]!) { items(ids: $ids) { text } }', {
    variables: { ids: Array.from({ length: 5000 }, (_, id) => String(id)) },
  })
  await expect.poll(() => server.gauge('operations_queued')).toBe(1)
  expect(await bodyOf(await server.query('{ text(bytes: 5) }'))).toEqual({ data: { text: 'xxxxx' } })

  slow.socket.resume()
  expect((await slow.closed).length).toBeGreaterThan(6 * MEGABYTE)
  expect((await large).status).toBe(200)
  await expect.poll(unsent).toBe(0)
})

test('frees the place of a client that disconnects', async () => {
  await using server = await startSized({ MAX_RUNNING_COST: '100' })
  const leaving = new AbortController()
  const left = fetch(`${server.url}?query={wait}`, { signal: leaving.signal }).catch(() => 'left')
  await server.untilWaiting(1)
  leaving.abort()
  expect(await left).toBe('left')
  expect(await bodyOf(await server.query('{ text(bytes: 1) }'))).toEqual({ data: { text: 'x' } })
})
