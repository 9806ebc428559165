import { performance } from 'node:perf_hooks'
import { z } from 'zod'

/** Closed loop: each client sends its next request as soon as the previous one is answered. */
export const loadShape = z.object({
  clients: z.int(),
  /** Warm-up before measurements start. */
  warmUpSeconds: z.number(),
  seconds: z.number(),
})

/** Amount and duration of load. */
export type Load = z.infer<typeof loadShape>

/** Result of a load. Rate and latencies cover requests answered within the measured time. */
export const loadResultShape = z.object({
  /** All requests sent, including the warm-up. */
  requests: z.int(),
  perSecond: z.number(),
  p50Ms: z.number(),
  p99Ms: z.number(),
  /** Busy share of the load-generating process; close to 1, it measured its own speed. */
  busy: z.number(),
})

/** The result of a load. */
export type LoadResult = z.infer<typeof loadResultShape>

/** Applies a load and waits for requests in flight at its end. Rejects when a request fails. */
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

/** Returns the smallest value that the share `q` of all values does not exceed. */
export function quantile(sorted: readonly number[], q: number): number {
  const value = sorted[Math.ceil(q * sorted.length) - 1]
  if (value === undefined)
    throw new Error('No request was answered in the measured time: give it more --seconds.')
  return value
}
