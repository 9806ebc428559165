import { performance } from 'node:perf_hooks'
import { z } from 'zod'

/** A closed loop: so many clients, each of which sends again as soon as it is answered. */
export const loadShape = z.object({
  clients: z.int(),
  /** Before anything is measured. */
  warmUpSeconds: z.number(),
  seconds: z.number(),
})

/** How much load, for how long. */
export type Load = z.infer<typeof loadShape>

/** What a load showed. Rate and latencies are those of the requests that were answered in the measured time. */
export const loadResultShape = z.object({
  /** All that were sent, the warm-up included. */
  requests: z.int(),
  perSecond: z.number(),
  p50Ms: z.number(),
  p99Ms: z.number(),
  /** The busy share of the process that made the load: near 1, it is its own speed that was measured. */
  busy: z.number(),
})

/** The result of a load. */
export type LoadResult = z.infer<typeof loadResultShape>

/** Applies a load, and lets what is in flight at its end finish. Rejects when a request fails. */
export async function applyLoad(send: () => Promise<void>, load: Load): Promise<LoadResult> {
  const beginMs = performance.now() + load.warmUpSeconds * 1000
  const endMs = beginMs + load.seconds * 1000
  const utilizationBefore = performance.eventLoopUtilization()
  const latenciesMs: number[] = []
  let requests = 0

  async function runClient(): Promise<void> {
    for (let sentMs = performance.now(); sentMs < endMs; ) {
      requests++
      await send()
      const answeredMs = performance.now()
      if (answeredMs >= beginMs && answeredMs <= endMs) latenciesMs.push(answeredMs - sentMs)
      sentMs = answeredMs
    }
  }

  await Promise.all(Array.from({ length: load.clients }, runClient))
  latenciesMs.sort((one, other) => one - other)
  return {
    requests,
    perSecond: latenciesMs.length / load.seconds,
    p50Ms: quantile(latenciesMs, 0.5),
    p99Ms: quantile(latenciesMs, 0.99),
    busy: performance.eventLoopUtilization(utilizationBefore).utilization,
  }
}

/** The smallest value that the share `q` of all does not exceed. */
function quantile(sorted: readonly number[], q: number): number {
  const value = sorted[Math.ceil(q * sorted.length) - 1]
  if (value === undefined)
    throw new Error('No request was answered in the measured time: give it more --seconds.')
  return value
}
