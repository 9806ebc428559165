import { execute, type GraphQLSchema, parse } from 'graphql'
import { beforeAll, beforeEach, expect, test } from 'vitest'
import type { AwsImage, AwsImageBuilder } from '../../../src/appstream/model/model.ts'
import type { AppStreamReader } from '../../../src/appstream/reader.ts'
import type { Target } from '../../../src/appstream/target.ts'
import { createInventory } from '../../../src/inventory/inventory.ts'
import { ALL_SCOPES, createCaller, type TargetGrant } from '../../../src/schema/access.ts'
import type { ContextRequest } from '../../../src/schema/context.ts'
import { createSchema } from '../../../src/schema/index.ts'
import { createTurns } from '../../../src/schema/pacing/turns.ts'
import { createContextFactory } from '../../../src/schema/request/context-factory.ts'
import { createTestTime, imageArn, imageBuilderArn } from '../../support/gateway.ts'

const [OWNER, OTHER] = ['123456789012', '210987654321']
const IMAGES = 300
const BUILDERS = 100

type Member = 'BaseImageArn' | 'ImageBuilderName' | 'ImageArn' | 'State' | 'CreatedTime'

/** Number of reads of each member of a description, as a measure of work. */
let reads: Record<Member, number>
let schema: GraphQLSchema
let createContext: (request: Partial<ContextRequest>) => ReturnType<ReturnType<typeof createContextFactory>>

beforeAll(() => {
  schema = createSchema()
})

beforeEach(() => {
  reads = noReads()
  const time = createTestTime()
  const { clock, schedule } = time
  const targets = [createTarget(OWNER), createTarget(OTHER)]
  const inventory = createInventory(targets, {
    clock,
    schedule,
    maxStalenessMs: 5_000,
    staleIfErrorMs: 60_000,
    overlayMs: 30_000,
    publicImagesStalenessMs: 3_600_000,
    detailsStalenessMs: 30_000,
    detailsConcurrency: 10,
    watchIntervals: { activeMs: 2_000, idleMs: 15_000, lingerMs: 5_000 },
    onWatch: () => {},
    logBounds: { maxEntries: 100, maxBytes: 1_000_000, maxAgeMs: 60_000 },
    bookmarkIntervalMs: 60_000,
    maxQueuedEvents: 100,
  })
  const make = createContextFactory({ inventory, clock, turns: createTurns() })
  createContext = (request) =>
    make({ caller: createCaller('test', ALL_SCOPES), noCache: false, audit: () => {}, ...request })
})

/** Creates images based on 100 others, built on 100 builders and shared with the other account. */
function createTarget(accountId: string): Target {
  const isOwner = accountId === OWNER
  const listImageBuilders = async () =>
    Array.from({ length: isOwner ? BUILDERS : 0 }, (_, index) =>
      counted<AwsImageBuilder>(
        { Name: `builder-${index}`, Arn: imageBuilderArn(`builder-${index}`) },
        { ImageArn: imageArn(`image-${index % 50}`), State: 'RUNNING', CreatedTime: new Date(0) },
      ),
    )
  const reader: Partial<AppStreamReader> = {
    async listImages(type) {
      if (type !== (isOwner ? 'PRIVATE' : 'SHARED')) return []
      return Array.from({ length: IMAGES }, (_, index) =>
        counted<AwsImage>(
          { Name: `image-${index}`, Arn: imageArn(`image-${index}`), Visibility: type },
          {
            BaseImageArn: imageArn(`image-${index % 100}`),
            ImageBuilderName: `builder-${index % BUILDERS}`,
            State: index % 2 === 0 ? 'AVAILABLE' : 'FAILED',
            CreatedTime: new Date(index * 1_000),
          },
        ),
      )
    },
    // Nothing but image builders is listed so.
    listAll: listImageBuilders as unknown as AppStreamReader['listAll'],
    describeImages: () => Promise.reject(new Error('Unexpected lookup by ARN.')),
  }
  const target: Partial<Target> = {
    key: `${accountId}@us-east-1`,
    region: 'us-east-1',
    accountId,
    learnAccount: () => {},
    reader: reader as AppStreamReader,
  }
  return target as Target
}

/** Returns a description that counts the reads of these members. */
function counted<Described extends object>(
  plain: Described,
  members: Partial<Record<Member, unknown>>,
): Described {
  const described = { ...plain }
  for (const member of Object.keys(members) as Member[]) {
    Object.defineProperty(described, member, {
      enumerable: true,
      get() {
        reads[member]++
        return members[member]
      },
    })
  }
  return described
}

function noReads(): Record<Member, number> {
  return { BaseImageArn: 0, ImageBuilderName: 0, ImageArn: 0, State: 0, CreatedTime: 0 }
}

/** Runs a query as a separate request. */
async function run(query: string, request: Partial<ContextRequest> = {}) {
  const document = parse(query)
  const contextValue = createContext(request)
  const { data, errors } = await execute({ schema, document, contextValue })
  expect(errors).toBeUndefined()
  return JSON.parse(JSON.stringify(data))
}

/** Runs a query and returns its data and work. */
async function work(query: string, request?: Partial<ContextRequest>) {
  reads = noReads()
  const data = await run(query, request)
  return { data, reads }
}

