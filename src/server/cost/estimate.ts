import {
  type ExecutionArgs,
  type FieldNode,
  type GraphQLField,
  type GraphQLNamedType,
  getNamedType,
  getOperationAST,
  isInterfaceType,
  isObjectType,
  Kind,
  SchemaMetaFieldDef,
  type SelectionSetNode,
  TypeMetaFieldDef,
  TypeNameMetaFieldDef,
} from 'graphql'
import { fragmentsOf } from '../limits/measure.ts'
import { type Inputs, literalsIn, valuesIn } from './arguments.ts'
import { createFieldCosts } from './field-costs.ts'
import { coversAllObjects, createIntrospectionSizes } from './introspection-sizes.ts'
import { createLengths, type KnownSizes } from './lengths.ts'
import { CPU, costOf, ERROR_BYTES, FREE, type Price, sum, times } from './price.ts'

/** Options of {@link createCostEstimate}. */
export interface EstimateOptions {
  readonly sizes: KnownSizes
}

/** Scope of an estimate. */
export interface EstimateScope {
  /** True to include `__schema` and `__type`. Default: true. */
  readonly countsIntrospection?: boolean
}

/** Position of a selection set. */
interface Place {
  /** Fields whose length equals the page size of their parent. */
  readonly sized: readonly string[]
  /** See `IntrospectionSizes`. */
  readonly coversAll: boolean
}

/** Price of a selection set: a fixed part, and a part for each item on the page of its parent. */
interface SelectionPrice {
  readonly fixed: Price
  readonly perItem: Price
}

const NOTHING: SelectionPrice = { fixed: FREE, perItem: FREE }
const ERROR: Price = { cpu: CPU.error, bytes: ERROR_BYTES, calls: 0 }
/** Bytes of quotes, colon and comma of a key, and of braces and comma of an object. */
const KEY_BYTES = 4
const OBJECT_BYTES = 3

/**
 * Creates the function that estimates the maximum cost of an operation before its execution, from the schema, the
 * arguments and the sizes of data that the inventory has read. Ignores `@skip` and `@include`, so that excluded
 * selections count. Takes linear time in the document and its variables.
 */
export function createCostEstimate({
  sizes,
}: EstimateOptions): (args: ExecutionArgs, scope?: EstimateScope) => number {
  const costOfField = createFieldCosts()
  const introspectionSizesOf = createIntrospectionSizes()

  function priceOf(
    { schema, document, operationName, variableValues }: ExecutionArgs,
    { countsIntrospection = true }: EstimateScope = {},
  ): Price {
    const operation = getOperationAST(document, operationName)
    const root = operation && schema.getRootType(operation.operation)
    // Execution will report the error.
    if (!operation || !root) return FREE
    const inputs: Inputs = { operation, variables: variableValues ?? {} }
    const lengths = createLengths(inputs, sizes, introspectionSizesOf(schema))
    const fragments = fragmentsOf(document.definitions)
    const priced = new Map<string, SelectionPrice>()

    function ofSelectionSet(
      { selections }: SelectionSetNode,
      type: GraphQLNamedType | undefined,
      place: Place,
    ): SelectionPrice {
      let { fixed, perItem } = NOTHING
      for (const node of selections) {
        const price =
          node.kind === Kind.FIELD
            ? ofField(node, type, place)
            : node.kind === Kind.FRAGMENT_SPREAD
              ? ofFragment(node.name.value, place)
              : ofSelectionSet(node.selectionSet, narrowed(type, node.typeCondition?.name.value), place)
        fixed = sum(fixed, price.fixed)
        perItem = sum(perItem, price.perItem)
      }
      return { fixed, perItem }
    }

    function ofFragment(name: string, place: Place): SelectionPrice {
      const key = [name, place.coversAll, ...place.sized].join(' ')
      const fragment = fragments.get(name)
      const known = priced.get(key)
      if (known !== undefined || fragment === undefined) return known ?? NOTHING
      const { selectionSet, typeCondition } = fragment
      const price = ofSelectionSet(selectionSet, schema.getType(typeCondition.name.value), place)
      priced.set(key, price)
      return price
    }

    function ofField(node: FieldNode, type: GraphQLNamedType | undefined, place: Place): SelectionPrice {
      const field = fieldOf(type, node.name.value)
      if (type === undefined || field === undefined) return NOTHING
      if (!countsIntrospection && isIntrospection(field)) return NOTHING
      const cost = costOfField(field)
      const coordinate = `${type.name}.${field.name}`
      const keyBytes = (node.alias ?? node.name).value.length + KEY_BYTES
      const arguments_ = literalsIn(node) * CPU.inputValue
      const length = lengths.of({ field, node, cost, coordinate, coversAll: place.coversAll })
      // Selections below a failed field are not executed.
      if (length === 'fails') return { fixed: ERROR, perItem: FREE }
      const { page, items, events, filtered } = length
      const once: Price = {
        cpu: arguments_ + filtered * CPU.filteredItem,
        bytes: keyBytes,
        calls: cost.calls,
      }
      if (!cost.isComposite) {
        const values = { cpu: CPU.leaf, bytes: sizes.valueBytes(coordinate) ?? cost.valueBytes, calls: 0 }
        return { fixed: sum(once, times(values, items)), perItem: FREE }
      }
      const below = {
        sized: cost.listSize?.sizedFields ?? [],
        coversAll: coversAllObjects(field.name, place.coversAll),
      }
      const inside = node.selectionSet
        ? ofSelectionSet(node.selectionSet, getNamedType(field.type), below)
        : NOTHING
      const object = { cpu: CPU.object, bytes: OBJECT_BYTES, calls: 0 }
      const ofPage = page === undefined ? FREE : { cpu: CPU.page + page * CPU.pageItem, bytes: 0, calls: 0 }
      const each = sum(sum(object, ofPage), sum(inside.fixed, times(inside.perItem, page ?? 0)))
      if (place.sized.includes(field.name)) return { fixed: once, perItem: each }
      const whole = sum(once, times(each, items * events))
      return { fixed: isIntrospection(field) ? slowed(whole) : whole, perItem: FREE }
    }

    function narrowed(type: GraphQLNamedType | undefined, to: string | undefined) {
      return to === undefined ? type : schema.getType(to)
    }

    const { fixed } = ofSelectionSet(operation.selectionSet, root, { sized: [], coversAll: true })
    const coercion = { cpu: valuesIn(inputs.variables) * CPU.inputValue, bytes: 0, calls: 0 }
    return sum(fixed, coercion)
  }

  return (args, scope) => {
    const price = priceOf(args, scope)
    return price === FREE ? 0 : costOf(price)
  }
}

function fieldOf(
  type: GraphQLNamedType | undefined,
  name: string,
): GraphQLField<unknown, unknown> | undefined {
  if (name === SchemaMetaFieldDef.name) return SchemaMetaFieldDef
  if (name === TypeMetaFieldDef.name) return TypeMetaFieldDef
  if (name === TypeNameMetaFieldDef.name) return TypeNameMetaFieldDef
  return isObjectType(type) || isInterfaceType(type) ? type.getFields()[name] : undefined
}

function isIntrospection(field: GraphQLField<unknown, unknown>): boolean {
  return field === SchemaMetaFieldDef || field === TypeMetaFieldDef
}

function slowed({ cpu, bytes, calls }: Price): Price {
  return { cpu: cpu * CPU.introspectionFactor, bytes, calls }
}
