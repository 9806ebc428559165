import { Counter, Gauge, Histogram, type Registry } from 'prom-client'

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

/** Metrics of client operations. */
export interface OperationMetrics {
  noteOperation(operation: FinishedOperation): void
  /** Counts an error sent to a client, by `extensions.code`. */
  noteError(code: string): void
  /** Counts a subscription as active. Returns a function that ends it. */
  noteSubscription(transport: Transport): () => void
}

/** From a response served from a snapshot (a few milliseconds) to the longest mutation. */
const DURATION_BUCKETS_S = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 15, 60]

/** Registers the metrics of operations. */
export function createOperationMetrics(registry: Registry, prefix: string): OperationMetrics {
  const registers = [registry]
  const finished = new Counter({
    name: `${prefix}operations_total`,
    help: 'Finished GraphQL operations.',
    labelNames: ['operation', 'type', 'outcome'],
    registers,
  })
  const durations = new Histogram({
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
  const subscriptions = new Gauge({
    name: `${prefix}subscriptions`,
    help: 'Active subscriptions.',
    labelNames: ['transport'],
    registers,
  })
  return {
    noteOperation({ label: operation, type, outcome, durationMs }) {
      finished.inc({ operation, type, outcome })
      // The duration of a subscription depends only on the client.
      if (type !== 'subscription') durations.observe({ operation, type }, durationMs / 1000)
    },
    noteError: (code) => errors.inc({ code }),
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
