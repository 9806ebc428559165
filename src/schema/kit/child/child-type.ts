import type { ChildKind, ChildResource } from '../../../inventory/child-kind.ts'
import type { Kind } from '../../../inventory/kind.ts'
import type { ItemType, ListedType } from '../resource-type.ts'

/** The type of the parents, as far as their children need it. */
export interface ParentType {
  readonly kind: Kind
  readonly noun: string
  /** The members that name a parent, e.g. `stackArn` and `stackName`. */
  readonly paths: { readonly arn: string; readonly name: string }
}

/** A type of the graph whose resources belong to a parent. */
export interface ChildType<Item extends ChildResource> extends ItemType<Item> {
  readonly kind: ChildKind<Item>
  readonly parent: ParentType
}

/** A child type that connections serve. */
export interface ListedChildType<Item extends ChildResource>
  extends ChildType<Item>,
    Omit<ListedType<Item>, 'kind'> {}
