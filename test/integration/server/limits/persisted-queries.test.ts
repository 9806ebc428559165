import { createHash } from 'node:crypto'
import { ApolloClient, ApolloLink, gql, HttpLink, InMemoryCache } from '@apollo/client'
import { PersistedQueryLink } from '@apollo/client/link/persisted-queries'
import { expect, test } from 'vitest'
import { startGateway } from '../../../support/gateway.ts'
import { ask, send, transports } from './support.ts'

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex')
const extensions = { persistedQuery: { version: 1, sha256Hash: sha256('{ __typename }') } }

test.for(transports)('rejects a hash without its text as unsupported, by %s', async (transport) => {
  await using gateway = await startGateway()
  const { code, errors } = await ask(gateway.url, transport, { extensions })
  expect(code).toBe('PERSISTED_QUERY_NOT_SUPPORTED')
  expect(errors?.[0]?.message).toBe('PersistedQueryNotSupported')
})

test('answers a WebSocket message without a query, without closing', async () => {
  await using gateway = await startGateway()
  for (const payload of [{ extensions }, { extensions, query: null }]) {
    const message = JSON.stringify({ id: '1', type: 'subscribe', payload })
    expect(await send(gateway.url, message)).toMatchObject({ code: 'PERSISTED_QUERY_NOT_SUPPORTED' })
  }
})

test('runs a text sent with its hash', async () => {
  await using gateway = await startGateway()
  for (const transport of transports) {
    const answer = await ask(gateway.url, transport, { query: '{ __typename }', extensions })
    expect(answer.data).toEqual({ __typename: 'Query' })
  }
})

test.for([false, true])(
  'Apollo Client falls back to full texts (GET: %s)',
  async (useGETForHashedQueries) => {
    await using gateway = await startGateway()
    const methods: unknown[] = []
    const http = new HttpLink({
      uri: gateway.url,
      fetch: (url, init) => {
        methods.push(init?.method)
        return fetch(url, init)
      },
    })
    const client = new ApolloClient({
      cache: new InMemoryCache(),
      link: ApolloLink.from([new PersistedQueryLink({ sha256, useGETForHashedQueries }), http]),
    })
    const read = (region: string) =>
      client.query({
        query: gql(`query ${region} { appStreamTargets { region } }`),
        fetchPolicy: 'network-only',
      })
    expect((await read('A')).data).toMatchObject({ appStreamTargets: [{ region: 'us-east-1' }] })
    expect((await read('B')).data).toMatchObject({ appStreamTargets: [{ region: 'us-east-1' }] })
    expect(methods).toEqual([useGETForHashedQueries ? 'GET' : 'POST', 'POST', 'POST'])
    client.stop()
  },
)
