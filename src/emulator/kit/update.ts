import { type JsonObject, optionalObject, stringList } from '../json.ts'
import type { ResourceRecord } from './kind.ts'

/** Member that each of AttributesToDelete removes. A nested member is a path, such as `VpcConfig.SecurityGroupIds`. */
export type MemberOfAttribute = Readonly<Record<string, string>>

/** Returns the members that an update sets or deletes. */
export function changedMembers(input: JsonObject, members: MemberOfAttribute): readonly string[] {
  const { Name: _, AttributesToDelete: __, ...set } = input
  return [
    ...Object.keys(set).filter((member) => (set[member] ?? undefined) !== undefined),
    ...stringList(input, 'AttributesToDelete').map((attribute) => members[attribute] ?? attribute),
  ]
}

/** Returns a resource without the members of the given attributes. */
export function withoutAttributes<Item extends ResourceRecord>(
  item: Item,
  attributes: Iterable<string>,
  members: MemberOfAttribute,
): Item {
  let kept = item
  for (const attribute of attributes) {
    const [member = '', nested] = (members[attribute] ?? '').split('.')
    const inner = nested === undefined ? undefined : optionalObject(kept, member)
    kept = { ...kept, [member]: inner && { ...inner, [`${nested}`]: undefined } }
  }
  return kept
}
