import type { ObjectRef } from '@pothos/core'
import { GraphQLError } from 'graphql'
import { membersOf, type StructureMember, type StructureName } from '../../appstream/model/structures.ts'
import { builder, type SchemaTypes } from '../builder.ts'
import { type EnumOf, type OpenEnum, UNKNOWN } from '../open-enum.ts'
import { timeOf } from '../time.ts'
import { graphName, rawName } from './names.ts'

/** Member exposed as `ID`, for example the ARN of an image. */
export interface IdMember {
  readonly id: string
}

/** Description of a member: its text, with its enum or object type, which the types of the SDK do not have. */
export type Member<Value> = [Value] extends [readonly (infer Item)[]] ? One<Item> : One<Value>

type One<Value> = [Value] extends [Date | number | boolean]
  ? string
  : [Value] extends [string]
    ? string extends Value
      ? string | IdMember
      : readonly [EnumOf<Value>, string]
    : readonly [ObjectRef<SchemaTypes, NonNullable<Value>>, string]

/** Descriptions of all members of a structure except those handled elsewhere. A missing one is a compile error. */
export type Members<Aws, Handled extends keyof Aws = never> = {
  readonly [Name in Exclude<keyof Aws, Handled>]-?: Member<NonNullable<Aws[Name]>>
}

type AnyEnum = Pick<OpenEnum<string>, 'ref' | 'of'>
type AnyMember = string | IdMember | readonly [AnyEnum | ObjectRef<SchemaTypes, object>, string]

const SCALARS = { boolean: 'Boolean', integer: 'Int', string: 'String', timestamp: 'DateTime' } as const

/** Options for the fields of a structure. */
export interface MemberFields<Parent> {
  readonly structure: StructureName
  readonly members: object
  /** Members that may be absent although the service model requires them. */
  readonly nullable?: readonly string[] | undefined
  readonly awsOf: (parent: Parent) => object
}

/**
 * Returns the fields of an AWS structure: names in camelCase, lists never null, each enum with a raw field, and
 * required members non-null.
 */
export function memberFields<Parent>(
  t: PothosSchemaTypes.ObjectFieldBuilder<SchemaTypes, Parent>,
  { structure, members, nullable = [], awsOf }: MemberFields<Parent>,
) {
  const known = membersOf(structure)
  const fields: Record<string, ReturnType<typeof t.field>> = {}

  function field(
    name: string,
    type: unknown,
    described: FieldDescription,
    read: (value: unknown) => unknown,
  ) {
    const { member, isList, isRequired, isId = false, text } = described
    const memberOf = (parent: Parent) => (awsOf(parent) as Readonly<Record<string, unknown>>)[member]
    // AWS returns an empty string for text that was never set. Identifiers are passed through.
    const isAbsent = (value: unknown) => value === undefined || (value === '' && !isId)
    function list(parent: Parent): readonly unknown[] {
      const value = memberOf(parent)
      if (!Array.isArray(value)) return []
      return read === same ? value : value.map(read)
    }
    function one(parent: Parent): unknown {
      const value = memberOf(parent)
      const result = isAbsent(value) ? null : read(value)
      if (result === null && isRequired) throw absent(structure, member)
      return result
    }
    fields[name] = t.field({
      // Pothos cannot infer a type, nullability and resolver that are known only at run time.
      type: (isList ? [type] : type) as 'String',
      nullable: !isList && !isRequired,
      description: text,
      resolve: (isList ? list : one) as never,
    })
  }

  for (const [member, described] of Object.entries<AnyMember>(members as Record<string, AnyMember>)) {
    const found = known.get(member)
    if (found === undefined) throw new Error(`${structure} has no member ${member}.`)
    const { isList, type } = found
    const isRequired = found.isRequired && !nullable.includes(member)
    const common = { member, isList, isRequired }
    if (typeof described === 'string') {
      const text = describe(described, common)
      const read = type === 'timestamp' ? (value: unknown) => timeOf(value as Date) : same
      field(graphName(member), scalarOf(structure, member, found), { ...common, text }, read)
    } else if ('id' in described) {
      const text = describe(described.id, common)
      field(graphName(member), 'ID', { ...common, isId: true, text }, same)
    } else {
      const [of, text] = described
      if (isEnum(of)) {
        const listed = isRequired ? `${text} \`UNKNOWN\` if this release does not know the value.` : text
        const read = (value: unknown) => of.of(String(value)) ?? UNKNOWN
        field(graphName(member), of.ref, { ...common, text: describe(listed, common) }, read)
        const raw = `Raw AWS value of \`${graphName(member)}\`, including values that this release does not know.`
        const optional = { ...common, isRequired: false }
        field(rawName(member), 'String', { ...optional, text: describe(raw, optional) }, same)
      } else field(graphName(member), of, { ...common, text: describe(text, common) }, same)
    }
  }
  return fields
}

interface FieldDescription extends Pick<StructureMember, 'isList' | 'isRequired'> {
  readonly member: string
  readonly isId?: boolean
  readonly text: string
}

/** Creates the object type of a structure within a resource. */
export function defineStructure<Aws extends object>(options: {
  readonly name: string
  readonly structure: StructureName
  readonly description: string
  readonly members: Members<Aws>
  readonly nullable?: readonly (keyof Aws & string)[]
}): ObjectRef<SchemaTypes, Aws> {
  const { name, description } = options
  const ref = builder.objectRef<Aws>(name)
  ref.implement({ description, fields: (t) => memberFields(t, { ...options, awsOf: (aws) => aws }) })
  return ref
}

function scalarOf(structure: string, member: string, { type }: StructureMember): string {
  if (type === 'structure' || type === 'map') throw new Error(`${structure}.${member} needs an object type.`)
  return SCALARS[type]
}

function describe(
  text: string,
  { isList, isRequired }: Pick<StructureMember, 'isList' | 'isRequired'>,
): string {
  if (/\bnull\b|\bempty\b/i.test(text)) return text
  if (isList) return `${text} Empty if there are none.`
  return isRequired ? text : `${text} Null if AWS does not return it.`
}

function isEnum(of: AnyEnum | ObjectRef<SchemaTypes, object>): of is AnyEnum {
  return 'of' in of
}

function same(value: unknown): unknown {
  return value
}

function absent(structure: string, member: string): GraphQLError {
  return new GraphQLError(`AWS returned an invalid ${structure}: required member \`${member}\` is missing.`, {
    extensions: { code: 'UPSTREAM_UNREADABLE', retryable: false },
  })
}
