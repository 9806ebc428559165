import type { Target } from '../../appstream/target.ts'
import type { Change } from '../../inventory/diff.ts'
import type { Beginning } from '../../inventory/feed/channel.ts'
import type { Interest, WatchSource } from '../../inventory/feed/interest.ts'
import { decodePosition } from '../../inventory/feed/position.ts'
import type { Inventory } from '../../inventory/inventory.ts'
import { type AnyResource, arnOf } from '../../inventory/resources.ts'
import { badUserInput } from '../errors.ts'
import { requireArn } from '../identify.ts'
import { selectTargets, type TargetSelector } from '../target/input.ts'

/** Arguments of a subscription. */
export interface WatchArguments<State extends string> {
  readonly arns?: readonly string[] | null | undefined
  readonly names?: readonly string[] | null | undefined
  readonly states?: readonly State[] | null | undefined
  readonly targets?: readonly TargetSelector[] | null | undefined
  readonly snapshot?: boolean | null | undefined
  readonly after?: string | null | undefined
}

/** Properties of a kind of resource. */
export interface WatchedKind<Item, State extends string> {
  readonly resourceType: string
  readonly stateOf: (item: Item) => State
  readonly sourceOf: (target: Target) => WatchSource<Item>
}

/** Returns the start of a subscription. @throws BAD_USER_INPUT */
export function beginningOf({ snapshot, after }: WatchArguments<string>): Beginning {
  if (after == null) return { snapshot: snapshot === true, after: undefined }
  if (snapshot)
    throw badUserInput('`snapshot` and `after` cannot be used together: `after` sends a snapshot if it must.')
  const position = decodePosition(after)
  if (position === undefined) throw badUserInput('`after` is not a cursor of this gateway.')
  return { snapshot: false, after: position }
}

/** Returns the filter of a subscription, with a key that equal filters share. @throws BAD_USER_INPUT */
export function interestOf<Item extends AnyResource, State extends string>(
  args: WatchArguments<State>,
  inventory: Inventory,
  { resourceType, stateOf, sourceOf }: WatchedKind<Item, State>,
): { readonly key: string; readonly interest: Interest<Item> } {
  const { arns, names, states } = args
  for (const arn of arns ?? []) requireArn(arn, resourceType, 'arns')
  const targets = selectTargets(inventory.targets, args.targets)
  const isNamed = nameTest(arns, names)
  const isInState = (item: Item) => states == null || states.includes(stateOf(item))

  function isWanted(item: Item): boolean {
    // A resource seen from two targets counts once, as its owner's target describes it.
    const [owner] = inventory.targetsOf(arnOf(item), item.target)
    const isTold = owner === undefined || owner === item.target || !targets.includes(owner)
    return isTold && isNamed(item)
  }

  function matchesChange(change: Change<Item>): boolean {
    const before = 'before' in change ? change.before : undefined
    const after = 'after' in change ? change.after : undefined
    const sides = [before, after].filter((side) => side !== undefined)
    return sides.some(isWanted) && sides.some(isInState)
  }

  return {
    key: JSON.stringify([targets.map(({ key }) => key), sorted(arns), sorted(names), sorted(states)]),
    interest: {
      sources: targets.map(sourceOf),
      matchesChange,
      matchesItem: (item) => isWanted(item) && isInState(item),
    },
  }
}

/** Matches ARNs or names; matches everything if neither is given. */
function nameTest(arns?: readonly string[] | null, names?: readonly string[] | null) {
  if (arns == null && names == null) return () => true
  const wanted = { arns: new Set(arns), names: new Set(names) }
  return (item: AnyResource) => wanted.names.has(item.name) || wanted.arns.has(arnOf(item))
}

function sorted(values: readonly string[] | null | undefined): string[] | null {
  return values == null ? null : [...new Set(values)].sort()
}
