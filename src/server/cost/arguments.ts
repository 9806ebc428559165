import {
  type FieldNode,
  type GraphQLField,
  Kind,
  type OperationDefinitionNode,
  type ValueNode,
} from 'graphql'

/** Arguments and variables of a request. */
export interface Inputs {
  readonly operation: OperationDefinitionNode
  readonly variables: Readonly<Record<string, unknown>>
}

/** Value of an argument. For a list in the document, only the length is meaningful. */
type Argument = unknown

/**
 * Returns the value of an argument as in execution: a null variable yields null, an absent variable its default, and an
 * absent argument the default of the schema.
 */
export function argumentOf(
  name: string,
  field: GraphQLField<unknown, unknown>,
  node: FieldNode,
  inputs: Inputs,
): Argument {
  const nodes = node.arguments?.find((argument) => argument.name.value === name)
  const value = nodes && resolved(nodes.value, inputs)
  return value === undefined ? field.args.find((argument) => argument.name === name)?.defaultValue : value
}

/** Returns the length of the longest list argument of a field (`nodes`, `_entities`). Undefined if it has none. */
export function askedItemsOf(
  field: GraphQLField<unknown, unknown>,
  node: FieldNode,
  inputs: Inputs,
): number | undefined {
  const lengths = (node.arguments ?? []).flatMap(({ name }) => {
    const value = argumentOf(name.value, field, node, inputs)
    return Array.isArray(value) ? [value.length] : []
  })
  return lengths.length > 0 ? Math.max(...lengths) : undefined
}

/** Counts the values in the arguments of a field, which are coerced on each execution of the field. */
export function literalsIn({ arguments: nodes = [] }: FieldNode): number {
  return nodes.reduce((count, { value }) => count + literals(value), 0)
}

function literals(node: ValueNode): number {
  switch (node.kind) {
    case Kind.LIST:
      return node.values.reduce((count, value) => count + literals(value), 1)
    case Kind.OBJECT:
      return node.fields.reduce((count, { value }) => count + literals(value), 1)
    default:
      return 1
  }
}

/**
 * Counts the values in the variables. They are coerced once per operation, unlike literals (see {@link literalsIn}).
 */
export function valuesIn(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 1
  let count = 1
  for (const inner of Object.values(value)) count += valuesIn(inner)
  return count
}

/**
 * Returns the value of a node; undefined if absent. For a list, only the length is meaningful; an object is empty.
 */
function resolved(node: ValueNode, inputs: Inputs): unknown {
  switch (node.kind) {
    case Kind.NULL:
      return null
    case Kind.INT:
      return Number(node.value)
    case Kind.LIST:
      return node.values
    case Kind.STRING:
    case Kind.ENUM:
      return node.value
    case Kind.BOOLEAN:
      return node.value
    case Kind.OBJECT:
      return {}
    case Kind.VARIABLE: {
      const { name } = node
      if (Object.hasOwn(inputs.variables, name.value)) return inputs.variables[name.value]
      const definitions = inputs.operation.variableDefinitions ?? []
      const fallback = definitions.find(({ variable }) => variable.name.value === name.value)?.defaultValue
      return fallback && resolved(fallback, inputs)
    }
    default:
      return undefined
  }
}
