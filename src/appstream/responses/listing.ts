import type { NormalizedSchema } from '@smithy/core/schema'
import { digestOf } from '../model/compressed-list.ts'
import type { InputOf, ItemOf, ListMember, OperationName } from '../model/operations.ts'
import { type StructureName, schemaOf } from '../model/structures.ts'
import { type DescribedKind, readStructure } from './listing-kinds.ts'
import type { IdentifyingMember, Shape } from './listing-validation.ts'

/** AWS listing of one kind of resource. */
export interface Listing<Aws extends object> {
  readonly operation: OperationName
  /** Input of each page, besides its token. */
  readonly input: object
  /** Parses a page. */
  readonly described: DescribedKind<Aws>
}

/**
 * Declares the listing of a kind of resource. `identifier` is the member that identifies each resource; null if there
 * is none. `Aws` is the structure with members that the SDK's types may lack.
 */
export function defineListing<
  Operation extends OperationName,
  Member extends ListMember<Operation>,
  Aws extends object = ItemOf<Operation, Member> & object,
>(options: {
  readonly operation: Operation
  readonly member: Member
  readonly structure: StructureName
  readonly identifier?: IdentifyingMember | null
  readonly input?: InputOf<Operation>
}): Listing<Aws> {
  const { operation, member, structure, identifier = 'Name', input = {} } = options
  const schema = schemaOf(structure)
  return {
    operation,
    input,
    described: {
      list: member,
      identifier,
      shape: shapeOf(schema),
      describe(json, known) {
        const digest = digestOf(JSON.stringify(json))
        return { digest, item: known.item(digest) ?? readStructure(schema, json) }
      },
    },
  }
}

/** Returns the lists of a structure and of the structures within it. */
function shapeOf(schema: NormalizedSchema): Shape {
  const lists: Record<string, Shape> = {}
  const structures: Record<string, Shape> = {}
  for (const [name, member] of schema.structIterator()) {
    if (member.isListSchema()) {
      const item = member.getValueSchema()
      lists[name] = item.isStructSchema() ? shapeOf(item) : {}
    } else if (member.isStructSchema()) structures[name] = shapeOf(member)
  }
  return { lists, structures }
}
