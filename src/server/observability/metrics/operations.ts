import { Counter, Gauge, Histogram, type Registry } from 'prom-client'

/** How an operation reached the gateway. */
export type Transport = 'http' | 'sse' | 'websocket'

/** An operation that is over. */
export interface FinishedOperation {
  /** Its name out of a bounded set: see {@link createOperationLabels}. */
  readonly label: string
  readonly type: string
  /** `aborted`: its client left before the answer was through. */
  readonly outcome: 'ok' | 'error' | 'aborted'
  readonly durationMs: number
}

/** Counts what clients ask for. */
export interface OperationMetrics {
  noteOperation(operation: FinishedOperation): void
  /** Notes that a client was told an error of this `extensions.code`. */
  noteError(code: string): void
  /** Notes that a subscription streams; the result ends that. */
  noteSubscription(transport: Transport): () => void
}

/** From a snapshot's answer, some milliseconds, to the longest mutation. */
const DURATION_BUCKETS_S = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 15, 60]

/** Registers the metrics of operations. */
export function createOperationMetrics(registry: Registry, prefix: string): OperationMetrics {
  const registers = [registry]
  const finished = new Counter({
    name: `${prefix}operations_total`,
    help: 'GraphQL operations that are over.',
    labelNames: ['operation', 'type', 'outcome'],
    registers,
  })
  const durations = new Histogram({
    name: `${prefix}operation_duration_seconds`,
    help: 'From a query or mutation to the last byte of its answer.',
    labelNames: ['operation', 'type'],
    buckets: DURATION_BUCKETS_S,
    registers,
  })
  const errors = new Counter({
    name: `${prefix}errors_total`,
    help: 'Answers with an error of this code; an answer with several codes counts for each.',
    labelNames: ['code'],
    registers,
  })
  const subscriptions = new Gauge({
    name: `${prefix}subscriptions`,
    help: 'Subscriptions under way.',
    labelNames: ['transport'],
    registers,
  })
  return {
    noteOperation({ label: operation, type, outcome, durationMs }) {
      finished.inc({ operation, type, outcome })
      // How long somebody stays subscribed is no measure of the gateway.
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
