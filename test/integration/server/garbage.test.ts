import { once } from 'node:events'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Emulator, startEmulator } from '../../../src/emulator/server.ts'
import { type Child, startChild } from '../../support/child.ts'

/** Requests between two collections of garbage, as many as a busy gateway executes. */
const BATCH = 10
const BATCHES = 8
const MAX_ATTEMPTS = 4
/**
 * Bytes that a request may leave behind until the next major collection. It is 25,000 to 45,000 if something old refers
 * to each request: an accessor in an object literal, or a value of a `WeakMap` that refers to its key. See the decisions
 * in docs/architecture.md.
 */
const MAX_PROMOTED = 8_000

let emulator: Emulator
let gateway: Child

beforeAll(async () => {
  emulator = await startEmulator()
  const environment = { PORT: '0', AWS_ENDPOINT_URL_APPSTREAM: emulator.url }
  gateway = await startChild('test/support/garbage-gateway.ts', { environment })
})

afterAll(async () => {
  await gateway[Symbol.asyncDispose]()
  await emulator[Symbol.asyncDispose]()
})

/** Collects garbage, and returns the size of the objects that V8 has moved to the old generation. */
async function collect(kind: 'minor' | 'major'): Promise<number> {
  const answered = once(gateway.process, 'message')
  gateway.process.send(kind)
  const [{ promoted }] = await answered
  return promoted
}

let sent = 0

async function post(query: string, headers: Readonly<Record<string, string>>): Promise<void> {
  sent++
  // Another variable each time, unless the answer should come from the cache.
  const variables = query === CACHED ? undefined : { before: new Date(2e12 + sent).toISOString() }
  const response = await fetch(gateway.url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ query, variables }),
  })
  await response.arrayBuffer()
}

const CACHED = '{ imageBuilders { nodes { name } } }'

const LIST = `query ($before: DateTime!) {
  imageBuilders(first: 25, filter: { createdBefore: $before }) {
    pageInfo { startCursor endCursor }
    changeCursor
    edges { cursor node { id name state image { name imageBuilder { name } } } }
  }
}`

it.each([
  ['a list with relations', LIST, {}],
  ['an answer of the cache', CACHED, {}],
  ['associations', '{ fleets { nodes { name stacks { nodes { name } } } } }', {}],
  ['a rejected query', '{ imageBuilders(first: 1000) { totalCount } }', {}],
  ['an invalid query', '{ nothing }', {}],
])('leaves nothing behind until the next major collection: %s', async (_kind, query, headers) => {
  const figures: number[] = []
  // Caches fill and the compiler optimizes during the first attempts.
  for (let attempt = 0; attempt < MAX_ATTEMPTS && !(Math.min(...figures) < MAX_PROMOTED); attempt++) {
    await collect('major')
    for (let batch = 0; batch < BATCHES; batch++) {
      for (let i = 0; i < BATCH; i++) await post(query, headers)
      await collect('minor')
    }
    const promoted = await collect('minor')
    // Objects still in use, such as kept answers, are not garbage.
    const used = await collect('major')
    figures.push((promoted - used) / (BATCH * BATCHES))
  }

  expect(Math.min(...figures), figures.join(', ')).toBeLessThan(MAX_PROMOTED)
})
