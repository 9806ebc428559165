import { getIntrospectionQuery } from 'graphql'
import { createSchema } from 'graphql-yoga'
import { expect, test } from 'vitest'
import { companySeed } from '../../../../src/emulator/server.ts'
import { createTestTime, sharedSchema, startGateway } from '../../../support/gateway.ts'
import { seededRandom } from '../../../support/random.ts'
import { createDocumentMaker } from '../../../support/random-document.ts'
import { startServer, type TestServer } from '../support.ts'

/** Comment that makes a request unfit for the direct pipeline without changing the operation. */
const FOR_YOGA = '\n# subscription'

const ACCEPTED = [
  undefined,
  '*/*',
  'application/json',
  'application/graphql-response+json',
  'application/graphql-response+json; charset=utf-8, application/json;q=0.9',
  'application/json;q=0.1, application/graphql-response+json',
  'text/event-stream, application/json;q=0.5',
  'multipart/mixed;subscriptionSpec=1.0, application/json',
]

const OPERATIONS: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  'a query': { query: '{ hello }' },
  'text beyond ASCII': { query: '{ hello(name: "Zoë 💥") }' },
  'a named query with variables': {
    query: 'query Named($name: String!) { hello(name: $name) }',
    variables: { name: 'Ada' },
    operationName: 'Named',
  },
  'a mutation': { query: 'mutation { change }' },
  introspection: { query: getIntrospectionQuery() },
  'null members': { query: '{ hello }', variables: null, operationName: null, extensions: null },
  'result extensions': { query: '{ hello }', extensions: { cacheControl: 'no-cache' } },
  'an unexpected error': { query: '{ hello broken }' },
  'an error that nulls the data': { query: '{ hello brokenNonNull }' },
  'a value that cannot be serialized': { query: '{ brokenEnum }' },
  'a rejected argument': { query: '{ rejected }' },
  'failed AWS calls': { query: '{ throttled { name } }' },
  'a syntax error': { query: '{ hello ! }' },
  'an unknown field': { query: '{ hello unknown }' },
  'an invalid variable': {
    query: 'query ($name: String!) { hello(name: $name) }',
    variables: { name: [1] },
  },
  'a missing variable': { query: 'query ($name: String!) { hello(name: $name) }' },
  'an unknown operation': { query: 'query Known { hello }', operationName: 'Other' },
  'an ambiguous operation': { query: 'query One { hello } query Two { hello }' },
  'too many aliases': {
    query: `{ ${Array.from({ length: 600 }, (_, index) => `a${index}: hello`).join(' ')} }`,
  },
  'malformed variables': { query: '{ hello }', variables: [1] },
  'an unexpected member': { query: '{ hello }', id: 1 },
}

interface Exchange {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly text: string
}

/** Sends an operation and returns its response without what differs between any two. */
async function exchange(url: string, params: object, accept?: string): Promise<Exchange> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: new URL(url).origin, ...(accept && { accept }) },
    body: JSON.stringify(params),
  })
  const { date: _date, 'x-request-id': id = '', ...headers } = Object.fromEntries(response.headers)
  const text = await response.text()
  return { status: response.status, headers, text: text.replaceAll(id, 'the request') }
}

/** Returns true if Yoga read a request. */
function wasReadByYoga({ logs }: TestServer): boolean {
  return logs.some(({ args }) => String(args).startsWith('Parsing request'))
}

/** Returns the log lines of requests without what differs between any two. */
function requestLines({ logs }: TestServer) {
  return logs
    .filter(({ msg }) => msg === 'request')
    .map(({ time: _time, requestId: _id, durationMs: _duration, ...line }) => line)
}

test.for(Object.entries(OPERATIONS))('responds to %s exactly as Yoga does', async ([, params]) => {
  await using direct = await startServer()
  await using yoga = await startServer()
  for (const accept of ACCEPTED) {
    const expected = await exchange(yoga.url, { ...params, query: `${params['query']}${FOR_YOGA}` }, accept)
    const { headers, ...response } = await exchange(direct.url, params, accept)
    const port = (text: string) => text.replaceAll(new URL(yoga.url).port, new URL(direct.url).port)
    expect({ ...response, headers }, accept).toEqual(JSON.parse(port(JSON.stringify(expected))))
  }
  await Promise.all([direct.stop(), yoga.stop()])
  expect(requestLines(direct)).toEqual(requestLines(yoga))
  expect(requestLines(direct)).toHaveLength(ACCEPTED.length)
})

test.for(['{ hello }', '{ broken }', '{ unknown }', getIntrospectionQuery()])(
  'serves a JSON POST without Yoga: %s',
  async (query) => {
    await using server = await startServer()
    await (await server.query(query)).text()
    expect(wasReadByYoga(server)).toBe(false)
  },
)

const JSON_POST = { method: 'POST', headers: { 'content-type': 'application/json' } }

test.for<[string, string, RequestInit]>([
  ['a GET', '?query={hello}', {}],
  ['the word subscription', '', { ...JSON_POST, body: '{"query":"subscription { hello }"}' }],
  ['a mutation', '', { ...JSON_POST, body: '{"query":"mutation { change }"}' }],
  ['a batch', '', { ...JSON_POST, body: '[{"query":"{ hello }"}]' }],
  ['malformed JSON', '', { ...JSON_POST, body: '{' }],
  ['a missing query', '', { ...JSON_POST, body: '{}' }],
  [
    'event streams only',
    '',
    {
      ...JSON_POST,
      headers: { ...JSON_POST.headers, accept: 'text/event-stream' },
      body: '{"query":"{ hello }"}',
    },
  ],
])('leaves %s to Yoga', async ([, search, init]) => {
  await using server = await startServer()
  await (await fetch(`${server.url}${search}`, init)).text()
  expect(wasReadByYoga(server)).toBe(true)
})

test('responds to a value beyond JSON with an unexpected error, executing once', async () => {
  let executions = 0
  await using server = await startServer({
    schema: createSchema({
      typeDefs: 'scalar Any type Query { huge: Any }',
      resolvers: {
        Query: {
          huge() {
            executions++
            return 1n
          },
        },
      },
    }),
  })
  for (const suffix of ['', FOR_YOGA]) {
    const response = await server.query(`{ huge }${suffix}`)
    expect(response.status).toBe(500)
    expect(await response.json()).toMatchObject({ errors: [{ message: 'Unexpected error' }] })
  }
  expect(executions).toBe(2)
})

test('responds to random documents exactly as Yoga does', async () => {
  const { clock } = createTestTime()
  await using gateway = await startGateway({ emulator: { seed: companySeed }, clock })
  const { images } = await gateway.read<
    { images: { nodes: readonly { id: string; arn: string; name: string }[] } },
    never
  >('{ images(first: 30) { nodes { id arn name } } }')
  const texts = images.nodes.flatMap(({ id, arn, name }) => [id, arn, name])
  const random = seededRandom(18)
  const documents = createDocumentMaker(sharedSchema(), random, { texts })
  let compared = 0
  while (compared < 60) {
    const query = random() < 0.7 ? documents.valid() : documents.damaged()
    // A mutation would change the data between the two, and the comment would move the end of an open string.
    if (query.startsWith('mutation') || query.includes('"""')) continue
    const accept = ACCEPTED[Math.floor(random() * ACCEPTED.length)]
    // The first execution reads from AWS, which the others need not.
    await exchange(gateway.url, { query }, accept)
    const expected = await exchange(gateway.url, { query: `${query}${FOR_YOGA}` }, accept)
    expect(await exchange(gateway.url, { query }, accept), query).toEqual(expected)
    compared++
  }
})
