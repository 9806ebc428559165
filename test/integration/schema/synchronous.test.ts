import { type ExecutionResult, execute, type GraphQLSchema, parse } from 'graphql'
import { beforeAll, expect, test } from 'vitest'
import { ALL_SCOPES, createCaller } from '../../../src/schema/access.ts'
import type { ContextRequest } from '../../../src/schema/context.ts'
import { createSchema } from '../../../src/schema/index.ts'
import { createTurns } from '../../../src/schema/pacing/turns.ts'
import { createContextFactory } from '../../../src/schema/request/context-factory.ts'
import { ACCOUNT, imageArn, REGION } from '../../support/gateway.ts'
import { startUpstream, type Upstream } from '../appstream/support.ts'

let schema: GraphQLSchema
beforeAll(() => {
  schema = createSchema()
})

/** Starts the layers below the server with related resources of several kinds. */
async function startStocked(): Promise<Upstream> {
  const upstream = await startUpstream()
  const { home } = upstream
  for (let index = 0; index < 3; index++) {
    home.putImage({
      Name: `image-${index}`,
      ImageBuilderName: `builder-${index}`,
      BaseImageArn: imageArn('image-0'),
    })
    home.putImageBuilder({
      Name: `builder-${index}`,
      ImageArn: imageArn(`image-${index}`),
      CreatedTime: new Date(0),
    })
    home.putFleet({
      Name: `fleet-${index}`,
      ImageName: `image-${index}`,
      ImageArn: imageArn(`image-${index}`),
    })
    home.putStack({ Name: `stack-${index}` })
    home.associate(`stack-${index}`, `fleet-${index}`)
  }
  return upstream
}

/** Creates a function that executes a query without a server, in a request of its own. */
function executorOf({ inventory, time }: Upstream) {
  const createContext = createContextFactory({ inventory, clock: time.clock, turns: createTurns() })
  return (query: string, request: Partial<ContextRequest> = {}) => {
    const caller = createCaller('test', ALL_SCOPES)
    const contextValue = createContext({ caller, noCache: false, audit: () => {}, ...request })
    return { contextValue, result: execute({ schema, document: parse(query), contextValue }) }
  }
}

const QUERIES = {
  lineage: '{ imageBuilders { nodes { name image { name imageBuilder { name } baseImage { name } } } } }',
  'related resources':
    '{ images { nodes { name fleets { nodes { name } } derivedImages { nodes { name } } } } }',
  associations: '{ appStreamStacks { nodes { name fleets { nodes { name } } } } }',
  catalogs: '{ appStreamStacks { nodes { fleets { nodes { catalog { __typename } } } } } }',
  findings: '{ appStreamFleets { nodes { findings { code } image { name } } } }',
  tags: '{ images { nodes { tags { key } } } }',
  shares: '{ images { nodes { sharedWith { totalCount nodes { accountId } } } } }',
}

test.each(Object.entries(QUERIES))('returns known %s without a promise, as loaded', async (_what, query) => {
  await using upstream = await startStocked()
  const run = executorOf(upstream)
  const cold = run(query)
  expect(cold.result).toBeInstanceOf(Promise)
  const loaded = await cold.result
  expect(loaded.errors).toBeUndefined()
  const calls = upstream.emulator.calls.count()

  const { contextValue, result } = run(query)
  expect(result).not.toBeInstanceOf(Promise)
  expect(result).toEqual(loaded)
  expect(upstream.emulator.calls.count()).toBe(calls)
  // The answer can be kept, and is current.
  expect(contextValue.reads.dependencies()?.every((dependency) => dependency.isCurrent())).toBe(true)
  expect(contextValue.reads.dependencies()).not.toHaveLength(0)
})

test('a request that bypasses the cache reads known values again', async () => {
  await using upstream = await startStocked()
  const run = executorOf(upstream)
  const loaded: ExecutionResult = await run(QUERIES.lineage).result
  const calls = upstream.emulator.calls.count()
  const { result } = run(QUERIES.lineage, { noCache: true })
  expect(result).toBeInstanceOf(Promise)
  expect(await result).toEqual(loaded)
  expect(upstream.emulator.calls.count()).toBe(2 * calls)
})

test('waits for an image that is not known, and for no other', async () => {
  await using upstream = await startStocked()
  const run = executorOf(upstream)
  await run('{ imageBuilders { nodes { image { name } } } }').result
  upstream.home.putImage({ Name: 'new' })
  const calls = upstream.emulator.calls.count()
  const query = (name: string) =>
    `{ image(arn: "arn:aws:appstream:${REGION}:${ACCOUNT}:image/${name}") { name } }`
  expect(await run(query('new')).result).toEqual({ data: { image: { name: 'new' } } })
  expect(upstream.emulator.calls.count()).toBe(calls + 1)
  expect(await run(query('image-1')).result).toEqual({ data: { image: { name: 'image-1' } } })
  expect(upstream.emulator.calls.count()).toBe(calls + 1)
})
