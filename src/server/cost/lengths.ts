import type { FieldNode, GraphQLField } from 'graphql'
import { argumentOf, askedItemsOf, type Inputs } from './arguments.ts'
import type { FieldCost } from './field-costs.ts'
import type { IntrospectionSizes } from './introspection-sizes.ts'

/** Sizes known from earlier reads, by schema coordinate such as `Image.applications`. */
export interface KnownSizes {
  /** Returns the length of the longest list of a field. Undefined if unknown. */
  longest(coordinate: string): number | undefined
  /** Returns the size of a leaf value in bytes. Undefined if the default of its type applies. */
  valueBytes(coordinate: string): number | undefined
  /** Maximum page size of a connection. */
  readonly maxPageSize: number
}

/** Lengths that determine the cost of a field. */
export interface Lengths {
  /** Number of items on the page. Undefined if the field is not paged. */
  readonly page: number | undefined
  /** Number of returned objects or values. */
  readonly items: number
  /** Number of executions, one per event of a snapshot. */
  readonly events: number
  /** Number of items that are compared with the filter. */
  readonly filtered: number
}

/** Field of an operation. */
export interface SizedField {
  readonly field: GraphQLField<unknown, unknown>
  readonly node: FieldNode
  readonly cost: FieldCost
  readonly coordinate: string
  /** See `IntrospectionSizes`. */
  readonly coversAll: boolean
}

/** Assumed length of an unknown list of objects. */
const ASSUMED_OBJECTS = 5
const ASSUMED_VALUES = 3
/** Assumed length of a listing that has not been read yet. */
const ASSUMED_LISTING = 2000

/**
 * Creates the function that calculates the lengths of an operation's fields. It returns `fails` for a page size that
 * execution rejects.
 */
export function createLengths(inputs: Inputs, sizes: KnownSizes, introspection: IntrospectionSizes) {
  const known = new Map<string, number | undefined>()

  function longest(coordinate: string): number | undefined {
    if (!known.has(coordinate)) known.set(coordinate, sizes.longest(coordinate))
    return known.get(coordinate)
  }

  function pageOf({ field, node, cost, coordinate }: SizedField): number | 'fails' {
    const { slicingArguments = [], assumedSize = ASSUMED_OBJECTS } = cost.listSize ?? {}
    const given = slicingArguments
      .map((name) => argumentOf(name, field, node, inputs))
      .filter((size) => typeof size === 'number')
    if (given.length > 1 || given.some((size) => size < 1)) return 'fails'
    const [size = assumedSize] = given
    // A page above the maximum counts with its requested size, although execution also rejects it.
    return size > sizes.maxPageSize ? size : Math.min(size, longest(coordinate) ?? size)
  }

  function itemsOf(sized: SizedField): number {
    const { field, node, cost, coordinate, coversAll } = sized
    const [type = '', name = ''] = coordinate.split('.')
    if (!cost.isList) return introspection.lengthOf(type, name, coversAll) ?? 1
    return (
      askedItemsOf(field, node, inputs) ??
      introspection.lengthOf(type, name, coversAll) ??
      longest(coordinate) ??
      cost.listSize?.assumedSize ??
      (cost.isComposite ? ASSUMED_OBJECTS : ASSUMED_VALUES)
    )
  }

  /** Returns the number of events: a subscription executes its selection for each item of its initial snapshot. */
  function eventsOf({ field, node, coordinate }: SizedField): number {
    if (!coordinate.startsWith('Subscription.')) return 1
    const isSnapshot = argumentOf('snapshot', field, node, inputs) === true
    const isResumed = argumentOf('after', field, node, inputs) != null
    if (!isSnapshot && !isResumed) return 1
    const listing = longest(coordinate) ?? ASSUMED_LISTING
    const named = ['names', 'arns'].flatMap((name) => {
      const value = argumentOf(name, field, node, inputs)
      return Array.isArray(value) ? [value.length] : []
    })
    if (named.length === 0) return Math.max(1, listing)
    const targets = longest('Query.appStreamTargets') ?? 1
    return Math.max(1, Math.min(listing, targets * named.reduce((total, length) => total + length, 0)))
  }

  function filteredOf({ field, node, coordinate }: SizedField): number {
    return argumentOf('filter', field, node, inputs) == null ? 0 : (longest(coordinate) ?? ASSUMED_LISTING)
  }

  return {
    of(sized: SizedField): Lengths | 'fails' {
      const hasPages = (sized.cost.listSize?.sizedFields.length ?? 0) > 0
      const page = hasPages ? pageOf(sized) : undefined
      if (page === 'fails') return page
      return { page, items: itemsOf(sized), events: eventsOf(sized), filtered: filteredOf(sized) }
    },
  }
}
