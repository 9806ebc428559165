import type { InputFieldRef } from '@pothos/core'
import { type AnyResource, createdMs } from '../../inventory/resources.ts'
import type { Scopes } from '../access.ts'
import { builder, type SchemaTypes } from '../builder.ts'
import type { DistinctReader } from '../connection/distinct.ts'
import type { Filter } from '../connection/list-reading.ts'
import type { GraphContext } from '../context.ts'
import { requireArn } from '../identify.ts'
import type { OpenEnum } from '../open-enum.ts'

type Fields = PothosSchemaTypes.InputFieldBuilder<SchemaTypes, 'InputObject'>

/** Sources that a filter may read. */
export interface FilterRequest<Item> {
  readonly context: GraphContext
  /** Returns all items that could be read, before any filter. */
  readonly items: () => Promise<readonly Item[]>
}

/** Returns the filter for a value from the resource alone. @throws BAD_USER_INPUT */
type ItemFilter<Item, Value> = (value: Value, distinct: DistinctReader, path: string) => Filter<Item>

/** Member of a filter: its input field and its predicate. */
export interface FilterMember<Item, Value = unknown> {
  readonly field: (t: Fields) => InputFieldRef<SchemaTypes, unknown>
  /** Returns the filter for a value. Equal values in one request yield the same key. @throws BAD_USER_INPUT */
  readonly filter: (
    value: Value,
    request: FilterRequest<Item>,
    path: string,
  ) => Filter<Item> | Promise<Filter<Item>>
  /** The filter of a subscription. Absent if the member reads other data, whose changes a subscription does not follow. */
  readonly watch?: ItemFilter<Item, Value>
}

/** Member that reads nothing but the resource. */
export type ItemFilterMember<Item, Value> = FilterMember<Item, Value> & {
  readonly watch: ItemFilter<Item, Value>
}

/** Declares a member that reads nothing but the resource. */
function itemMember<Item, Value>(
  field: FilterMember<Item>['field'],
  watch: ItemFilter<Item, Value>,
): ItemFilterMember<Item, Value> {
  return { field, watch, filter: (value, { context }, path) => watch(value, context.loaders.distinct, path) }
}

/** Members of a filter by name. */
export type FilterMembers<Item> = Readonly<Record<string, FilterMember<Item, never>>>

/**
 * Declares a list of values, any of which must equal the value, or one of the values, of a resource. A resource without
 * a value never matches. A filter by a field with a scope requires the same scope: a caller could infer the field.
 */
export function anyOf<Item, Value extends string>(
  description: string,
  type: 'String' | OpenEnum<Value>,
  read: (item: Item) => string | readonly string[] | undefined,
  { scope }: { readonly scope?: Scopes } = {},
): ItemFilterMember<Item, readonly string[]> {
  const knownValue = (value: string | undefined) =>
    type === 'String' ? value : (type.of(value) ?? undefined)
  const ref = type === 'String' ? 'String' : type.ref
  return itemMember(
    (t) => t.field({ type: [ref as 'String'], description, scope }),
    (values, distinct) => {
      const accepted = distinct<string>(values)
      function isWanted(value: string | undefined): boolean {
        const known = knownValue(value)
        return known !== undefined && accepted.has(known)
      }
      return {
        key: accepted.key,
        matches(item) {
          const values = read(item)
          return typeof values === 'object' ? values.some(isWanted) : isWanted(values)
        },
      }
    },
  )
}

/** Declares a text that must match. */
export function text<Item>(
  description: string,
  matches: (item: Item, value: string) => boolean,
): FilterMember<Item, string> {
  return itemMember(
    (t) => t.string({ description }),
    (value) => ({ key: value, matches: (item) => matches(item, value) }),
  )
}

/** Declares a condition that must be true or false. A resource with an unknown condition never matches. */
export function flag<Item>(
  description: string,
  holds: (item: Item) => boolean | undefined,
): FilterMember<Item, boolean> {
  return itemMember(
    (t) => t.boolean({ description }),
    (value) => ({ key: `${value}`, matches: (item) => holds(item) === value }),
  )
}

/** Declares the ARN of an object to which a resource must refer. */
export function reference<Item>(
  description: string,
  arnType: string,
  arnOf: (item: Item) => string | undefined,
): FilterMember<Item, string> {
  return itemMember(
    (t) => t.id({ description }),
    (value, _distinct, path) => {
      requireArn(value, arnType, path)
      return { key: value, matches: (item) => arnOf(item) === value }
    },
  )
}

