import type { Target } from '../../appstream/target.ts'
import type { Change } from '../../inventory/diff.ts'
import { decodePosition } from '../../inventory/feed/position.ts'
import type { FeedSource, SubscriptionFilter, SubscriptionStart } from '../../inventory/feed/subscription.ts'
import type { Inventory } from '../../inventory/inventory.ts'
import { type AnyResource, arnOf } from '../../inventory/resources.ts'
import { badUserInput } from '../errors.ts'
import { requireArn } from '../identify.ts'
import { selectTargets, type TargetSelector } from '../target/input.ts'

/** Arguments of a subscription. */
export interface SubscriptionArguments<State extends string> {
  readonly arns?: readonly string[] | null | undefined
  readonly names?: readonly string[] | null | undefined
  readonly states?: readonly State[] | null | undefined
  readonly targets?: readonly TargetSelector[] | null | undefined
  readonly snapshot?: boolean | null | undefined
  readonly after?: string | null | undefined
}

/** Properties of a kind of resource. */
export interface SubscribedKind<Item, State extends string> {
  readonly resourceType: string
  readonly stateOf: (item: Item) => State
  readonly sourceOf: (target: Target) => FeedSource<Item>
}

/** Returns the start of a subscription. @throws BAD_USER_INPUT */
export function subscriptionStartOf({ snapshot, after }: SubscriptionArguments<string>): SubscriptionStart {
  if (after == null) return { snapshot: snapshot === true, after: undefined }
  if (snapshot)
    throw badUserInput(
      '`snapshot` and `after` cannot be used together: `after` sends a snapshot if it cannot resume.',
    )
  const position = decodePosition(after)
  if (position === undefined)
    throw badUserInput('`after` is not a valid cursor: pass the cursor of an event.')
  return { snapshot: false, after: position }
}

/** Returns the filter of a subscription, with a key that equal filters share. @throws BAD_USER_INPUT */
export function subscriptionFilterOf<Item extends AnyResource, State extends string>(
  args: SubscriptionArguments<State>,
  inventory: Inventory,
  { resourceType, stateOf, sourceOf }: SubscribedKind<Item, State>,
): { readonly key: string; readonly filter: SubscriptionFilter<Item> } {
  const { arns, names, states } = args
  for (const arn of arns ?? []) requireArn(arn, resourceType, 'arns')
  const targets = selectTargets(inventory.targets, args.targets)
  const isNamed = nameTest(arns, names)
  const isInState = (item: Item) => states == null || states.includes(stateOf(item))

  function isWanted(item: Item): boolean {
    // A resource seen from two targets counts once, as its owner's target describes it.
    const [owner] = inventory.targetsOf(arnOf(item), item.target)
    const isFromOwner = owner === undefined || owner === item.target || !targets.includes(owner)
    return isFromOwner && isNamed(item)
  }

  function matchesChange(change: Change<Item>): boolean {
    const before = 'before' in change ? change.before : undefined
    const after = 'after' in change ? change.after : undefined
    const sides = [before, after].filter((side) => side !== undefined)
    return sides.some(isWanted) && sides.some(isInState)
  }

  return {
    key: JSON.stringify([targets.map(({ key }) => key), sorted(arns), sorted(names), sorted(states)]),
    filter: {
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
