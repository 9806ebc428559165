import type { ObjectRef } from '@pothos/core'
import type { Change } from '../../inventory/collection/diff.ts'
import type { FeedEvent } from '../../inventory/feed/event.ts'
import type { Subscriber } from '../../inventory/feed/subscriber.ts'
import type { Inventory } from '../../inventory/inventory.ts'
import type { AnyResource } from '../../inventory/resources.ts'
import { builder, type SchemaTypes } from '../builder.ts'
import type { OpenEnum } from '../open-enum.ts'
import { UNKNOWN } from '../open-enum.ts'
import { resumableArguments } from '../subscription/arguments.ts'
import { stateChangeEventType } from '../subscription/event.ts'
import {
  type SubscriptionArguments,
  subscriptionFilterOf,
  subscriptionStartOf,
} from '../subscription/filter.ts'
import { payloadField } from './mutations/payload.ts'
import type { ResourceType } from './resource-type.ts'
import { byArnAndName, type Selectors, selectorArguments } from './selectors.ts'
import { addSubscriptionSize } from './sizes.ts'

/** Options that select the changes of a kind that a subscription emits. */
export interface ChangeOptions<Item> {
  readonly stateOf: (item: Item) => string
  /** Returns a signature; changes that leave it unchanged are not emitted. */
  readonly signatureOf: (item: Item) => string | undefined
  /** Arguments that select resources. Default: `arns` and `names`. */
  readonly selectors?: Selectors<Item>
}

/** Subscribes to changes of a kind. `what` identifies the subscription field. @throws BAD_USER_INPUT */
export function subscribeTo<Item extends AnyResource>(
  inventory: Inventory,
  { kind, filter: defined }: ResourceType<Item>,
  what: string,
  args: SubscriptionArguments<string>,
  { stateOf, signatureOf, selectors = byArnAndName(kind) }: ChangeOptions<Item>,
): Subscriber<Item> {
  const start = subscriptionStartOf(args)
  const { key, filter } = subscriptionFilterOf<Item, string>(args, inventory, {
    selectors,
    stateOf,
    filter: defined,
    sourceOf: (target) => inventory.of(target).kinds.of(kind).watch,
  })
  const { matchesItem } = filter
  /** Returns true for a change of the signature, and for one by which a resource enters or leaves the filter. */
  function isEmitted(change: Change<Item>): boolean {
    if (change.kind !== 'STATE_CHANGED') return true
    const { before, after } = change
    return signatureOf(before) !== signatureOf(after) || matchesItem(before) !== matchesItem(after)
  }

  return inventory.kinds.feedOf(kind).subscribe(
    `${what} ${key}`,
    {
      ...filter,
      matchesChange: (change) => isEmitted(change) && filter.matchesChange(change),
    },
    start,
  )
}

/** Adds a subscription to state changes of a resource type. Returns its event type. */
export function defineStateSubscription<Item extends AnyResource, State extends string>({
  type,
  name,
  event,
  state,
  description,
  signatureOf = ({ aws }) => aws.State,
  selectors = byArnAndName(type.kind),
}: {
  readonly type: ResourceType<Item>
  readonly name: string
  readonly event: string
  readonly state: OpenEnum<State>
  readonly description: string
  /** Returns a signature that changes with each emitted change. Default: the state. */
  readonly signatureOf?: (item: Item) => string | undefined
  /** Arguments that select resources. Default: `arns` and `names`. */
  readonly selectors?: Selectors<Item>
}): ObjectRef<SchemaTypes, FeedEvent<Item>> {
  const stateOf = ({ aws }: Item) => state.of(aws.State) ?? UNKNOWN
  addSubscriptionSize(name, type.kind)
  const ref = stateChangeEventType<Item, State>({
    name: event,
    field: payloadField(type.noun),
    ref: type.ref,
    state,
    stateOf,
  })
  builder.subscriptionField(name, (t) =>
    t.field({
      type: ref,
      description,
      args: {
        ...selectorArguments(t.arg, selectors),
        ...resumableArguments(t.arg, type),
        states: t.arg({
          type: [state.ref],
          description:
            'Filters by state: the state before or after the change is one of these. Default: all states.',
        }),
      },
      // Pothos' conditional types of arguments and result stay open over type parameters.
      subscribe: ((
        _root: unknown,
        args: SubscriptionArguments<string>,
        { wholeInventory }: SchemaTypes['Context'],
      ) => subscribeTo(wholeInventory, type, 'state', args, { stateOf, signatureOf, selectors })) as never,
      resolve: (changed: FeedEvent<Item>) => changed,
    }),
  )
  return ref
}
