import type { CallOptions } from '../appstream/calls.ts'
import { isNotFound, UpstreamError } from '../appstream/exceptions.ts'
import type { OperationName } from '../appstream/operations.ts'
import type { AppStreamReader } from '../appstream/reader.ts'
import type { Target } from '../appstream/target.ts'
import type { ItemKind, Kind } from './kind.ts'
import { type Description, placeOf, type Resource } from './resources.ts'

/** A resource that belongs to a parent and has no ARN, e.g. an entitlement of a stack. */
export interface ChildResource<Name extends string = string, Aws = Description> extends Resource<Name, Aws> {
  /** Name of the parent in the same target. */
  readonly parent: string
}

/** The kind of the parents, as far as their children need it. */
export type ParentKind = Pick<ItemKind, 'plural'> & Pick<Kind, 'arnType'>

/** A kind whose resources belong to a parent; AWS lists those of one parent per call. */
export interface ChildKind<Item extends ChildResource = ChildResource> extends ItemKind<Item> {
  readonly parent: Pick<ParentKind, 'plural'>
  /** Returns the descriptions of all children of a parent; none if AWS finds no such parent. */
  load(reader: AppStreamReader, parent: string, call: CallOptions): Promise<readonly Item['aws'][]>
  /** Returns a child as its target describes it. */
  toResource(target: Target, parent: string, aws: Item['aws']): Item
  /** Returns a child as the answer of a mutation describes it. */
  fromResponse(target: Target, parent: string, response: object): Item
}

/** The resource of a child kind. */
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
}: {
  readonly name: Name
  /** Names its collections in logs and cursors, e.g. `entitlements`. */
  readonly plural: string
  readonly parent: ChildKind['parent']
  /** The operation that lists the children. */
  readonly operation: OperationName
  readonly list: (reader: AppStreamReader, parent: string, call: CallOptions) => Promise<readonly Aws[]>
  /** Returns the name among the children of a parent. Left out if a parent has one child at most. */
  readonly nameOf?: (aws: Aws) => string | undefined
  readonly overlayMs?: number
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
    async load(reader, parentName, call) {
      try {
        const described = await list(reader, parentName, call)
        if (nameOf === undefined || described.every((aws) => nameOf(aws) !== undefined)) return described
      } catch (error) {
        // A deleted parent, or one too new for AWS to find, has no children.
        if (isNotFound(error)) return []
        throw error
      }
      throw new UpstreamError(operation, new SyntaxError('A listed resource has no name.'))
    },
    keyOf: (item) => childKey(item.target, item.parent, item.name),
    ...(overlayMs !== undefined && { overlayMs }),
    toResource,
    // The declaration of the mutation names the member of the answer; all members of a description may be absent.
    fromResponse: (target, parentName, response) => toResource(target, parentName, response as Aws),
  }
}

/** Returns what identifies a child within this process: the account of a target may be learned at any time, its key never changes. */
export function childKey(target: Target, parent: string, name: string): string {
  return `${target.key} ${parent} ${name}`
}
