import { Counter, Gauge, type Registry } from 'prom-client'
import { TalliedHistogram, type Tally } from './tallied-histogram.ts'

/** Transport of an operation. */
export type Transport = 'http' | 'sse' | 'websocket'

/** Operation that has finished. */
export interface FinishedOperation {
  /** Name from a bounded set, see {@link createOperationLabels}. */
  readonly label: string
  readonly type: string
  /** `aborted`: the client disconnected before the end of the response. */
  readonly outcome: 'ok' | 'error' | 'aborted'
  readonly durationMs: number
}

/** Mutation that has finished, as in the audit log. */
export interface FinishedMutation {
  /** AWS operation, or the name of a mutation with several calls. */
  readonly operation: string
  /** `OK`, or the code of the error. */
  readonly outcome: string
}

/** Metrics of client operations. */
export interface OperationMetrics {
  noteOperation(operation: FinishedOperation): void
  /** Counts an error sent to a client, by `extensions.code`. */
  noteError(code: string): void
  /** Counts a finished mutation. */
  noteMutation(mutation: FinishedMutation): void
  /** Counts a subscription as active. Returns a function that ends it. */
  noteSubscription(transport: Transport): () => void
}

/** Finished operations of one name and type. */
interface OperationTally {
  /** Since the last scrape. */
  readonly outcomes: Record<FinishedOperation['outcome'], number>
  /** Absent for subscriptions, whose duration depends only on the client. */
  readonly durations: Tally | undefined
}

const OUTCOMES = ['ok', 'error', 'aborted'] as const

/** Codes that alerts watch: the increase of a counter needs a sample from before the first error. */
const ALERTED_CODES = ['INTERNAL_SERVER_ERROR', 'OVERLOADED']

/** From a response served from a snapshot (a few milliseconds) to the longest mutation. */
const DURATION_BUCKETS_S = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 15, 60]

/** Registers the metrics of operations. */
export function createOperationMetrics(registry: Registry, prefix: string): OperationMetrics {
  const registers = [registry]
  const tallies = new Map<string, Map<string, OperationTally>>()
  new Counter({
    name: `${prefix}operations_total`,
    help: 'Finished GraphQL operations.',
    labelNames: ['operation', 'type', 'outcome'],
    registers,
    collect() {
      for (const [operation, types] of tallies)
        for (const [type, { outcomes }] of types)
          for (const outcome of OUTCOMES) {
            if (outcomes[outcome] === 0) continue
            this.inc({ operation, type, outcome }, outcomes[outcome])
            outcomes[outcome] = 0
          }
    },
  })
  const durations = new TalliedHistogram({
    name: `${prefix}operation_duration_seconds`,
    help: 'Duration of queries and mutations, up to the last byte of the response.',
    labelNames: ['operation', 'type'],
    buckets: DURATION_BUCKETS_S,
    registers,
  })
  const errors = new Counter({
    name: `${prefix}errors_total`,
    help: 'Responses with an error of this code. A response with several codes counts once for each.',
    labelNames: ['code'],
    registers,
  })
  for (const code of ALERTED_CODES) errors.inc({ code }, 0)
  const mutations = new Counter({
    name: `${prefix}mutations_total`,
    help: 'Finished mutations, by operation and outcome: OK, or the code of the typed error.',
    labelNames: ['operation', 'outcome'],
    registers,
  })
  const subscriptions = new Gauge({
    name: `${prefix}subscriptions`,
    help: 'Active subscriptions.',
    labelNames: ['transport'],
    registers,
  })
  function createTally(operation: string, type: string): OperationTally {
    const created = {
      outcomes: { ok: 0, error: 0, aborted: 0 },
      durations: type === 'subscription' ? undefined : durations.tally({ operation, type }),
    }
    const types = tallies.get(operation) ?? new Map()
    tallies.set(operation, types.set(type, created))
    return created
  }

  return {
    noteOperation({ label, type, outcome, durationMs }) {
      const tally = tallies.get(label)?.get(type) ?? createTally(label, type)
      tally.outcomes[outcome]++
      tally.durations?.observe(durationMs / 1000)
    },
    noteError: (code) => errors.inc({ code }),
    noteMutation: ({ operation, outcome }) => mutations.inc({ operation, outcome }),
    noteSubscription(transport) {
      subscriptions.inc({ transport })
      let isOver = false
      return () => {
        if (!isOver) subscriptions.dec({ transport })
        isOver = true
      }
    },
  }
}
