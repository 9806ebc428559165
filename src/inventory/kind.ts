import type { CallOptions } from '../appstream/calls/calls.ts'
import type { ItemOf, ListMember, OperationName } from '../appstream/model/operations.ts'
import type { AppStreamReader } from '../appstream/reader.ts'
import { defineListing, type Listing } from '../appstream/responses/listing.ts'
import type { Target } from '../appstream/target.ts'
import { isOtherState } from './collection/diff.ts'
import {
  type AnyResource,
  type ArnDescription,
  type ArnResource,
  type Description,
  identify,
  placeOf,
  type Resource,
} from './resources.ts'

/** Properties of a kind of resource that do not depend on its listing. */
export interface ItemKind<Item extends AnyResource = AnyResource> {
  /** GraphQL type, e.g. `AppStreamFleet`. Equals `kind` of every resource. */
  readonly name: Item['kind']
  /** Name of the collections in logs, metrics and cursors, e.g. `fleets`. */
  readonly plural: string
  /** Returns the key of a resource within this process. */
  keyOf(item: Item): string
  /** Returns the alias that replaces a name in ids, cursors and logs. Present only if names identify people. */
  aliasOf?(name: string): string
  /**
   * Milliseconds for which the result of a mutation overlays older state from AWS, for kinds that AWS updates slowly.
   * Default: that of the inventory.
   */
  readonly overlayMs?: number
}

/** Kind of resource that AWS can list completely. */
export interface Kind<Item extends AnyResource = AnyResource> extends ItemKind<Item> {
  /** Resource type in ARNs, e.g. `fleet`; undefined for a kind without ARNs. */
  readonly arnType: string | undefined
  readonly listing: Listing<Item['aws']>
  /** Format of names that AWS assigns, such as ids. Default: callers choose the names. */
  readonly nameFormat?: NameFormat
  /**
   * Describes one resource, for kinds that AWS describes one per call. Default: resources are looked up in the listing.
   * @throws UpstreamError if AWS fails, or if the resource does not exist
   */
  describe?(reader: AppStreamReader, name: string, call: CallOptions): Promise<Item['aws']>
  /** Converts a description from a target. */
  toResource(target: Target, aws: Item['aws']): Item
  /** Converts the description in a mutation's response. */
  fromResponse(target: Target, response: object): Item
  /** Returns true if a resource will leave its state by itself. */
  isInTransition(item: Item): boolean
  /** True if AWS may report that nothing was found instead of an empty listing. */
  readonly isEmptyIfNotFound?: boolean
  /** Maximum number of names in one Describe call; undefined if polls of this kind always list all. */
  readonly maxNames: number | undefined
  /** Returns true if the difference between two observations is reported to subscribers. */
  isChanged(before: Item, after: Item): boolean
  /** Returns the conditions of a resource whose start is recorded, e.g. `STARTING`. Default: none. */
  conditionsOf?(item: Item): readonly string[]
}

/** Format of the names of a kind. */
export interface NameFormat {
  readonly pattern: RegExp
  /** Follows "must be" in error messages. */
  readonly description: string
}

/** Resource type of a kind. */
export type ItemOfKind<Of> = Of extends Kind<infer Item> ? Item : never

interface KindOptions<
  Name extends string,
  Operation extends OperationName,
  Member extends ListMember<Operation>,
> {
  readonly name: Name
  readonly plural: string
  /** AWS listing: the operation, the list in its output, the structure of its items. */
  readonly list: Parameters<typeof defineListing<Operation, Member>>[0]
  readonly overlayMs?: number
}

/** Duration of overlays for kinds whose changes AWS may show only after 4 minutes. */
export const SLOW_PROPAGATION_OVERLAY_MS = 300_000

/** Declares a kind whose resources AWS identifies by an ARN. */
export function defineKind<
  const Name extends string,
  Operation extends OperationName,
  Member extends ListMember<Operation>,
  Aws extends ItemOf<Operation, Member> & ArnDescription = ItemOf<Operation, Member> & ArnDescription,
