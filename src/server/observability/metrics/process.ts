import { collectDefaultMetrics, Registry } from 'prom-client'
import type { ProcessMetrics } from './metrics.ts'

/**
 * The process's own metrics, under the names that every Node.js dashboard knows: `process_resident_memory_bytes`,
 * `nodejs_eventloop_lag_p99_seconds` and so on. Once in a process: measuring the event loop's lag goes on for ever.
 */
export function createProcessMetrics(): ProcessMetrics {
  const register = new Registry()
  collectDefaultMetrics({ register })
  return register
}
