import type { ArgBuilder } from '@pothos/core'
import { type Kind, namedKey } from '../../inventory/kind.ts'
import type { ReportedInventory } from '../../inventory/reported.ts'
import { type AnyResource, arnOf } from '../../inventory/resources.ts'
import { truncate } from '../../truncate.ts'
import type { SchemaTypes } from '../builder.ts'
import { badUserInput } from '../errors.ts'
import { readGlobalId } from '../global-id.ts'
import { requireArn } from '../identify.ts'
import { findIdInTarget } from './identity.ts'
import type { ItemType } from './resource-type.ts'

/** Argument of a subscription that selects resources by a value. */
export interface Selector<Item> {
  readonly type: 'ID' | 'String'
  readonly description: string
  /** Returns the value of a resource. */
  readonly read: (item: Item) => string | undefined
  /** Converts an argument to the value of the resources that it selects. @throws BAD_USER_INPUT */
  readonly parse?: (value: string, argument: string, inventory: ReportedInventory) => string
}

/** Selectors of a subscription, by argument. A resource is selected if any of the given arguments selects it. */
export type Selectors<Item> = Readonly<Record<string, Selector<Item>>>

/** Returns the selectors of resources by ARN and name. */
export function byArnAndName<Item extends AnyResource>({ arnType = '' }: Kind<Item>): Selectors<Item> {
  return {
    arns: byArn('Filters by ARN. With `names`, a resource matches if either filter does.', arnType, arnOf),
    names: {
      type: 'String',
      description: 'Filters by name. With `arns`, a resource matches if either filter does.',
      read: ({ name }) => name,
    },
  }
}

/** Returns the selector by an ARN: that of a resource, or one that it refers to. */
export function byArn<Item>(
  description: string,
  arnType: string,
  read: (item: Item) => string | undefined,
): Selector<Item> {
  return {
    type: 'ID',
    description,
    read,
    parse(arn, argument) {
      requireArn(arn, arnType, argument)
      return arn
    },
  }
}

/** Returns the selector by global ID of resources that have no ARN. */
export function byGlobalId<Item extends AnyResource>(
  description: string,
  { kind, identity }: Pick<ItemType<Item>, 'kind' | 'identity'>,
): Selector<Item> {
  return {
    type: 'ID',
    description,
    read: (item) => kind.keyOf(item),
    parse(globalId, argument, inventory) {
      const named = readGlobalId(globalId)
      if (named?.typename !== kind.name) {
        throw badUserInput(
          `\`${argument}\` must contain global IDs of ${kind.name}, got \`${truncate(globalId)}\`.`,
        )
      }
      identity.requireId(named.id, argument)
      const place = findIdInTarget(named.id, 1, inventory)
      // No resource has an empty key; the target of the id may be one that the caller may not see.
      return place === undefined ? '' : namedKey(place.target, place.names[0] ?? '')
    },
  }
}

/** Creates the arguments of selectors. */
export function selectorArguments<Item>(arg: ArgBuilder<SchemaTypes>, selectors: Selectors<Item>) {
  return Object.fromEntries(
    Object.entries(selectors).map(([name, { type, description }]) => [
      name,
      arg({ type: [type], description: `${description} Default: all resources.` }),
    ]),
  )
}
