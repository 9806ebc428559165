import { type AwsError, validationError } from '../errors.ts'
import { givenMembers, type JsonObject, optionalNumber, optionalString, stringList } from '../json.ts'
import type { RegionStore } from '../region.ts'
import type { Kind, ResourceRecord } from './kind.ts'
import type { Operation, OperationContext } from './operation.ts'
import { type Page, pageOf } from './paging.ts'
import { arnNotFound, notFound } from './preconditions.ts'
import type { Table } from './table.ts'

/** Creates the Describe operation of a kind, which returns all resources in pages, or the requested ones. */
export function describeOperation<Item extends ResourceRecord>(
  kind: Kind<Item>,
  tableOf: (region: RegionStore) => Table<Item>,
): Operation {
  const { listing } = kind
  if (listing === undefined) throw new TypeError(`No operation lists ${kind.plural}.`)
  return (input, context) => {
    const table = tableOf(context.region)
    const keys = stringList(input, listing.filter)
    const { pageSize, namedPageSize } = context.behaviour
    const largest = listing.largestPage ?? pageSize
    const size = sizeOf(input, largest, keys.length === 0 ? largest : Math.min(largest, namedPageSize))
    const items = keys.length === 0 ? table.listed() : find(table, keys, context)
    const page = pageFor(items, kind.keyOf, { input, context, size, parameters: [keys] })
    return { [listing.output]: page.items, NextToken: page.nextToken }
  }

  function find(
    table: Table<Item>,
    keys: readonly string[],
    { region, behaviour }: OperationContext,
  ): readonly Item[] {
    if (listing?.filter !== 'Arns') {
      const missing = (key: string) => notFound(kind, key, region.accountId)
      return findEach(keys, table.findListed, behaviour.someNamesMissing, missing)
    }
    const byArn = new Map(table.listed().map((item) => [item.Arn, item]))
    return findEach(keys, (arn) => byArn.get(arn), behaviour.someArnsMissing, arnNotFound)
  }
}

/** Returns the requested page size. Zero and an absent MaxResults both mean the usual size. */
export function sizeOf(input: JsonObject, largest: number, usual: number = largest): number {
  const maxResults = optionalNumber(input, 'MaxResults') ?? 0
  if (maxResults < 0) throw validationError('MaxResults must not be negative.')
  return Math.min(maxResults === 0 ? usual : maxResults, largest)
}

/** Call that requests a page. */
export interface PagedCall {
  readonly input: JsonObject
  readonly context: OperationContext
  /** Default: the page size of the emulator. */
  readonly size?: number | undefined
  /** Parameters that a NextToken is bound to. */
  readonly parameters: readonly unknown[]
}

/** Returns the page of a listing that a call requests. */
export function pageFor<Item>(
  items: readonly Item[],
  keyOf: (item: Item) => string,
  { input, context, size, parameters }: PagedCall,
): Page<Item> {
  const { operation, region, behaviour, nowMs } = context
  return pageOf(items, keyOf, {
    nextToken: optionalString(input, 'NextToken'),
    size: size ?? behaviour.pageSize,
    listing: [operation, region.accountId, region.region, ...parameters],
    nowMs,
    tokenLifetimeMs: behaviour.nextTokenLifetimeMs,
  })
}

/** Maximum page size of associations, from the service model. */
const largestAssociationPage = 25

/** Returns a page of the associations that match all filter members of a call. */
export function associationPage(
  associations: readonly JsonObject[],
  members: readonly [string, string],
  input: JsonObject,
  context: OperationContext,
): Page<JsonObject> {
  const given = givenMembers(input, members)
  const matching = associations.filter((association) =>
    Object.entries(given).every(([member, value]) => association[member] === value),
  )
  return pageFor(matching, (association) => members.map((member) => association[member]).join('/'), {
    input,
    context,
    size: sizeOf(input, largestAssociationPage),
    parameters: [given],
  })
}

/**
 * Returns the found items without duplicates. If none was found, or in strict mode if any is missing, throws the error
 * that `missing` creates for the first missing key.
 */
export function findEach<Item>(
  wanted: readonly string[],
  find: (key: string) => Item | undefined,
  whenSomeMissing: 'fail' | 'omit',
  missing: (key: string) => AwsError,
): readonly Item[] {
  const found: Item[] = []
  let firstMissing: string | undefined
  for (const key of new Set(wanted)) {
    const item = find(key)
    if (item !== undefined) found.push(item)
    else firstMissing ??= key
  }
  const fails = found.length === 0 || whenSomeMissing === 'fail'
  if (firstMissing !== undefined && fails) throw missing(firstMissing)
  return found
}