const aliases = (count: number, field: string) =>
  Array.from({ length: count }, (_, index) => `a${index}: ${field}`).join(' ')

test('indexes the listing once for derived images in 20 lists', async () => {
  const query = `{ ${aliases(20, 'images(first: 100) { nodes { derivedImages(first: 1) { totalCount } } }')} }`
  await run('{ images(first: 1) { totalCount } }')
  const first = await work(query)
  expect(Object.keys(first.data)).toHaveLength(20)
  expect(first.data.a19.nodes[0]).toEqual({ derivedImages: { totalCount: 3 } })
  expect(first.reads.BaseImageArn).toBe(IMAGES)
  const second = await work(query)
  expect(second.data).toEqual(first.data)
  expect(second.reads).toEqual(noReads())
})

test('indexes builders once for the launched builders of 100 images', async () => {
  const query = `{ images(first: 100) { nodes { ${aliases(20, 'launchedImageBuilders(first: 1) { totalCount }')} } } }`
  const { data, reads } = await work(query)
  expect(data.images.nodes[0].a19.totalCount).toBe(2)
  expect(reads.ImageArn).toBe(BUILDERS)
  expect((await work(query)).reads).toEqual(noReads())
})

test('scans all images once for the created images of 100 builders', async () => {
  const query = `{ imageBuilders(first: 100) { nodes { ${aliases(20, 'createdImages(first: 1) { totalCount }')} } } }`
  const { data, reads } = await work(query)
  expect(data.imageBuilders.nodes[0].a19.totalCount).toBe(3)
  expect(reads.ImageBuilderName).toBe(IMAGES)
  // One comparison of times for each result of each builder: two reads.
  expect(reads.CreatedTime).toBe(2 * IMAGES)
  expect((await work(query)).reads).toEqual(noReads())
})

test('scans once per request for equal filters, however they are written', async () => {
  await run('{ images(first: 1) { totalCount } }')
  const query = `{
    ${aliases(20, 'images(first: 1, filter: { states: [FAILED, AVAILABLE, FAILED], namePrefix: "image-" }) { totalCount }')}
    other: images(first: 5, filter: { namePrefix: "image-", states: [AVAILABLE, FAILED] }) { totalCount }
  }`
  const { data, reads } = await work(query)
  expect(data.a0.totalCount).toBe(IMAGES)
  expect(data.other.totalCount).toBe(IMAGES)
  expect(reads.State).toBe(IMAGES)
})

test('returns different answers for lists with different filters', async () => {
  const filters = [
    '{ states: [FAILED] }',
    '{ states: [] }',
    '{ names: ["image-1"] }',
    '{ namePrefix: "image-1" }',
    '{ nameContains: "1" }',
    '{ imageBuilderSupported: true }',
    `{ baseImageArn: "${imageArn('image-1')}" }`,
    '{ visibilities: [SHARED] }',
    '{ createdAfter: "1970-01-01T00:04:00Z" }',
    '{ createdBefore: "1970-01-01T00:04:00Z" }',
    '{ platforms: [WINDOWS] }',
    '{}',
  ]
  const lists = filters.map((filter, index) => `a${index}: images(filter: ${filter}) { totalCount }`)
  const together = await run(`{ ${lists.join(' ')} }`)
  const counts = filters.map((_, index) => together[`a${index}`].totalCount)
  expect(counts).toEqual([150, 0, 1, 111, 138, 0, 3, 0, 59, 240, 0, 300])
})

test('sorts once per order while snapshots are unchanged', async () => {
  const query = '{ images(first: 1, orderBy: { field: CREATED_TIME, direction: DESC }) { nodes { name } } }'
  const { data, reads } = await work(query)
  expect(data.images.nodes[0].name).toBe(`image-${IMAGES - 1}`)
  expect(reads.CreatedTime).toBe(IMAGES)
  expect((await work(query)).reads).toEqual(noReads())
})

test('indexes a new listing once', async () => {
  const query = '{ images(first: 100) { nodes { derivedImages(first: 1) { totalCount } } } }'
  await run(query)
  const { reads } = await work(query, { noCache: true })
  expect(reads.BaseImageArn).toBe(IMAGES)
})

test('does not share views between callers with different targets', async () => {
  const query =
    '{ images(first: 1) { totalCount nodes { visibility derivedImages { nodes { visibility } } } } }'
  const narrowed = (...targets: TargetGrant[]) => ({ caller: createCaller('narrowed', ALL_SCOPES, targets) })
  const seen = async (request: Partial<ContextRequest>) => {
    const { images } = await run(query, request)
    const derived = images.nodes[0].derivedImages.nodes.map((node: { visibility: string }) => node.visibility)
    return [images.totalCount, images.nodes[0].visibility, ...new Set(derived)]
  }
  const other = narrowed({ accountId: OTHER ?? '', region: '*' })
  const owner = narrowed({ accountId: OWNER ?? '', region: '*' })
  for (let round = 0; round < 2; round++) {
    expect(await seen({})).toEqual([IMAGES, 'PRIVATE', 'PRIVATE'])
    expect(await seen(other)).toEqual([IMAGES, 'SHARED', 'SHARED'])
    expect(await seen(owner)).toEqual([IMAGES, 'PRIVATE', 'PRIVATE'])
  }
})
