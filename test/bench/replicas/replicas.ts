import { startLoader } from '../load/loader.ts'
import { formatNumber, formatTable } from '../table.ts'
import {
  countColdCalls,
  measureMemory,
  measureMutations,
  measureWarm,
  measureWatching,
  type Warm,
  type Watching,
} from './measures.ts'
import { type ReplicaStage, startLoneStage, startSharedStage } from './stage.ts'

/** Cost of a number of replicas that share their state, next to a single process measured at the same time. */
export interface ReplicaFigures extends Watching, Warm {
  readonly replicas: number
  readonly coldCalls: number
  readonly loneColdCalls: number
  readonly lonePollsPerMinute: number
  /** Median duration of a mutation in milliseconds. */
  readonly mutationMs: number
  readonly loneMutationMs: number
  /** Memory of one replica beyond that of the single process, in bytes. */
  readonly additionalHeapBytes: number
  readonly additionalRssBytes: number
}

export const REPLICA_COUNTS = [1, 2, 4, 8]
const CHANGES = 40
const MUTATIONS = 40
const WARM = { rounds: 8, seconds: 0.4 }

/** Measures one number of replicas, and a single process under the same load. */
export async function measureReplicas(count: number): Promise<ReplicaFigures> {
  await using loader = await startLoader()
  await using shared = await startSharedStage(count)
  await using lone = await startLoneStage()
  const coldCalls = await countColdCalls(shared)
  const loneColdCalls = await countColdCalls(lone)
  const [watching, loneWatching] = await Promise.all([watch(shared), watch(lone)])
  const [mutationMs = 0, loneMutationMs = 0] = await measureMutations([shared, lone], MUTATIONS)
  // Both have served the same until here; a load of a fixed time would be a different number of requests.
  const [memory, loneMemory] = [await measureMemory(shared), await measureMemory(lone)]
  const warm = await measureWarm(shared, lone, loader, WARM)
  return {
    replicas: count,
    coldCalls,
    loneColdCalls,
    ...watching,
    lonePollsPerMinute: loneWatching.pollsPerMinute,
    mutationMs,
    loneMutationMs,
    ...warm,
    additionalHeapBytes: memory.heapUsed - loneMemory.heapUsed,
    additionalRssBytes: memory.rss - loneMemory.rss,
  }
}

function watch(stage: ReplicaStage): Promise<Watching> {
  return measureWatching(stage, CHANGES)
}

/** Renders the figures as Markdown. */
export function renderReplicas(rows: readonly ReplicaFigures[]): string {
  const calls = ['AWS calls, cold', 'AWS calls/minute, watched', 'Last event p50 ms', 'p99 ms']
  const load = ['Mutation ms', 'Alone ms', 'Warm requests/s', 'Against alone', 'Engine commands/query']
  const table = formatTable(
    ['Replicas', ...calls, ...load, 'Heap MB more', 'RSS MB more'],
    rows.map((row) => [
      ...[row.replicas, row.coldCalls, row.pollsPerMinute, row.eventP50Ms, row.eventP99Ms].map(formatNumber),
      ...[row.mutationMs, row.loneMutationMs, row.perSecond].map(formatNumber),
      `${Math.round(row.share * 100)} %`,
      ...[row.engineCommandsPerQuery, row.additionalHeapBytes / 2 ** 20].map(formatNumber),
      formatNumber(row.additionalRssBytes / 2 ** 20),
    ]),
  )
  return `Replicas that share their state, compared with a single process:\n\n${table}`
}
