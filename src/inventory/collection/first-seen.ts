import type { Clock } from '../../clock.ts'
import type { Kind } from '../kind.ts'
import { type AnyResource, createdMs } from '../resources.ts'

/**
 * Times at which the conditions of resources of one collection were first seen, e.g. that a fleet is STARTING. Replicas
 * that saw the same listings have the same times.
 */
export interface FirstSeen<Item> {
  /**
   * Records the conditions of all listed resources; drops conditions that have ended and resources that no longer
   * exist.
   * @param at end of the listing, in epoch milliseconds.
   */
  listed(items: Iterable<Item>, at: number): void
  /**
   * Records conditions of a listed resource that do not follow from its description. Replaces those of earlier calls.
   */
  note(item: Item, conditions: readonly string[]): void
  /** Returns when a condition was first seen, in epoch milliseconds; undefined if it is not recorded. */
  since(item: Item, condition: string): number | undefined
}

/** Epoch milliseconds by condition. */
type StartTimes = ReadonlyMap<string, number>

interface ConditionTimes {
  readonly listed: StartTimes
  readonly noted: StartTimes
}

const NOTHING: ConditionTimes = { listed: new Map(), noted: new Map() }

/** Creates the record of one collection. Its size is bounded by the latest listing. */
export function createFirstSeen<Item extends AnyResource>(
  kind: Pick<Kind<Item>, 'keyOf' | 'conditionsOf'>,
  clock: Clock,
): FirstSeen<Item> {
  let seen = new Map<string, ConditionTimes>()

  /** Returns a key with the creation time, since a deleted resource's name can be reused. */
  function keyOf(item: Item): string {
    return `${kind.keyOf(item)} ${createdMs(item) ?? ''}`
  }

  function continued(known: StartTimes, conditions: readonly string[], at: number): StartTimes {
    return new Map(conditions.map((condition) => [condition, known.get(condition) ?? at]))
  }

  return {
    listed(items, at) {
      const next = new Map<string, ConditionTimes>()
      for (const item of items) {
        const key = keyOf(item)
        const { listed, noted } = seen.get(key) ?? NOTHING
        next.set(key, { listed: continued(listed, kind.conditionsOf?.(item) ?? [], at), noted })
      }
      seen = next
    },
    note(item, conditions) {
      const key = keyOf(item)
      const known = seen.get(key)
      if (known !== undefined)
        seen.set(key, { ...known, noted: continued(known.noted, conditions, clock.now()) })
    },
    since(item, condition) {
      const { listed, noted } = seen.get(keyOf(item)) ?? NOTHING
      return listed.get(condition) ?? noted.get(condition)
    },
  }
}
