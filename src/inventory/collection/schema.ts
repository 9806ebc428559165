import { z } from 'zod'
import { encodedItems } from './listing-codec.ts'
import { encodedObservation } from './observation-codec.ts'

const sentLists = z.record(
  z.string(),
  z.object({ digest: z.string(), maxLength: z.number(), deflated: z.string() }),
)
/** Start, end and duration of a listing. `started` is the number of the last commit before it. */
export const encodedTimes = z.object({ started: z.number(), observedAt: z.number(), tookMs: z.number() })
/** Change of the resource with this key. Its description after the change is in the same commit. */
export const encodedChange = z.object({
  kind: z.enum(['CREATED', 'STATE_CHANGED', 'DELETED']),
  key: z.string(),
  before: z.unknown().optional(),
})
/** Commit of a collection as JSON. */
export const encodedDelta = z.object({
  listing: z
    .object({ ...encodedTimes.shape, ...encodedItems.shape, dropped: z.array(z.string()) })
    .optional(),
  observed: z.array(encodedObservation).default([]),
  changes: z.array(encodedChange).default([]),
  version: z.number(),
  endsOverlay: z.string().optional(),
  wrote: z.string().optional(),
  invalidates: z.boolean().default(false),
  lists: sentLists,
})
/** State of a collection as JSON. */
export const encodedState = z.object({
  version: z.number(),
  items: z.array(z.tuple([z.string(), z.unknown()])).optional(),
  listing: encodedTimes.optional(),
  changedAt: z.number(),
  observed: z.array(encodedObservation),
  writes: z.array(z.tuple([z.string(), z.number()])),
  lists: sentLists,
})

export type EncodedDelta = z.input<typeof encodedDelta>
export type EncodedState = z.infer<typeof encodedState>
export type EncodedTimes = z.infer<typeof encodedTimes>
export type EncodedChange = z.infer<typeof encodedChange>
