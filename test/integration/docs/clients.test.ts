import { once } from 'node:events'
import { type ApolloClient, gql } from '@apollo/client/core'
import type { Client as UrqlClient } from '@urql/core'
import { buildSchema, parse, validate } from 'graphql'
import type { INetwork } from 'relay-runtime'
import { createServer, type ProxyOptions, type UserConfig } from 'vite'
import { expect, test, vi } from 'vitest'
import { WebSocket } from 'ws'
import { keys } from '../../../examples/shared/generated/graphcacheKeys.ts'
import { extractRecipes, type Recipes } from '../../support/doc-modules.ts'
import { imageArn, startGateway } from '../../support/gateway.ts'
import { startIssuer } from '../../support/issuer.ts'
import { readRepositoryFile } from '../../support/readme.ts'

type GetToken = (options?: { readonly isRejected: boolean }) => Promise<string>
type Create<Client> = (url: string, getToken: GetToken) => Client
type Send = (recipes: Recipes, url: string, getToken: GetToken) => Promise<unknown>

const QUERY = 'query Count { imageBuilders { totalCount } }'

const sendWithApollo =
  (module: string): Send =>
  async (recipes, url, getToken) => {
    const { createApolloClient } = await recipes.load<{ createApolloClient: Create<ApolloClient> }>(module)
    return (await createApolloClient(url, getToken).query({ query: gql(QUERY) })).data
  }

const sendWithUrql: Send = async (recipes, url, getToken) => {
  const { createUrqlClient } = await recipes.load<{ createUrqlClient: Create<UrqlClient> }>('urql.js')
  return (await createUrqlClient(url, getToken).query(QUERY, {}).toPromise()).data
}

const sendWithRelay: Send = async (recipes, url, getToken) => {
  const { createNetwork } = await recipes.load<{ createNetwork: Create<INetwork> }>('relay.js')
  const operation = { id: null, cacheID: 'Count', name: 'Count', text: QUERY, metadata: {} }
  const response = await createNetwork(url, getToken)
    .execute({ ...operation, operationKind: 'query' }, {}, {})
    .toPromise()
  return response && 'data' in response ? response.data : response
}

test.each([
  ['Apollo Client over WebSocket', sendWithApollo('apollo-ws.js')],
  ['Apollo Client over multipart HTTP', sendWithApollo('apollo-http.js')],
  ['urql', sendWithUrql],
  ['Relay', sendWithRelay],
] as const)('the recipe of %s replaces a rejected token', async (_client, send) => {
  await using recipes = await extractRecipes()
  await using issuer = await startIssuer()
  await using gateway = await startGateway({ env: issuer.env })
  gateway.home.putImageBuilder({ Name: 'builder' })
  const given: unknown[] = []
  const getToken: GetToken = async (options) => {
    given.push(options)
    return issuer.token(options?.isRejected ? {} : { exp: 1 })
  }

  expect(await send(recipes, gateway.url, getToken)).toMatchObject({ imageBuilders: { totalCount: 1 } })
  expect(given).toEqual([{ isRejected: false }, { isRejected: true }])
})

test('problemsOf collects errors, failures and errors of mutations', async () => {
  await using recipes = await extractRecipes()
  const { problemsOf } = await recipes.load<{ problemsOf(result: object): readonly object[] }>('problems.js')
  await using gateway = await startGateway({ env: { AWS_REGIONS: 'us-east-1,eu-west-1' } })
  gateway.home.putImage({ Name: 'golden' })
  await fetch(`${gateway.emulator.url}/_emulator/faults`, {
    method: 'POST',
    body: JSON.stringify({ region: 'eu-west-1', error: { type: 'ThrottlingException' } }),
  })
  const ask = async (query: string) => problemsOf(await gateway.query(query))

  expect(await ask('{ images { totalCount failures { code } } }')).toEqual([{ code: 'UPSTREAM_THROTTLED' }])
  expect(await ask('{ images(first: -1) { totalCount } }')).toMatchObject([{ code: 'BAD_USER_INPUT' }])
  const mutation = `mutation { deleteImage(input: { arn: "${imageArn('missing')}" }) {
    ... on AppStreamError { code message retryable } } }`
  expect(await ask(mutation)).toMatchObject([{ code: 'RESOURCE_NOT_FOUND', retryable: false }])
})

