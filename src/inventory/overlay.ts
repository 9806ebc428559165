import { isEarlier } from './lineage.ts'
import { type AnyResource, createdMs } from './resources.ts'

/** Rule for when AWS still shows the state before a write. Plain data, so that other processes can receive it. */
export type OverlayRule =
  /** After a creation: until AWS returns the resource, or a later one of its name. */
  | { readonly kind: 'absentOrEarlier' }
  /** After an update: while a member still has its old value. Values are JSON, by member name. */
  | { readonly kind: 'unchanged'; readonly before: Readonly<Record<string, string>> }
  /** After a change of state: while AWS shows a state that it led from. */
  | { readonly kind: 'stateIn'; readonly states: readonly string[] }
  /** After a deletion has begun: until AWS shows that state, nothing, or a later resource of the name. */
  | { readonly kind: 'deleting' }
  /** After a deletion: while AWS returns the resource with this creation time, or one created before the deletion. */
  | { readonly kind: 'deleted'; readonly createdMs: number | undefined; readonly deletedMs: number }

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

/**
 * Returns the test of a rule. It is kept as long as the overlay, and holds the rule only: a function that a mutation
 * creates by itself would hold the whole request.
 */
export function beforeWrite(
  rule: OverlayRule,
): <Item extends AnyResource>(shown: Item | undefined, written?: Item) => boolean {
  return (shown, written) => isBeforeWrite(rule, shown, written)
}

/** Returns the test for an update of some members, whose rule depends on what the update returned; see {@link beforeWrite}. */
export function beforeUpdate<Item extends AnyResource>(
  before: Item | undefined,
  members: readonly string[],
): (shown: Item | undefined, written: Item) => boolean {
  return (shown, written) => isBeforeWrite(unchangedRule(before, written, members), shown, written)
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
