import { setTimeout } from 'node:timers/promises'
import { scrape } from '../../support/metrics.ts'
import { openSubscribers } from '../live/subscribers.ts'
import type { Loader } from '../load/loader.ts'
import { ask } from '../load/post.ts'
import { median, quantile } from '../load/quantile.ts'
import { type Memory, memoryOf } from '../servers/measured-gateway.ts'
import type { ReplicaStage } from './stage.ts'

const COLD_QUERY = `{
  images(first: 1) { totalCount }
  appStreamFleets(first: 1) { totalCount }
  appStreamStacks(first: 1) { totalCount }
}`

/** Returns the number of AWS calls for the first query of three kinds, sent to every replica at the same time. */
export async function countColdCalls({ replicas, emulator }: ReplicaStage): Promise<number> {
  const before = emulator.calls.count()
  await Promise.all(replicas.all.map(({ url }) => ask(url, COLD_QUERY)))
  return emulator.calls.count() - before
}

/** Polls and events while each replica has subscribers. */
export interface Watching {
  /** Polls of two kinds without transitions, which are polled every two seconds. */
  readonly pollsPerMinute: number
  /** Milliseconds from the end of the poll with a change to the event at the last replica. */
  readonly eventP50Ms: number
  readonly eventP99Ms: number
}

const WATCHED = 'builder-00'
const BUILDER_EVENTS = `subscription { imageBuilderStateChanged(names: ["${WATCHED}"], snapshot: true) { kind state } }`
const IDLE_EVENTS = [
  'subscription { imageStateChanged(names: ["golden-desktop-v01"], snapshot: true) { kind } }',
  'subscription { appStreamFleetStateChanged(names: ["fleet"], snapshot: true) { kind } }',
]
const IDLE_POLLS = ['DescribeImages', 'DescribeFleets']
const STATES = ['UPDATING_AGENT', 'SNAPSHOTTING', 'REBOOTING'] as const

/** Changes a builder many times while each replica has a subscriber of three kinds. */
export async function measureWatching(stage: ReplicaStage, changes: number): Promise<Watching> {
  const { replicas, emulator, home } = stage
  home.change('image-builder', WATCHED, { State: 'PENDING' })
  await using open = new AsyncDisposableStack()
  for (const query of IDLE_EVENTS) {
    for (const { url } of replicas.all) {
      const subscribers = open.use(await openSubscribers(url, 1, 1, query))
      await subscribers.received(2)
    }
  }
  const watching = []
  for (const { url } of replicas.all) {
    const subscribers = open.use(await openSubscribers(url, 1, 1, BUILDER_EVENTS))
    await subscribers.received(2)
    watching.push(subscribers)
  }

  const startedAt = Date.now()
  const delays: number[] = []
  for (let change = 0; change < changes; change++) {
    for (const subscribers of watching) subscribers.reset()
    home.change('image-builder', WATCHED, { State: STATES[change % STATES.length] })
    const received = await Promise.all(watching.map((subscribers) => subscribers.received(1)))
    const firstAt = Math.min(...received.map((event) => event.firstAt))
    const lastAt = Math.max(...received.map((event) => event.lastAt))
    const polls = emulator.calls.all.filter(({ operation }) => operation === 'DescribeImageBuilders')
    const seenAt = Math.max(...polls.flatMap(({ endedAt = 0 }) => (endedAt <= firstAt ? [endedAt] : [])))
    delays.push(lastAt - seenAt)
  }
  const pollsPerMinute = IDLE_POLLS.reduce((sum, operation) => sum + rateOf(stage, operation, startedAt), 0)
  home.change('image-builder', WATCHED, { State: 'RUNNING' })
  delays.sort((one, other) => one - other)
  return { pollsPerMinute, eventP50Ms: quantile(delays, 0.5), eventP99Ms: quantile(delays, 0.99) }
}

/** Returns the calls per minute, from the time between the first and the last. */
function rateOf({ emulator }: ReplicaStage, wanted: string, since: number): number {
  const times = emulator.calls.all.flatMap(({ operation, startedAt }) =>
    operation === wanted && startedAt >= since ? [startedAt] : [],
  )
  const [first, last] = [times[0], times.at(-1)]
  if (first === undefined || last === undefined || last === first) return 0
  return ((times.length - 1) * 60_000) / (last - first)
}

