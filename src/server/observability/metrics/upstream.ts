import { Counter, Histogram, type Registry } from 'prom-client'
import type { FinishedCall } from '../../../appstream/calls/calls.ts'

/** Metrics of AWS calls. */
export interface UpstreamMetrics {
  noteCall(call: FinishedCall): void
}

/** AWS usually takes 50 to 300 ms. A call may take up to UPSTREAM_TIMEOUT_MS, a listing longer. */
const DURATION_BUCKETS_S = [0.025, 0.05, 0.1, 0.2, 0.3, 0.5, 1, 2.5, 5, 10, 30, 60]

/** Registers the metrics of AWS calls. */
export function createUpstreamMetrics(registry: Registry, prefix: string): UpstreamMetrics {
  const calls = new Counter({
    name: `${prefix}upstream_calls_total`,
    help: 'Finished AWS calls.',
    labelNames: ['operation', 'purpose', 'outcome', 'account', 'region'],
    registers: [registry],
  })
  const durations = new Histogram({
    name: `${prefix}upstream_call_duration_seconds`,
    help: 'Duration of AWS calls, including retries.',
    labelNames: ['operation', 'purpose', 'outcome'],
    buckets: DURATION_BUCKETS_S,
    registers: [registry],
  })
  return {
    noteCall({ operation, purpose, outcome, accountId: account = 'unknown', region, durationMs }) {
      calls.inc({ operation, purpose, outcome, account, region })
      durations.observe({ operation, purpose, outcome }, durationMs / 1000)
    },
  }
}
