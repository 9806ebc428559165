import { createHash } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ApolloClient, ApolloLink, gql, HttpLink, InMemoryCache } from '@apollo/client'
import { PersistedQueryLink } from '@apollo/client/link/persisted-queries'
import { generate } from '@graphql-codegen/cli'
import { print } from 'graphql'
import { expect, test } from 'vitest'
import { startGateway, type TestGateway } from '../../../support/gateway.ts'
import { type Asked, ask, transports } from './support.ts'

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex')

const STATE = 'query State($name: String!) {\n  image(name: $name) {\n    state\n  }\n}'
const WATCH = 'subscription Watch {\n  imageStateChanged(snapshot: true) {\n    kind\n  }\n}'

const byCodegen = { [sha256(STATE)]: STATE, [sha256(WATCH)]: WATCH }
const byApollo = {
  format: 'apollo-persisted-query-manifest',
  version: 1,
  operations: [
    { id: sha256(STATE), name: 'State', type: 'query', body: STATE },
    { id: sha256(WATCH), name: 'Watch', type: 'subscription', body: WATCH },
  ],
}

/** Starts a gateway that runs only the operations of a manifest, with one available image. */
async function startTrusting(
  manifest: unknown,
  env: Readonly<Record<string, string>> = {},
): Promise<TestGateway> {
  const folder = await mkdtemp(join(tmpdir(), 'manifest-'))
  try {
    const path = join(folder, 'manifest.json')
    await writeFile(path, JSON.stringify(manifest))
    const gateway = await startGateway({ env: { ...env, TRUSTED_DOCUMENTS: path } })
    gateway.home.putImage({ Name: 'a', State: 'AVAILABLE' })
    return gateway
  } finally {
    // The manifest is read only once, at start-up.
    await rm(folder, { recursive: true })
  }
}

const variables = { name: 'a' }
const trusted: readonly (readonly [how: string, asked: Asked])[] = [
  ['by its id', { documentId: sha256(STATE), variables }],
  ['by its id with what it is a hash of', { documentId: `sha256:${sha256(STATE)}`, variables }],
  [
    'as Apollo’s clients do',
    { extensions: { persistedQuery: { version: 1, sha256Hash: sha256(STATE) } }, variables },
  ],
  ['by its text', { query: STATE, variables }],
  [
    'by its text, formatted otherwise',
    { query: `# of the app\n${STATE.replaceAll(/\s+/g, ' ')}`, variables },
  ],
  [
    'by its text and its id',
    { query: STATE, extensions: { persistedQuery: { version: 1, sha256Hash: sha256(STATE) } }, variables },
  ],
]

const rejected: readonly (readonly [what: string, asked: Asked, code: string])[] = [
  ['another document', { query: '{ __typename }' }, 'DOCUMENT_NOT_TRUSTED'],
  [
    'another document by the same name',
    { query: STATE.replace('state', 'arn'), variables },
    'DOCUMENT_NOT_TRUSTED',
  ],
  [
    'a document with one field more',
    { query: STATE.replace('state', 'state arn'), variables },
    'DOCUMENT_NOT_TRUSTED',
  ],
  [
    'a document that is trusted but for an operation beside it',
    { query: `${STATE} query B { __typename }`, operationName: 'State', variables },
    'DOCUMENT_NOT_TRUSTED',
  ],
  [
    'another document under the id of one that is trusted',
    { query: '{ __typename }', documentId: sha256(STATE) },
    'DOCUMENT_NOT_TRUSTED',
  ],
  ['introspection', { query: '{ __schema { queryType { name } } }' }, 'DOCUMENT_NOT_TRUSTED'],
  ['an id that there is not', { documentId: sha256('nothing') }, 'PERSISTED_QUERY_NOT_FOUND'],
  ['an id that every object has', { documentId: 'constructor' }, 'PERSISTED_QUERY_NOT_FOUND'],
  [
    'Apollo’s hash of something else',
    { extensions: { persistedQuery: { version: 1, sha256Hash: sha256('nothing') } } },
    'PERSISTED_QUERY_NOT_FOUND',
  ],
  ['what is no GraphQL', { query: '{' }, 'GRAPHQL_PARSE_FAILED'],
]

