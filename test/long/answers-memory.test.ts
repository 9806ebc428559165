import { afterAll, beforeAll, expect, test } from 'vitest'
import { companySeed, type Emulator, startEmulator } from '../../src/emulator/server.ts'
import type { LoadResult, RequestPlan } from '../bench/load/load.ts'
import { type Loader, startLoader } from '../bench/load/loader.ts'
import { ask } from '../bench/load/post.ts'
import { memoryOf, startMeasuredGateway } from '../bench/servers/measured-gateway.ts'
import { rssBytesOf } from '../bench/servers/usage.ts'
import { startChild } from '../support/child.ts'
import { scrape } from '../support/metrics.ts'

const MEGABYTE = 1_000_000
const BOUND = 8 * MEGABYTE

/** Later than the creation of every resource. */
const BEFORE = '2030-01-01T00:00:00.000Z'
const SELECTION = 'nodes { name state description image { name description imageBuilder { name } } }'
const QUERY = `query ($before: DateTime!) {
  imageBuilders(first: 25, filter: { createdBefore: $before }) { ${SELECTION} }
}`

const REPEATED = `{ imageBuilders(first: 25) { ${SELECTION} } }`

let emulator: Emulator
let loader: Loader

beforeAll(async () => {
  emulator = await startEmulator({ seed: companySeed })
  loader = await startLoader()
})

afterAll(async () => {
  await loader[Symbol.asyncDispose]()
  await emulator[Symbol.asyncDispose]()
})

/** Sends a query, with a new time in each request if it varies. All answers have the same text. */
async function load(
  url: string,
  connections: number,
  ms: number,
  varies: 'nothing' | 'variables' = 'variables',
): Promise<LoadResult> {
  const query = varies === 'nothing' ? REPEATED : QUERY
  const expected = await ask(url, query, {}, varies === 'nothing' ? {} : { before: BEFORE })
  const requests: RequestPlan = { query, varies, headers: [{}] }
  return await loader.apply({ url, connections, ms, requests, firstNumber: 1, expected })
}

/** Returns the heap of a gateway after many requests, and the memory that it reports for its answers. */
async function heapAfterNewVariables(answerCacheBytes: number) {
  await using gateway = await startMeasuredGateway(emulator.url, {
    ANSWER_CACHE_BYTES: String(answerCacheBytes),
  })
  await load(gateway.url, 16, 10_000)
  const { heapUsed } = await memoryOf(gateway)
  const [reported] = await scrape(gateway.url, 'answer_cache_bytes')
  return { heapUsed, reported: reported?.value }
}

test('keeps answers within their bound under ever-new variables', async () => {
  const without = await heapAfterNewVariables(0)
  const full = await heapAfterNewVariables(BOUND)
  expect(without.reported).toBe(0)
  // It was full, and dropped the oldest answers.
  expect(full.reported).toBeGreaterThan(0.9 * BOUND)
  expect(full.reported).toBeLessThanOrEqual(BOUND)
  const growth = full.heapUsed - without.heapUsed
  expect(growth).toBeLessThan(BOUND + 5 * MEGABYTE)
})

test.each([
  { varies: 'nothing', ms: 4_000, maxMegabytes: 300 },
  // The cache is full, and its former answers are garbage until the next full collection.
  { varies: 'variables', ms: 10_000, maxMegabytes: 340 },
] as const)(
  'needs at most $maxMegabytes MB for 64 busy connections if $varies varies',
  async ({ varies, ms, maxMegabytes }) => {
    await using gateway = await startChild('src/main.ts', {
      // With its bundle of packages, as deployed.
      isBare: true,
      environment: { PORT: '0', AWS_ENDPOINT_URL_APPSTREAM: emulator.url, LOG_LEVEL: 'warn' },
    })
    const { requests } = await load(gateway.url, 64, ms, varies)
    expect(requests).toBeGreaterThan(1_000)
    // Read before any collection of garbage is forced.
    expect(rssBytesOf(gateway.process.pid ?? 0) / MEGABYTE).toBeLessThan(maxMegabytes)
  },
)
