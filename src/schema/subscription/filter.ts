import { hash } from 'node:crypto'
import type { Target } from '../../appstream/target.ts'
import type { Change } from '../../inventory/collection/diff.ts'
import { decodePosition } from '../../inventory/feed/position.ts'
import type { FeedSource, SubscriptionFilter, SubscriptionStart } from '../../inventory/feed/subscription.ts'
import type { ReportedInventory } from '../../inventory/reported.ts'
import { type AnyResource, arnOf } from '../../inventory/resources.ts'
import { badUserInput } from '../errors.ts'
import type { DefinedFilter } from '../kit/filter.ts'
import type { Selectors } from '../kit/selectors.ts'
import { selectTargets, type TargetSelector } from '../target/input.ts'
import { itemFilterOf } from './item-filter.ts'

/** Arguments of a subscription, besides those that select resources. */
export interface SubscriptionArguments<State extends string> {
  readonly states?: readonly State[] | null | undefined
  readonly filter?: object | null | undefined
  readonly targets?: readonly TargetSelector[] | null | undefined
  readonly snapshot?: boolean | null | undefined
  readonly after?: string | null | undefined
}

/** Properties of a kind of resource. */
export interface SubscribedKind<Item, State extends string> {
  readonly selectors: Selectors<Item>
  readonly stateOf: (item: Item) => State
  readonly filter: Pick<DefinedFilter<Item>, 'members'>
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
    throw badUserInput('`after` is not a valid cursor: pass the `cursor` of an event, or a `changeCursor`.')
  return { snapshot: false, after: position }
}

/** Returns the filter of a subscription, with a key that equal filters share. @throws BAD_USER_INPUT */
export function subscriptionFilterOf<Item extends AnyResource, State extends string>(
  args: SubscriptionArguments<State>,
  inventory: ReportedInventory,
  { selectors, stateOf, filter: defined, sourceOf }: SubscribedKind<Item, State>,
): { readonly key: string; readonly filter: SubscriptionFilter<Item> } {
  const { states } = args
  const selected = selectedValues(args, selectors, inventory)
  const targets = selectTargets(inventory.targets, args.targets)
  const isSelected = selectionTest(selected, selectors)
  const isInState = (item: Item) => states == null || states.includes(stateOf(item))
  const passing = itemFilterOf(defined, args.filter)

  function isWanted(item: Item): boolean {
    // A resource seen from two targets counts once, as its owner's target describes it.
    const [owner] = inventory.targetsOf(arnOf(item), item.target)
    const isFromOwner = owner === undefined || owner === item.target || !targets.includes(owner)
    return isFromOwner && isSelected(item)
  }

  function matchesItem(item: Item): boolean {
    return isInState(item) && isWanted(item) && (passing?.matches(item) ?? true)
  }

  function matchesChange(change: Change<Item>): boolean {
    return (
      ('after' in change && matchesItem(change.after)) || ('before' in change && matchesItem(change.before))
    )
  }

  return {
    key: JSON.stringify([
      targets.map(({ key }) => key),
      [...selected].map(([name, values]) => [name, ...sorted(values)]),
      states && sorted(states),
      passing?.key,
    ]),
    filter: {
      sources: targets.map(sourceOf),
      matchesChange,
      matchesItem,
      fingerprint: passing === undefined ? '' : hash('sha256', passing.key, 'base64url').slice(0, 12),
    },
  }
}

/** Returns the values of the given selectors, by argument. @throws BAD_USER_INPUT */
function selectedValues<Item>(
  args: object,
  selectors: Selectors<Item>,
  inventory: ReportedInventory,
): ReadonlyMap<string, ReadonlySet<string>> {
  const input = Object.entries<unknown>({ ...args })
  return new Map(
    input.flatMap(([name, values]) => {
      const selector = selectors[name]
      if (selector === undefined || !Array.isArray(values)) return []
      const { parse = String } = selector
      return [[name, new Set(values.map((value: string) => parse(value, name, inventory)))]]
    }),
  )
}

/** Matches the resources that any of the given selectors selects; everything if none is given. */
function selectionTest<Item>(
  selected: ReadonlyMap<string, ReadonlySet<string>>,
  selectors: Selectors<Item>,
): (item: Item) => boolean {
  if (selected.size === 0) return () => true
  const tests = [...selected].map(([name, values]) => (item: Item) => {
    const value = selectors[name]?.read(item)
    return value !== undefined && values.has(value)
  })
  return (item) => tests.some((selects) => selects(item))
}

function sorted(values: Iterable<string>): string[] {
  return [...new Set(values)].sort()
}
