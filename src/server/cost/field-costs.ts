import {
  type GraphQLField,
  type GraphQLOutputType,
  getNamedType,
  getNullableType,
  isCompositeType,
  isEnumType,
  isListType,
} from 'graphql'
import { z } from 'zod'

/** A schema's `@cost` and `@listSize`, as Pothos keeps them. */
const directives = z.array(z.object({ name: z.string(), args: z.unknown().optional() })).default([])
const cost = z.object({ weight: z.coerce.number() })
const listSize = z.object({
  assumedSize: z.int().optional(),
  slicingArguments: z.array(z.string()).default([]),
  sizedFields: z.array(z.string()).default([]),
})

/** What the schema says of a field's cost. */
export interface FieldCost {
  readonly isComposite: boolean
  readonly isList: boolean
  /** Calls to AWS that it makes for each object: fields with a `@cost` do. */
  readonly calls: number
  /** Bytes of a leaf's value in an answer. */
  readonly valueBytes: number
  readonly listSize?: z.output<typeof listSize>
}

const TEXT_BYTES = 40
/** With quotes. */
const BYTES_BY_TYPE: Readonly<Record<string, number>> = {
  Boolean: 5,
  Int: 6,
  Float: 12,
  ID: 100,
  DateTime: 26,
}
const ENUM_BYTES = 16

/** Reads the costs of fields, each once. */
export function createFieldCosts(): (field: GraphQLField<unknown, unknown>) => FieldCost {
  const costs = new WeakMap<GraphQLField<unknown, unknown>, FieldCost>()
  return (field) => {
    const known = costs.get(field) ?? read(field)
    costs.set(field, known)
    return known
  }
}

function read({ type, extensions }: GraphQLField<unknown, unknown>): FieldCost {
  const applied = directives.parse(extensions['directives'])
  const [own] = applied.filter(({ name }) => name === 'cost').map(({ args }) => cost.parse(args))
  const [size] = applied.filter(({ name }) => name === 'listSize').map(({ args }) => listSize.parse(args))
  const named = getNamedType(type)
  return {
    isComposite: isCompositeType(named),
    isList: isListType(getNullableType<GraphQLOutputType>(type)),
    calls: (own?.weight ?? 0) > 1 ? 1 : 0,
    valueBytes: isEnumType(named) ? ENUM_BYTES : (BYTES_BY_TYPE[named.name] ?? TEXT_BYTES),
    ...(size && { listSize: size }),
  }
}
