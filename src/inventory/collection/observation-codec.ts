import { z } from 'zod'
import type { Translation } from '../../shared/shared.ts'
import type { AnyResource } from '../resources.ts'
import { isSameDescription } from './description-codec.ts'
import type { ItemObservation } from './item-observations.ts'

const rule = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('absentOrEarlier') }),
  z.object({ kind: z.literal('unchanged'), before: z.record(z.string(), z.string()).readonly() }),
  z.object({ kind: z.literal('stateIn'), states: z.array(z.string()).readonly() }),
  z.object({ kind: z.literal('deleting') }),
  z.object({ kind: z.literal('deleted'), createdMs: z.number().optional(), deletedMs: z.number() }),
])

export const encodedObservation = z.object({
  key: z.string(),
  /** Description; null if the resource is absent. Omitted if it is that of the known item. */
  aws: z.unknown().optional(),
  /** Number of the last commit before the read. Omitted for a write, which starts with its commit. */
  started: z.number().optional(),
  observedAt: z.number(),
  rule: rule.optional(),
  /** Number of the commit that ended the overlay. */
  endedBy: z.number().optional(),
})

export type EncodedObservation = z.infer<typeof encodedObservation>

/** Encodes an observation. `isStored` is true for a part of the state, and false for a part of a commit. */
export function encodeObservation<Item extends AnyResource>(
  key: string,
  { item, sequence, observedAt, rule: ofWrite, endedBy }: ItemObservation<Item>,
  known: Item | undefined,
  encode: (item: Item) => unknown,
  { toShared, toEngineTime }: Translation,
  isStored: boolean,
): EncodedObservation {
  const isKnown = item !== undefined && known !== undefined && isSameDescription(known.aws, item.aws)
  return {
    key,
    ...(!isKnown && { aws: item === undefined ? null : encode(item) }),
    ...((isStored || ofWrite === undefined) && { started: toShared(sequence) }),
    observedAt: toEngineTime(observedAt),
    ...(ofWrite && { rule: ofWrite }),
    ...(endedBy !== undefined && { endedBy: toShared(endedBy) }),
  }
}

/** Decodes an observation. A write of a commit gets its sequence number when the commit is applied. */
export function decodeObservation<Item>(
  { aws, started = 0, observedAt, rule: ofWrite, endedBy }: EncodedObservation,
  known: Item | undefined,
  decode: (encoded: unknown) => Item,
  translation: Translation,
): ItemObservation<Item> {
  return {
    item: aws === undefined ? known : aws === null ? undefined : decode(aws),
    sequence: translation.toLocal(started),
    observedAt: translation.toLocalTime(observedAt),
    ...(ofWrite && { rule: ofWrite }),
    ...(endedBy !== undefined && { endedBy: localCommit(endedBy, translation) }),
  }
}

/** Returns a sequence number that is not earlier than reads before a commit, and earlier than those after it. */
export function localCommit(number: number, { toLocal }: Translation): number {
  return number === 0 ? 0 : toLocal(number - 1)
}
