import {
  countColdCalls,
  measureMemory,
  measureMutations,
  measureWarm,
  measureWatching,
  type Warm,
  type Watching,
} from './replicas-measures.ts'
import { type ReplicaStage, startLoneStage, startSharedStage } from './replicas-stage.ts'

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
  await using shared = await startSharedStage(count)
  await using lone = await startLoneStage()
  const coldCalls = await countColdCalls(shared)
  const loneColdCalls = await countColdCalls(lone)
  const [watching, loneWatching] = await Promise.all([watch(shared), watch(lone)])
  const [mutationMs = 0, loneMutationMs = 0] = await measureMutations([shared, lone], MUTATIONS)
  // Both have served the same until here; a load of a fixed time would be a different number of requests.
  const [memory, loneMemory] = [await measureMemory(shared), await measureMemory(lone)]
  const warm = await measureWarm(shared, lone, WARM)
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
  return [
    '| Replicas | AWS calls, cold | AWS calls/minute, watched | Last event p50 ms | p99 ms | Mutation ms | Alone ms | Warm requests/s | Against alone | Engine commands/query | Heap MB more | RSS MB more |',
    '| ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |',
    ...rows.map((row) => {
      const cells = [
        row.replicas,
        row.coldCalls,
        Math.round(row.pollsPerMinute),
        row.eventP50Ms,
        row.eventP99Ms,
        row.mutationMs.toFixed(1),
        row.loneMutationMs.toFixed(1),
        Math.round(row.perSecond).toLocaleString('en-US'),
        `${Math.round(row.share * 100)} %`,
        row.engineCommandsPerQuery.toFixed(3),
        (row.additionalHeapBytes / 2 ** 20).toFixed(1),
        (row.additionalRssBytes / 2 ** 20).toFixed(1),
      ]
      return `| ${cells.join(' | ')} |`
    }),
  ].join('\n')
}