test.for([
  ['graphql-codegen’s', byCodegen],
  ['Apollo’s', byApollo],
] as const)('runs only operations of %s manifest, on any transport', async ([, manifest]) => {
  await using gateway = await startTrusting(manifest)
  for (const transport of transports) {
    for (const [how, asked] of trusted) {
      const answer = await ask(gateway.url, transport, asked)
      expect(answer, `${how}, by ${transport}`).toMatchObject({ data: { image: { state: 'AVAILABLE' } } })
    }
    for (const [what, asked, code] of rejected) {
      const answer = await ask(gateway.url, transport, asked)
      expect(answer, `${what}, by ${transport}`).toMatchObject({ code })
      expect(answer.data ?? null, what).toBeNull()
      // Clients of automatic persisted queries read the error for a hash only from a 200.
      const status = asked.query === undefined && asked.extensions !== undefined ? 200 : 400
      if (transport === 'POST' && code !== 'GRAPHQL_PARSE_FAILED') expect(answer.status, what).toBe(status)
    }
  }
})

test('runs a subscription of the manifest by its id', async () => {
  await using gateway = await startTrusting(byApollo)
  for (const transport of ['SSE', 'WebSocket'] as const) {
    expect(await ask(gateway.url, transport, { documentId: sha256(WATCH) })).toMatchObject({
      data: { imageStateChanged: { kind: 'SNAPSHOT' } },
    })
  }
})

test('applies the other limits to operations of the manifest', async () => {
  await using gateway = await startTrusting(byCodegen, { MAX_DEPTH: '1' })
  expect(await ask(gateway.url, 'POST', { documentId: sha256(STATE), variables })).toMatchObject({
    code: 'QUERY_TOO_DEEP',
  })
})

test.for(transports)('rejects an id by %s without a manifest and explains why', async (transport) => {
  await using gateway = await startGateway()
  const answer = await ask(gateway.url, transport, { documentId: sha256(STATE) })
  expect(answer.code).toBe('PERSISTED_QUERY_NOT_SUPPORTED')
  expect(answer.errors?.[0]?.message).toContain('TRUSTED_DOCUMENTS')
})

test('runs every operation of a graphql-codegen manifest by its id', async () => {
  const files: { filename: string; content: string }[] = await generate(
    {
      schema: 'schema.graphql',
      documents: 'test/operations/*.graphql',
      silent: true,
      generates: { 'generated/': { preset: 'client', presetConfig: { persistedDocuments: true } } },
    },
    false,
  )
  const file = files.find(({ filename }) => filename.endsWith('persisted-documents.json'))
  const manifest: Readonly<Record<string, string>> = JSON.parse(file?.content ?? '{}')
  const ids = Object.keys(manifest)
  expect(ids.length).toBeGreaterThan(10)

  await using gateway = await startTrusting(manifest)
  const codes = await Promise.all(
    ids.map(async (documentId) => {
      const { code, errors } = await ask(gateway.url, 'POST', { documentId })
      return /was not provided/.test(errors?.[0]?.message ?? '') ? 'variables' : code
    }),
  )
  // Operations that need variables fail only for lack of them.
  expect(new Set(codes)).toEqual(new Set([undefined, 'variables']))
})

test('accepts Apollo Client hashes; rejects texts outside the manifest', async () => {
  const trustedQuery = gql(STATE)
  const otherQuery = gql('query Other { appStreamTargets { region } }')
  const cache = new InMemoryCache()
  // Apollo's manifest contains documents as transformed by its cache.
  const body = print(cache.transformDocument(trustedQuery))
  const manifest = { ...byApollo, operations: [{ id: sha256(body), name: 'State', type: 'query', body }] }
  await using gateway = await startTrusting(manifest)
  const bodies: Asked[] = []
  const client = new ApolloClient({
    cache,
    link: ApolloLink.from([
      new PersistedQueryLink({ sha256 }),
      new HttpLink({
        uri: gateway.url,
        fetch: (url, init) => {
          bodies.push(JSON.parse(String(init?.body)))
          return fetch(url, init)
        },
      }),
    ]),
  })
  const { data } = await client.query({ query: trustedQuery, variables })
  expect(data).toMatchObject({ image: { state: 'AVAILABLE' } })
  expect(bodies.map(({ query }) => query)).toEqual([undefined])

  await expect(client.query({ query: otherQuery })).rejects.toThrow(
    'not in the manifest of allowed operations',
  )
  expect(bodies.map(({ query }) => query !== undefined)).toEqual([false, false, true])
  client.stop()
})
