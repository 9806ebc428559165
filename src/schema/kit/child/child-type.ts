import type { ChildKind, ChildResource } from '../../../inventory/child-kind.ts'
import type { Kind } from '../../../inventory/kind.ts'
import type { ItemType, ListedType } from '../resource-type.ts'

/** Graph type of parents, as far as child types need it. */
export interface ParentType {
  readonly kind: Kind
  readonly noun: string
  /** Members that identify a parent, for example `stackArn` and `stackName`. */
  readonly paths: { readonly arn: string; readonly name: string }
}

/** Graph type whose resources belong to a parent. */
export interface ChildType<Item extends ChildResource> extends ItemType<Item> {
  readonly kind: ChildKind<Item>
  readonly parent: ParentType
}

/** Child type with connections. */
export interface ListedChildType<Item extends ChildResource>
  extends ChildType<Item>,
    Omit<ListedType<Item>, 'kind'> {}
