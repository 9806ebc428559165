import { type AnyResource, createdMs } from '../resources.ts'
import { isEarlier } from './creation-order.ts'

/**
 * Condition under which AWS still shows the state before a write. Plain data, so that it can be sent to other
 * processes.
 */
export type OverlayRule =
  /** After a creation: applies until AWS returns the resource, or a later one of its name. */
  | { readonly kind: 'absentOrEarlier' }
  /** After an update: applies while AWS returns an old value of a changed member. `before` has JSON by member name. */
  | { readonly kind: 'unchanged'; readonly before: Readonly<Record<string, string>> }
  /** After a state change: applies while AWS returns one of these earlier states. */
  | { readonly kind: 'stateIn'; readonly states: readonly string[] }
  /** After the start of a deletion: applies until AWS returns DELETING, no resource, or a later one of its name. */
  | { readonly kind: 'deleting' }
  /** After a deletion: applies while AWS returns the resource (same creation time, or created before the deletion). */
  | { readonly kind: 'deleted'; readonly createdMs?: number | undefined; readonly deletedMs: number }

/** Returns true if AWS still shows the state before a write; `written` is the result of the write. */
export function isBeforeWrite<Item extends AnyResource>(
  rule: OverlayRule,
  shown: Item | undefined,
  written?: Item,
): boolean {
  switch (rule.kind) {
    case 'absentOrEarlier':
      return shown === undefined || (written !== undefined && isEarlier(shown, written))
    case 'unchanged':
      return (
        shown !== undefined &&
        Object.entries(rule.before).some(([member, value]) => jsonOf(shown, member) === value)
      )
    case 'stateIn':
      return shown?.aws.State !== undefined && rule.states.includes(shown.aws.State)
    case 'deleting':
      return (
        shown !== undefined &&
        shown.aws.State !== 'DELETING' &&
        (written === undefined || !isEarlier(written, shown))
      )
    case 'deleted': {
      const made = createdMs(shown)
      if (shown === undefined || made === undefined) return false
      return rule.createdMs === undefined ? made < rule.deletedMs : made === rule.createdMs
    }
  }
}

/** Rule, or a function that derives it from the result of the write. */
export type RuleOfWrite<Item> = OverlayRule | ((written: Item) => OverlayRule)

/** Returns a function that derives the rule of an update of some members from its result. */
export function afterUpdate<Item extends AnyResource>(
  before: Item | undefined,
  members: readonly string[],
): (written: Item) => OverlayRule {
  return (written) => unchangedRule(before, written, members)
}

/** Returns the rule of an update, with the previous values of the changed members. */
export function unchangedRule<Item extends AnyResource>(
  before: Item | undefined,
  written: Item,
  members: readonly string[],
): OverlayRule {
  if (before === undefined) return { kind: 'unchanged', before: {} }
  const changed = members.filter((member) => jsonOf(before, member) !== jsonOf(written, member))
  return {
    kind: 'unchanged',
    before: Object.fromEntries(changed.map((member) => [member, jsonOf(before, member)])),
  }
}

function jsonOf({ aws }: AnyResource, member: string): string {
  return JSON.stringify(new Map<string, unknown>(Object.entries(aws)).get(member) ?? null)
}