/** Filters by name, common to all kinds with names. */
export const nameFilters = {
  names: anyOf<AnyResource, string>('Filters by exact name, case-sensitive.', 'String', ({ name }) => name),
  namePrefix: text<AnyResource>('Filters by name prefix, case-sensitive.', ({ name }, prefix) =>
    name.startsWith(prefix),
  ),
  nameContains: text<AnyResource>('Filters by a substring of the name, case-insensitive.', ({ name }, part) =>
    name.toLowerCase().includes(part.toLowerCase()),
  ),
}

/** Declares a filter that compares a time of a resource, in epoch milliseconds. Resources without it never match. */
export function time<Item>(
  description: string,
  read: (item: Item) => number | undefined,
  matches: (ms: number, limitMs: number) => boolean,
): FilterMember<Item, Date> {
  return itemMember(
    (t) => t.field({ type: 'DateTime', description }),
    (limit) => ({
      key: `${limit.getTime()}`,
      matches(item) {
        const ms = read(item)
        return ms !== undefined && matches(ms, limit.getTime())
      },
    }),
  )
}

/** Filters by creation time. */
export const createdFilters = {
  createdAfter: time(
    'Filters by creation time: later than this time.',
    createdMs,
    (ms, limitMs) => ms > limitMs,
  ),
  createdBefore: time(
    'Filters by creation time: earlier than this time.',
    createdMs,
    (ms, limitMs) => ms < limitMs,
  ),
}

/** Declares a filter by state. */
export function stateFilter<Item extends AnyResource>(
  state: OpenEnum<string>,
): FilterMember<Item, readonly string[]> {
  const description = 'Filters by state. `UNKNOWN` matches states that this release does not know.'
  return anyOf<Item, string>(description, state, ({ aws }) => aws.State ?? '')
}

/** Declares a filter by the presence of errors. */
export function errorsFilter<Item>(
  plural: string,
  errorsOf: (item: Item) => readonly unknown[] | undefined,
): FilterMember<Item, boolean> {
  return flag(
    `Filters by errors: true matches ${plural} with errors, false ${plural} without.`,
    (item) => (errorsOf(item) ?? []).length > 0,
  )
}

/** Input type of a filter, with the conversion of its values to filters. */
export interface DefinedFilter<Item> {
  readonly ref: ReturnType<typeof builder.inputType>
  readonly members: FilterMembers<Item>
  /** Returns the filter for an input; undefined if everything matches. @throws BAD_USER_INPUT */
  toFilter(
    input: object | null | undefined,
    request: FilterRequest<Item>,
  ): Filter<Item> | undefined | Promise<Filter<Item>>
}

/** Creates the filter of a resource type. A resource must match all given members. */
export function defineFilter<Item>(
  name: string,
  plural: string,
  members: FilterMembers<Item>,
): DefinedFilter<Item> {
  const ref = builder.inputType(name, {
    description: `Filter of ${plural}. A resource must match all given members. A list matches if any of its values does; an empty list matches nothing.`,
    fields: (t) =>
      Object.fromEntries(Object.entries(members).map(([field, member]) => [field, member.field(t)])),
  })
  return {
    ref,
    members,
    toFilter(input, request) {
      const entries = givenMembers(input)
      if (entries.length === 0) return undefined
      const filters = entries.map(([field, value]) => {
        // GraphQL has validated the value against the type of the field.
        const filter = members[field]?.filter(value as never, request, `filter.${field}`)
        if (filter === undefined) throw new Error(`${name} has no member ${field}.`)
        return filter
      })
      const combine = (all: readonly Filter<Item>[]) =>
        combined(
          entries.map(([field]) => field),
          all,
        )
      const ready = filters.filter((filter): filter is Filter<Item> => !(filter instanceof Promise))
      return ready.length === filters.length ? combine(ready) : Promise.all(filters).then(combine)
    },
  }
}

/** Returns the members of an input that are not null. */
export function givenMembers(input: object | null | undefined): [string, unknown][] {
  return Object.entries<unknown>(input == null ? {} : { ...input }).filter(([, value]) => value != null)
}

function combined<Item>(fields: readonly string[], filters: readonly Filter<Item>[]): Filter<Item> {
  const errors = new Map(filters.flatMap((filter) => [...(filter.errors ?? [])]))
  return {
    key: JSON.stringify(filters.map(({ key }, index) => [fields[index], key])),
    matches: (item) => filters.every(({ matches }) => matches(item)),
    ...(errors.size > 0 && { errors }),
    isStale: filters.some(({ isStale }) => isStale === true),
  }
}
