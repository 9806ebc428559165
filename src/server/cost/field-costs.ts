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

/** Directives `@cost` and `@listSize` of a schema, as stored by Pothos. */
const directives = z.array(z.object({ name: z.string(), args: z.unknown().optional() })).default([])
const cost = z.object({ weight: z.coerce.number() })
const listSize = z.object({
  assumedSize: z.int().optional(),
  slicingArguments: z.array(z.string()).default([]),
  sizedFields: z.array(z.string()).default([]),
})

/** Cost of a field according to the schema. */
export interface FieldCost {
  readonly isComposite: boolean
  readonly isList: boolean
  /** AWS calls per object. Only fields with `@cost` make calls. */
  readonly calls: number
  /** Size of a leaf value in a response, in bytes. */
  readonly valueBytes: number
  readonly listSize?: z.output<typeof listSize>
}

const TEXT_BYTES = 40
/** Including quotes. */
const BYTES_BY_TYPE: Readonly<Record<string, number>> = {
  Boolean: 5,
  Int: 6,
  Float: 12,
  ID: 100,
  DateTime: 26,
}
const ENUM_BYTES = 16

/** Creates a reader of field costs, which reads each field once. */
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