/** Returns the median duration of a mutation in milliseconds for each stage, taking turns. */
export async function measureMutations(
  stages: readonly ReplicaStage[],
  count: number,
): Promise<readonly number[]> {
  const durations: number[][] = stages.map(() => [])
  for (let round = 0; round < count; round++) {
    for (const [index, { replicas }] of stages.entries()) {
      const { url = '' } = replicas.all[round % replicas.all.length] ?? {}
      const mutation = `mutation { updateAppStreamStack(input: { name: "stack", description: "${round}" }) {
        ... on UpdateAppStreamStackPayload { stack { description } } } }`
      const sentAt = performance.now()
      const answer = await ask(url, mutation)
      durations[index]?.push(performance.now() - sentAt)
      if (!answer.includes(`"description":"${round}"`)) throw new Error(`A wrong answer: ${answer}`)
    }
  }
  return durations.map(median)
}

/** Requests per second of warm queries, and the engine commands that they caused. */
export interface Warm {
  readonly perSecond: number
  /** Share of the throughput of a single process. */
  readonly share: number
  readonly engineCommandsPerQuery: number
}

const WARM_QUERY = '{imageBuilders(first:25){nodes{name image{name imageBuilder{name}}}}}'

/** Sends warm queries to the first replica and to a single process, taking turns. */
export async function measureWarm(
  shared: ReplicaStage,
  lone: ReplicaStage,
  loader: Loader,
  { rounds, seconds }: { readonly rounds: number; readonly seconds: number },
): Promise<Warm> {
  const urls = { shared: urlOf(shared), lone: urlOf(lone) }
  const expected = await ask(urls.lone, WARM_QUERY)
  const requests = { query: WARM_QUERY, varies: 'nothing' as const, headers: [{}] }
  const apply = (name: keyof typeof urls, ms: number) =>
    loader.apply({ url: urls[name], connections: 10, ms, requests, firstNumber: 0, expected })
  // Warms up the compilers of both.
  for (const name of ['shared', 'lone'] as const) await apply(name, 1_000)

  const rates = { shared: [0], lone: [0] }
  const shares: number[] = []
  let queries = 0
  let commands = 0
  for (let round = 0; round < rounds; round++) {
    // Whichever runs second has a warmer machine, so the order alternates.
    for (const name of round % 2 === 0 ? (['shared', 'lone'] as const) : (['lone', 'shared'] as const)) {
      const before = await countCommands(shared)
      const result = await apply(name, seconds * 1_000)
      rates[name][round] = result.perSecond
      if (name === 'lone') continue
      commands += (await countCommands(shared)) - before
      queries += result.requests
    }
    shares.push((rates.shared[round] ?? 0) / (rates.lone[round] ?? 0))
  }
  return {
    perSecond: median(rates.shared),
    share: median(shares),
    engineCommandsPerQuery: commands / queries,
  }
}

function urlOf({ replicas: { all } }: ReplicaStage): string {
  return all[0]?.url ?? ''
}

/** Commands that an idle replica sends as well: beats, and the reads of the log. */
const BACKGROUND = ['beat', 'XREAD']

/** Returns the number of commands that the first replica has sent to the engine, except in the background. */
async function countCommands(stage: ReplicaStage): Promise<number> {
  const samples = await scrape(urlOf(stage), 'shared_command_duration_seconds_count')
  return samples.reduce(
    (sum, { labels, value }) => sum + (BACKGROUND.includes(labels['command'] ?? '') ? 0 : value),
    0,
  )
}

/** Returns the memory of the first process in bytes, after garbage collection. */
export async function measureMemory({ replicas }: ReplicaStage): Promise<Memory> {
  const [first] = replicas.all
  if (first === undefined) throw new Error('There is no replica.')
  await memoryOf(first)
  // Garbage collection frees pages with a delay.
  await setTimeout(200)
  return memoryOf(first)
}