test('the logger of graphcache omits only debug messages and missing fields', async () => {
  await using recipes = await extractRecipes()
  type Logger = (severity: 'debug' | 'error' | 'warn', message: string) => void
  const { logGraphcache } = await recipes.load<{ logGraphcache: Logger }>('graphcache-logger.js')
  using warn = vi.spyOn(console, 'warn').mockReturnValue()
  using debug = vi.spyOn(console, 'debug').mockReturnValue()

  logGraphcache('warn', 'Invalid undefined: The field at `code` is `undefined`')
  logGraphcache('warn', 'Invalid key: The GraphQL query has no key')
  logGraphcache('debug', 'No value for field')

  expect(warn.mock.calls).toEqual([['Invalid key: The GraphQL query has no key']])
  expect(debug).not.toHaveBeenCalled()
})

test('generated files hold possible types, keys and a valid fragment', () => {
  const folder = 'examples/shared/generated'
  const possibleTypes = JSON.parse(readRepositoryFile(`${folder}/possibleTypes.json`))
  const fragment = readRepositoryFile(`${folder}/AppStreamError.graphql`)
  const mutation = `mutation { deleteImage(input: { name: "golden" }) { ...AppStreamError } } ${fragment}`

  expect(possibleTypes.AppStreamError).toContain('AppStreamResourceInUseError')
  expect(possibleTypes.StartImageBuilderResult).toContain('StartImageBuilderPayload')
  expect(keys.AppStreamTag()).toBeNull()
  expect(keys).not.toHaveProperty('Image')
  expect(keys).not.toHaveProperty('Query')
  expect(validate(buildSchema(readRepositoryFile('schema.graphql')), parse(mutation))).toEqual([])
})

test('pages behind the development server may query and subscribe', async () => {
  await using recipes = await extractRecipes()
  const { default: config } = await recipes.load<{ default: UserConfig }>('vite.config.js')
  await using gateway = await startGateway()
  const target = new URL(gateway.url).origin
  const { '/graphql': documented } = config.server?.proxy ?? {}
  if (typeof documented !== 'object') throw new Error('The proxy must be an object.')

  expect(await answersOf(recipes, { ...documented, target })).toEqual([200, 'open'])
  // As the page warns.
  expect(await answersOf(recipes, { ...documented, target, changeOrigin: true })).toEqual([403, 'error'])
})

/** Returns the status of a query and the fate of a WebSocket that a page of the development server sends. */
async function answersOf({ folder }: Recipes, proxy: ProxyOptions): Promise<readonly unknown[]> {
  const server = await createServer({
    root: folder,
    configFile: false,
    logLevel: 'silent',
    server: { host: '127.0.0.1', port: 0, hmr: false, proxy: { '/graphql': proxy } },
  })
  await server.listen()
  try {
    const address = server.httpServer?.address()
    const origin = `http://127.0.0.1:${typeof address === 'object' ? address?.port : address}`
    const { status } = await fetch(`${origin}/graphql`, {
      method: 'POST',
      headers: { origin, 'content-type': 'application/json' },
      body: JSON.stringify({ query: '{ __typename }' }),
    })
    const url = `${origin.replace('http', 'ws')}/graphql`
    const socket = new WebSocket(url, 'graphql-transport-ws', { origin })
    const fate = await Promise.race(
      ['open', 'error'].map((name) =>
        once(socket, name).then(
          () => name,
          () => 'error',
        ),
      ),
    )
    socket.terminate()
    return [status, fate]
  } finally {
    await server.close()
  }
}