>({
  name,
  plural,
  arnType,
  list,
  overlayMs,
  transitional = [],
  maxNames,
  signatureOf = ({ State }) => State,
  conditionsOf,
}: KindOptions<Name, Operation, Member> & {
  readonly arnType: string
  /** States that a resource leaves by itself. */
  readonly transitional?: readonly string[]
  /** Maximum number of names in one Describe call, for polls of resources in transition. Default: polls list all. */
  readonly maxNames?: number
  /** Returns the value whose change is reported to subscribers. Default: the state. */
  readonly signatureOf?: (aws: Aws) => string | undefined
  /** Returns the conditions whose start is recorded. */
  readonly conditionsOf?: (aws: Aws) => readonly string[]
}): Kind<ArnResource<Name, Aws>> {
  function toResource(target: Target, aws: Aws): ArnResource<Name, Aws> {
    target.learnAccount(aws.Arn)
    return { kind: name, ...identify(target, arnType, aws.Name, aws.Arn), target, aws }
  }
  return {
    name,
    plural,
    arnType,
    listing: defineListing<Operation, Member, Aws>(list),
    keyOf: ({ arn }) => arn,
    toResource,
    // The mutation declares which response member contains the resource, and all members of a description are optional.
    fromResponse: (target, response) => toResource(target, response as Aws),
    isInTransition: isInState(transitional),
    maxNames,
    ...(overlayMs !== undefined && { overlayMs }),
    isChanged: (before, after) => signatureOf(before.aws) !== signatureOf(after.aws),
    ...(conditionsOf && { conditionsOf: ({ aws }) => conditionsOf(aws) }),
  }
}

/** Declares a kind without ARNs; a resource is identified by its name in a target. */
export function defineNamedKind<
  const Name extends string,
  Operation extends OperationName,
  Member extends ListMember<Operation>,
>({
  name,
  plural,
  list,
  overlayMs,
  isEmptyIfNotFound = false,
  nameOf,
  nameFormat,
  describe,
  aliasOf,
  transitional = [],
}: KindOptions<Name, Operation, Member> &
  Pick<Kind, 'nameFormat' | 'isEmptyIfNotFound'> & {
    readonly nameOf: (aws: ItemOf<Operation, Member>) => string | undefined
    /** Describes one resource by its name; see {@link Kind.describe}. */
    readonly describe?: (
      reader: AppStreamReader,
      name: string,
      call: CallOptions,
    ) => Promise<ItemOf<Operation, Member> & Description>
    /** States that a resource leaves by itself. */
    readonly transitional?: readonly string[]
    /** Returns the alias that replaces a name in ids, cursors and logs. Present only if names identify people. */
    readonly aliasOf?: (name: string) => string
  }): Kind<Resource<Name, ItemOf<Operation, Member> & Description>> {
  type Aws = ItemOf<Operation, Member> & Description
  function toResource(target: Target, aws: Aws): Resource<Name, Aws> {
    const own = nameOf(aws) ?? ''
    return { kind: name, name: own, ...(aliasOf && { alias: aliasOf(own) }), ...placeOf(target), target, aws }
  }
  return {
    name,
    plural,
    arnType: undefined,
    listing: defineListing<Operation, Member, Aws>(list),
    keyOf: ({ target, name: own, alias = own }) => namedKey(target, alias),
    ...(aliasOf && { aliasOf }),
    ...(nameFormat && { nameFormat }),
    ...(describe && { describe }),
    isEmptyIfNotFound,
    toResource,
    fromResponse: (target, response) => toResource(target, response as Aws),
    isInTransition: isInState(transitional),
    maxNames: undefined,
    ...(overlayMs !== undefined && { overlayMs }),
    isChanged: isOtherState,
  }
}

function isInState(states: readonly string[]): (item: AnyResource) => boolean {
  return ({ aws }) => aws.State !== undefined && states.includes(aws.State)
}

/** Returns the alias of a name in ids, cursors and logs. Default: the name. */
export function aliasIn(kind: Pick<ItemKind, 'aliasOf'>, name: string): string {
  return kind.aliasOf?.(name) ?? name
}

/** Returns the key of a resource without an ARN. Contains the target's key, which never changes, unlike its account. */
export function namedKey(target: Target, alias: string): string {
  return `${target.key} ${alias}`
}
