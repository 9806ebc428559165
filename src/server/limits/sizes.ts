import {
  type FieldNode,
  type GraphQLField,
  type GraphQLOutputType,
  getNamedType,
  getNullableType,
  isCompositeType,
  isListType,
  Kind,
  type OperationDefinitionNode,
  type ValueNode,
} from 'graphql'
import { z } from 'zod'

/** How long a list is of which nothing is known: applications, errors and the like, which come with their object. */
const ASSUMED_LIST_SIZE = 10

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
  /** Of one object that it gives. */
  readonly weight: number
  readonly isList: boolean
  readonly listSize?: z.output<typeof listSize>
}

/** What a request says of sizes. */
export interface Inputs {
  readonly operation: OperationDefinitionNode
  readonly variables: Readonly<Record<string, unknown>>
}

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
  return {
    weight: own?.weight ?? (isCompositeType(getNamedType(type)) ? 1 : 0),
    isList: isListType(getNullableType<GraphQLOutputType>(type)),
    ...(size && { listSize: size }),
  }
}

/** The page that a field is asked for: the larger one of `first` and `last`, or else the size that is assumed. */
export function pageSizeOf(
  { listSize }: FieldCost,
  field: GraphQLField<unknown, unknown>,
  node: FieldNode,
  inputs: Inputs,
): number {
  const sizes = (listSize?.slicingArguments ?? []).flatMap((name) => {
    const given = node.arguments?.find((argument) => argument.name.value === name)
    const fallback = field.args.find((argument) => argument.name === name)?.defaultValue
    const size = (given && inputOf(given.value, inputs)) ?? fallback
    return typeof size === 'number' && size >= 0 ? [size] : []
  })
  return sizes.length > 0 ? Math.max(...sizes) : (listSize?.assumedSize ?? ASSUMED_LIST_SIZE)
}

/** As many items as the longest list that a field is asked with has (`nodes`, `_entities`). */
export function askedItemsOf(node: FieldNode, inputs: Inputs): number {
  const lengths = (node.arguments ?? []).flatMap(({ value }) => {
    const given = inputOf(value, inputs)
    return Array.isArray(given) ? [given.length] : []
  })
  return lengths.length > 0 ? Math.max(...lengths) : ASSUMED_LIST_SIZE
}

/** A number, or a list as long as the one that is meant; what else there is has no size. */
function inputOf(node: ValueNode, inputs: Inputs): unknown {
  switch (node.kind) {
    case Kind.INT:
      return Number(node.value)
    case Kind.LIST:
      return node.values
    case Kind.VARIABLE: {
      const { name } = node
      const definitions = inputs.operation.variableDefinitions ?? []
      const fallback = definitions.find(({ variable }) => variable.name.value === name.value)?.defaultValue
      return inputs.variables[name.value] ?? (fallback && inputOf(fallback, inputs))
    }
    default:
      return undefined
  }
}
