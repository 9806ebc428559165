import type { CallOptions } from '../appstream/calls/calls.ts'
import { isNotFound, UpstreamError } from '../appstream/errors/exceptions.ts'
import type { OperationName } from '../appstream/model/operations.ts'
import type { AppStreamReader } from '../appstream/reader.ts'
import type { Target } from '../appstream/target.ts'
import type { ItemKind, Kind } from './kind.ts'
import { type Description, placeOf, type Resource } from './resources.ts'

/** Resource that belongs to a parent and has no ARN, e.g. an entitlement of a stack. */
export interface ChildResource<Name extends string = string, Aws = Description> extends Resource<Name, Aws> {
  /** Name of the parent in the same target. */
  readonly parent: string
}

/** Properties of a parent kind that child kinds need. */
export type ParentKind = Pick<ItemKind, 'plural'> & Pick<Kind, 'arnType'>

/** Kind whose resources belong to a parent. AWS lists the children of one parent per call. */
export interface ChildKind<Item extends ChildResource = ChildResource> extends ItemKind<Item> {
  readonly parent: Pick<ParentKind, 'plural'>
  /** Operation that lists the children. */
  readonly operation: OperationName
  /** True to use the maximum age of listings. Default: that of details. */
  readonly isListing?: boolean
  /** Returns the descriptions of all children of a parent; none if AWS finds no such parent. */
  load(target: Target, parent: string, call: CallOptions): Promise<readonly Item['aws'][]>
  /** Converts a description in a listing to a child. */
  toResource(target: Target, parent: string, aws: Item['aws']): Item
  /** Converts the response of a mutation to a child. */
  fromResponse(target: Target, parent: string, response: object): Item
}

/** Resource type of a child kind. */
export type ItemOfChildKind<Of> = Of extends ChildKind<infer Item> ? Item : never

/** Declares a kind whose resources belong to a parent. */
export function defineChildKind<const Name extends string, Aws extends Description>({
  name,
  plural,
  parent,
  operation,
  list,
  nameOf,
  overlayMs,
  isListing = false,
}: {
  readonly name: Name
  /** Name of the collections in logs and cursors, e.g. `entitlements`. */
  readonly plural: string
  readonly parent: ChildKind['parent']
  /** Operation that lists the children. */
  readonly operation: OperationName
  readonly list: (
    reader: AppStreamReader,
    parent: string,
    call: CallOptions,
    target: Target,
  ) => Promise<readonly Aws[]>
  /** Returns the name, unique per parent. Omit it if a parent has at most one child. */
  readonly nameOf?: (aws: Aws) => string | undefined
  readonly overlayMs?: number
  readonly isListing?: boolean
}): ChildKind<ChildResource<Name, Aws>> {
  const toResource = (target: Target, parentName: string, aws: Aws): ChildResource<Name, Aws> => ({
    kind: name,
    parent: parentName,
    name: nameOf === undefined ? parentName : (nameOf(aws) ?? ''),
    ...placeOf(target),
    target,
    aws,
  })
  return {
    name,
    plural,
    parent,
    operation,
    isListing,
    async load(target, parentName, call) {
      try {
        const described = await list(target.reader, parentName, call, target)
        if (nameOf === undefined || described.every((aws) => nameOf(aws) !== undefined)) return described
      } catch (error) {
        // The parent was deleted, or is too new for AWS to find: it has no children.
        if (isNotFound(error)) return []
        throw error
      }
      throw new UpstreamError(operation, new SyntaxError('A listed resource has no name.'))
    },
    keyOf: (item) => childKey(item.target, item.parent, item.name),
    ...(overlayMs !== undefined && { overlayMs }),
    toResource,
    // The mutation declares which response member contains the child, and all members of a description are optional.
    fromResponse: (target, parentName, response) => toResource(target, parentName, response as Aws),
  }
}

/**
 * Returns the key of a child within this process. Contains the target's key, which never changes, unlike its account.
 */
export function childKey(target: Target, parent: string, name: string): string {
  return `${target.key} ${parent} ${name}`
}
