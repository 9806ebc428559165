import { z } from 'zod'

/** Requests of a load, sent in turn. */
export const requestPlan = z.object({
  query: z.string(),
  /** New in every request: a `$before` variable, or the document, which gets a new operation name. */
  varies: z.enum(['nothing', 'variables', 'document']),
  /** Headers of the requests, in turn: one set per caller. */
  headers: z.array(z.record(z.string(), z.string())).min(1),
})
export type RequestPlan = z.infer<typeof requestPlan>

/** Closed loop: each connection sends its next request as soon as the previous one is answered. */
export const load = z.object({
  url: z.string(),
  connections: z.int(),
  ms: z.number(),
  requests: requestPlan,
  /** Number of the first request; a number that is used again repeats a varying request. */
  firstNumber: z.int(),
  /** Body that every answer must have, byte by byte. */
  expected: z.string(),
})
export type Load = z.infer<typeof load>

/** Result of a load. */
export const loadResult = z.object({
  requests: z.int(),
  perSecond: z.number(),
  p50Ms: z.number(),
  p99Ms: z.number(),
  /** CPU time of the loader divided by the time that passed; close to 1, it measured its own speed. */
  loaderBusy: z.number(),
})
export type LoadResult = z.infer<typeof loadResult>

/** Reply of the loader's process. */
export const loadReply = z.union([z.object({ result: loadResult }), z.object({ error: z.string() })])
