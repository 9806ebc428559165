import { expect, test } from 'vitest'
import type { Fault } from '../../src/emulator/server.ts'
import { companySeed } from '../../src/emulator/server.ts'
import { createSchema } from '../../src/schema/index.ts'
import { startGateway } from '../support/gateway.ts'
import { seededRandom } from '../support/random.ts'
import { createDocumentMaker } from '../support/random-document.ts'
import { isAtLeast } from '../support/severity.ts'

const SECONDS = 30
const CLIENTS = 8
const FAULTS: readonly Fault[] = [
  { error: { type: 'ThrottlingException' }, times: 3 },
  { error: { type: 'InternalServerException', status: 500 }, times: 3 },
  { error: { type: 'AccessDeniedException' }, times: 3 },
  { raw: { status: 200, body: '<html>' }, times: 2 },
  { reset: 'after', times: 2 },
  { latencyMs: 50, times: 5 },
]
const STATUSES = [200, 400, 405, 413, 415, 422, 429, 503, 504]
/** Text that only a defect or leaked internals would contain. */
const INTERNALS = /\bat [\w.]+ \(|node_modules|\.ts:\d+|TypeError|RangeError|ECONN|undefined is not/

interface Answer {
  readonly data?: unknown
  readonly errors?: readonly { readonly message: string; readonly extensions?: { readonly code?: string } }[]
}

/** Defaults of a gateway, which test gateways extend: snapshots have to expire here. */
const PRODUCTION_TIMES = {
  MAX_STALENESS_MS: '5000',
  DETAILS_STALENESS_MS: '30000',
  SESSIONS_STALENESS_MS: '15000',
  READ_PATIENCE_MS: '1500',
  QUERY_TIMEOUT_MS: '15000',
}

test(`survives ${SECONDS} s of random documents without 500s, leaks or hangs`, async () => {
  const seed = Number(process.env['SEED'] ?? 1)
  console.log(`fuzz: SEED=${seed}`)
  const log: { readonly level: string; readonly msg: string; readonly err?: unknown }[] = []
  await using gateway = await startGateway({
    emulator: { seed: companySeed, speed: 50 },
    env: { AWS_REGIONS: 'us-east-1,eu-west-1', LOG_LEVEL: 'warn', ...PRODUCTION_TIMES },
    onLog: (line) => {
      const entry = JSON.parse(line)
      if (isAtLeast(entry, 'error')) log.push(entry)
    },
  })
  const { images, imageBuilders } = await gateway.read<
    Record<string, { nodes: { id: string; arn: string; name: string }[]; pageInfo: { endCursor: string } }>,
    never
  >(
    '{ images(first: 30) { nodes { id arn name } pageInfo { endCursor } } imageBuilders { nodes { id arn name } pageInfo { endCursor } } }',
  )
  const known = [images, imageBuilders].flatMap((list) => [
    ...(list?.nodes.flatMap(({ id, arn, name }) => [id, arn, name]) ?? []),
    list?.pageInfo.endCursor ?? '',
  ])
  const vocabulary = { texts: [...known, '123456789012', 'us-east-1', 'eu-west-1', 'stream.standard.large'] }
  const schema = createSchema()
  const counts: Record<string, number> = {}
  const note = (what: string) => {
    counts[what] = (counts[what] ?? 0) + 1
  }

  async function runClient(index: number, untilMs: number): Promise<void> {
    const random = seededRandom(seed + index)
    const documents = createDocumentMaker(schema, random, vocabulary)
    while (performance.now() < untilMs) {
      if (random() < 0.02) gateway.emulator.faults.add(FAULTS[Math.floor(random() * FAULTS.length)] ?? {})
      const query = random() < 0.75 ? documents.valid() : documents.damaged()
      await check(query, await send(query, random))
    }
  }

  async function send(query: string, random: () => number): Promise<Response> {
    const signal = AbortSignal.timeout(30_000)
    const headers = {
      accept: random() < 0.5 ? 'application/graphql-response+json' : 'application/json',
      ...(random() < 0.1 && { 'cache-control': 'no-cache' }),
    }
    if (random() < 0.1 && query.length < 4000) {
      return fetch(`${gateway.url}?${new URLSearchParams({ query })}`, { headers, signal })
    }
    const variables = random() < 0.1 ? { x: random() < 0.5, y: [null, { __proto__: 1 }] } : undefined
    const body = JSON.stringify({ query, variables })
    return fetch(gateway.url, {
      method: 'POST',
      headers: { ...headers, 'content-type': 'application/json' },
      body,
      signal,
    })
  }

  async function check(query: string, response: Response): Promise<void> {
    const text = await response.text()
    const context = `SEED=${seed} ${response.status} ${text.slice(0, 2000)}\nfor ${query}`
    note(String(response.status))
    expect(STATUSES, context).toContain(response.status)
    const answer: Answer = JSON.parse(text)
    for (const { message, extensions } of answer.errors ?? []) {
      note(extensions?.code ?? 'no code')
      expect(extensions?.code, context).toMatch(/^[A-Z][A-Z_]+$/)
      expect(extensions?.code, context).not.toBe('INTERNAL_SERVER_ERROR')
      expect(message, context).not.toMatch(INTERNALS)
    }
  }

  const untilMs = performance.now() + SECONDS * 1000
  await Promise.all(Array.from({ length: CLIENTS }, (_, index) => runClient(index, untilMs)))
  console.log(`fuzz: ${JSON.stringify(counts)}`)

  expect(counts['200']).toBeGreaterThan(100)
  expect(log.filter(({ msg }) => msg === 'unexpected error')).toEqual([])
  gateway.emulator.faults.clear()
  await expect
    .poll(async () => (await gateway.query('{ imageBuilders { totalCount } }')).errors, { timeout: 20_000 })
    .toBeUndefined()
})
