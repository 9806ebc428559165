import { createAccount, type MeasuredAccount } from '../account.ts'
import type { RequestPlan } from '../load/load.ts'
import type { ContenderName } from './contenders.ts'

/** Query of an account, with the answer that each contender must give. */
export interface MeasuredQuery {
  readonly name: string
  readonly query: string
  readonly account: MeasuredAccount
  /** Parsed body that every contender must answer with. */
  readonly expected: unknown
  /** Settings of the gateway in addition to its defaults. */
  readonly environment?: Readonly<Record<string, string>>
  /** Number of callers, each with a token of its own. Undefined without authentication. */
  readonly tokens?: number
}

/** Load on all contenders. */
export interface Scenario extends MeasuredQuery {
  readonly connections: number
  readonly varies: RequestPlan['varies']
  readonly contenders: readonly ContenderName[]
  /** Headers of every request. */
  readonly headers?: Readonly<Record<string, string>>
  /** Time that AppStream takes for a call. Default: none. */
  readonly latencyMs?: number
}

/** Image builders, their images, and the builders that those were created on: three levels, 25 of each. */
export const LINEAGE = '{imageBuilders(first:25){nodes{name state image{name imageBuilder{name}}}}}'
const LINEAGE_BEFORE = LINEAGE.replace('{', 'query($before:DateTime!){').replace(
  'first:25',
  'first:25,filter:{createdBefore:$before}',
)

const NEWEST_SELECTION = 'orderBy:{field:CREATED_TIME,direction:DESC}){nodes{name state createdTime}}}'
/** The 20 newest images with a name prefix, out of all images. */
export const NEWEST = `{images(first:20,filter:{namePrefix:"golden-"},${NEWEST_SELECTION}`
const NEWEST_BEFORE = `query($before:DateTime!){images(first:20,filter:{namePrefix:"golden-",createdBefore:$before},${NEWEST_SELECTION}`

/** Images of a large account. */
export const LARGE_IMAGE_COUNT = 2_000

const ALL: readonly ContenderName[] = ['gateway', 'before', 'node:http', 'mercurius + JIT', 'plain Yoga']
const account = createAccount()
const largeAccount = createAccount(LARGE_IMAGE_COUNT)

const lineage = {
  connections: 16,
  query: LINEAGE,
  varies: 'nothing',
  account,
  expected: lineageOf(account),
  contenders: ALL,
} as const satisfies Omit<Scenario, 'name'>

/** All scenarios, in the order of the report. */
export const scenarios: readonly Scenario[] = [
  { ...lineage, name: 'same query' },
  { ...lineage, name: 'same query, 64 connections', connections: 64 },
  { ...lineage, name: 'same query, info logs', environment: { LOG_LEVEL: 'info' } },
  { ...lineage, name: 'same query, one token', tokens: 1 },
  { ...lineage, name: 'same query, 100 tokens', tokens: 100 },
  { ...lineage, name: 'new variables', query: LINEAGE_BEFORE, varies: 'variables' },
  { ...lineage, name: 'new documents', varies: 'document' },
  {
    ...lineage,
    name: 'newest of 2,000 images, new variables',
    query: NEWEST_BEFORE,
    varies: 'variables',
    account: largeAccount,
    expected: newestOf(largeAccount),
    // No listing in between: answers report the 80 calls of a listing. See the cold figures for its cost.
    environment: { MAX_STALENESS_MS: '600000' },
    // The plain server lists all images for each request, which takes seconds.
    contenders: ['gateway', 'before', 'node:http', 'mercurius + JIT'],
  },
  {
    ...lineage,
    name: 'no-cache, AppStream takes 100 ms',
    headers: { 'cache-control': 'no-cache' },
    latencyMs: 100,
    contenders: ['gateway', 'before', 'plain Yoga', 'SDK alone'],
  },
]

/** First query of a server that has just been started. */
export interface ColdScenario extends MeasuredQuery {
  /** Number of starts to take the median of. */
  readonly starts: number
}

/** First queries of a server that has just been started. */
export const coldScenarios: readonly ColdScenario[] = [
  { name: '25 builders and images', query: LINEAGE, account, expected: lineageOf(account), starts: 3 },
  {
    name: '20 of 2,000 images',
    query: NEWEST,
    account: largeAccount,
    expected: newestOf(largeAccount),
    // Its listing takes seconds, and its starts are those of the other.
    starts: 1,
  },
]

/** Returns the answer to {@link LINEAGE}. */
export function lineageOf({ imageBuilders, images }: MeasuredAccount): unknown {
  const builders = new Set(imageBuilders.map(({ name }) => name))
  const madeOn = new Map(images.map(({ name, imageBuilderName }) => [name, imageBuilderName]))
  const nodes = imageBuilders.map(({ name, state, imageName }) => {
    const builder = madeOn.get(imageName) ?? ''
    const imageBuilder = builders.has(builder) ? { name: builder } : null
    return { name, state, image: { name: imageName, imageBuilder } }
  })
  return { data: { imageBuilders: { nodes } } }
}

/** Returns the answer to {@link NEWEST}. */
export function newestOf({ images }: MeasuredAccount): unknown {
  const nodes = images
    .filter(({ name }) => name.startsWith('golden-'))
    .toSorted((one, other) => Date.parse(other.createdTime) - Date.parse(one.createdTime))
    .slice(0, 20)
    .map(({ name, state, createdTime }) => ({ name, state, createdTime }))
  return { data: { images: { nodes } } }
}
