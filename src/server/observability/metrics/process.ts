import { collectDefaultMetrics, Registry } from 'prom-client'
import type { ProcessMetrics } from './metrics.ts'

/**
 * Creates the metrics of the process, with the standard names of Node.js dashboards: `process_resident_memory_bytes`,
 * `nodejs_eventloop_lag_p99_seconds` and so on. Call it once per process, because the measurement of the event loop lag
 * never ends.
 */
export function createProcessMetrics(): ProcessMetrics {
  const register = new Registry()
  collectDefaultMetrics({ register })
  return register
}
