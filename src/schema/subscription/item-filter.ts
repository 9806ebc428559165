import { createDistinctReader } from '../connection/distinct.ts'
import type { Filter } from '../connection/list-reading.ts'
import { badUserInput } from '../errors.ts'
import { type DefinedFilter, givenMembers } from '../kit/filter.ts'

/**
 * Returns the filter of a subscription for the input of a list filter, with a key that equal inputs share; undefined if
 * everything matches.
 * @throws BAD_USER_INPUT for a member that reads other data than the resource
 */
export function itemFilterOf<Item>(
  { members }: Pick<DefinedFilter<Item>, 'members'>,
  input: object | null | undefined,
): Filter<Item> | undefined {
  const given = givenMembers(input)
  if (given.length === 0) return undefined
  const distinct = createDistinctReader()
  const filters = given.map(([name, value]) => {
    const path = `filter.${name}`
    // GraphQL has validated the value against the type of the field.
    const filter = members[name]?.watch?.(value as never, distinct, path)
    if (filter !== undefined) return filter
    throw badUserInput(
      `\`${path}\` cannot be used in a subscription: it depends on other data than the resource, whose changes are not followed. Use it in a query, and pass the names or ARNs to the subscription.`,
    )
  })
  return {
    key: JSON.stringify(given.toSorted(byName).map(([name, value]) => [name, canonical(value)])),
    matches: (item) => filters.every(({ matches }) => matches(item)),
  }
}

function byName([one]: readonly [string, unknown], [other]: readonly [string, unknown]): number {
  return one < other ? -1 : 1
}

/** Returns a value that is the same for equal values of a member; the order of a list does not matter. */
function canonical(value: unknown): unknown {
  if (Array.isArray(value)) return [...new Set(value)].sort()
  return value
}
