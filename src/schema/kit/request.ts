import type { InputObjectRef, InputType } from '@pothos/core'
import type { OperationName } from '../../appstream/model/operations.ts'
import { inputShapeOf } from '../../appstream/model/requests.ts'
import { membersOf, type StructureMember, type StructureName } from '../../appstream/model/structures.ts'
import { builder, type SchemaTypes } from '../builder.ts'
import { toTagMap } from '../mutation/constraints.ts'
import type { InputProblem } from '../mutation/error-types.ts'
import type { EnumOf } from '../open-enum.ts'
import { TagInput } from '../tag/type.ts'
import { constraintsOf } from './constraints.ts'
import type { IdMember } from './members.ts'
import { graphName } from './names.ts'

/** Unchecked input of a mutation. */
export type Input = Readonly<Record<string, unknown>>

export type InputFields = PothosSchemaTypes.InputFieldBuilder<SchemaTypes, 'InputObject'>

/** Description of an input member: its text, with its enum or input type, which the types of the SDK do not have. */
type InputMember<Value> = [Value] extends [readonly (infer Item)[]] ? OneInput<Item> : OneInput<Value>

type OneInput<Value> = [Value] extends [Date | number | boolean]
  ? string
  : [Value] extends [string]
    ? string extends Value
      ? string | IdMember
      : readonly [Pick<EnumOf<Value>, 'ref' | 'values'>, string]
    : Value extends Readonly<Record<string, string>>
      ? string extends keyof Value
        ? string
        : readonly [InputObjectRef<SchemaTypes, never> | object, string]
      : readonly [InputObjectRef<SchemaTypes, never> | object, string]

/** Descriptions of all members of a request except those handled elsewhere. A missing one is a compile error. */
export type InputMembers<Aws, Handled extends keyof Aws = never> = {
  readonly [Name in Exclude<keyof Aws, Handled>]-?: InputMember<NonNullable<Aws[Name]>>
}

type AnyInputMember = string | IdMember | readonly [{ readonly ref: object } | object, string]

const SCALARS = { boolean: 'Boolean', integer: 'Int', string: 'String', timestamp: 'DateTime' } as const

/** Returns the input fields of a structure. Members that the service model requires are required. */
export function inputFields(t: InputFields, structure: StructureName, members: object) {
  const known = membersOf(structure)
  return Object.fromEntries(
    Object.entries<AnyInputMember>(members as Record<string, AnyInputMember>).map(([member, described]) => {
      const found = known.get(member)
      if (found === undefined) throw new Error(`${structure} has no member ${member}.`)
      const [type, description] = typeOf(found, described)
      // Pothos cannot infer a type that is known only at run time.
      const shape = (found.isList || found.type === 'map' ? [type] : type) as InputType<SchemaTypes>
      return [graphName(member), t.field({ type: shape, required: found.isRequired as false, description })]
    }),
  )
}

function typeOf({ type }: StructureMember, described: AnyInputMember): readonly [unknown, string] {
  if (typeof described === 'string') {
    if (type === 'map') return [TagInput, described]
    if (type === 'structure') throw new Error('A structure needs an input type.')
    return [SCALARS[type], described]
  }
  if ('id' in described) return ['ID', described.id]
  const [of, text] = described
  return ['values' in of && 'ref' in of ? of.ref : of, text]
}

/** Creates the input type of a structure. */
export function defineInput<Aws extends object>(
  name: string,
  structure: StructureName,
  description: string,
  members: InputMembers<Aws>,
): InputObjectRef<SchemaTypes, object> {
  return builder.inputType(name, { description, fields: (t) => inputFields(t, structure, members) })
}

/** Converts an input to the AWS structure. Null members are omitted. */
export function toAws(structure: StructureName, input: object): Record<string, unknown> {
  const values = new Map<string, unknown>(Object.entries(input))
  const request: Record<string, unknown> = {}
  for (const [member, { type, structure: inner, isList }] of membersOf(structure)) {
    const value = values.get(graphName(member))
    if (value == null) continue
    const convert = (one: unknown) => (inner === undefined ? one : toAws(inner, Object(one)))
    if (type === 'map') request[member] = toTagMap(value as Parameters<typeof toTagMap>[0])
    else request[member] = isList && Array.isArray(value) ? value.map(convert) : convert(value)
  }
  return request
}

/** Returns the constraints of the service model for members of the input of an operation. */
export function requestConstraints(operation: OperationName, members: object) {
  return constraintsOf(inputShapeOf(operation), Object.keys(members))
}

/** Returns the problem of two mutually exclusive members, of which one may be required. */
export function exclusive(
  input: Input,
  [one, other]: readonly [string, string],
  { isRequired = false } = {},
): InputProblem[] {
  const count = [input[one], input[other]].filter((value) => value != null).length
  if (count === 2) return [{ path: one, message: `Specify \`${one}\` or \`${other}\`, not both.` }]
  return count === 0 && isRequired
    ? [{ path: one, message: `Specify exactly one of \`${one}\` and \`${other}\`.` }]
    : []
}
