import {
  type ExecutionArgs,
  type ExecutionResult,
  type FieldNode,
  type GraphQLField,
  type GraphQLNamedType,
  getNamedType,
  getOperationAST,
  isInterfaceType,
  isObjectType,
  Kind,
  OperationTypeNode,
  SchemaMetaFieldDef,
  type SelectionSetNode,
  TypeMetaFieldDef,
} from 'graphql'
import type { Plugin } from 'graphql-yoga'
import { recordOf } from '../observability/request-record.ts'
import { countOf, exceeded } from './exceeded.ts'
import { fragmentsOf } from './measure.ts'
import { askedItemsOf, createFieldCosts, type FieldCost, pageSizeOf } from './sizes.ts'

/** What a mutation costs beside its fields, as Apollo's router counts. */
const MUTATION_COST = 10

/**
 * What introspection may cost whatever `MAX_COST` is: the introspection query of graphql-js, with every option, costs
 * 16,424 over this schema, and tools cannot ask for less.
 */
const INTROSPECTION_COST = 25_000

/** What a selection set costs: once, and once more for each item of the lists whose length its parent tells. */
interface Price {
  readonly fixed: number
  readonly perItem: number
}

const FREE: Price = { fixed: 0, perItem: 0 }

/** Estimates the cost of each operation, notes it in the record, and refuses what costs too much; 0 means no limit. */
export function useCostLimit(maxCost: number): Plugin {
  const costOf = createCostEstimate()
  const check = (args: ExecutionArgs, stopWith: (result: ExecutionResult) => void) => {
    const cost = costOf(args)
    recordOf(args).cost = cost
    if (maxCost === 0 || cost <= maxCost) return
    const costOfData = costOf(args, { countsIntrospection: false })
    if (costOfData <= maxCost && cost - costOfData <= INTROSPECTION_COST) return
    const found = `The operation costs up to ${countOf(cost)}`
    stopWith({ errors: [exceeded('COST_TOO_HIGH', found, 'MAX_COST', maxCost)] })
  }
  return {
    onExecute: ({ args, setResultAndStopExecution }) => check(args, setResultAndStopExecution),
    onSubscribe: ({ args, setResultAndStopExecution }) => check(args, setResultAndStopExecution),
  }
}

/**
 * Makes what tells the cost of an operation, at most, before it is executed: an object weighs 1, a scalar nothing, a
 * field what its `@cost` says, and a list that times its length, which `@listSize` tells. All of it as Apollo's router
 * estimates it (https://ibm.github.io/graphql-specs/cost-spec.html), so that a router and the gateway agree about an
 * operation; what `@skip` and `@include` leave out is counted. The time is linear in the document.
 */
export function createCostEstimate(): (args: ExecutionArgs, options?: EstimateOptions) => number {
  const costOfField = createFieldCosts()
  return (args, options) => estimate(args, costOfField, options)
}

interface EstimateOptions {
  /** Whether `__schema` and `__type` are priced; true by default. */
  readonly countsIntrospection?: boolean
}

function estimate(
  { schema, document, operationName, variableValues }: ExecutionArgs,
  costOfField: (field: GraphQLField<unknown, unknown>) => FieldCost,
  { countsIntrospection = true }: EstimateOptions = {},
): number {
  const operation = getOperationAST(document, operationName)
  const root = operation && schema.getRootType(operation.operation)
  // Execution says what is wrong.
  if (!operation || !root) return 0
  const inputs = { operation, variables: variableValues ?? {} }
  const fragments = fragmentsOf(document.definitions)
  const priced = new Map<string, Price>()

  /** @param sized the fields of `type` that are as long as its parent tells. */
  function ofSelectionSet(
    { selections }: SelectionSetNode,
    type: GraphQLNamedType | undefined,
    sized: readonly string[],
  ): Price {
    let [fixed, perItem] = [0, 0]
    for (const node of selections) {
      const price =
        node.kind === Kind.FIELD
          ? ofField(node, type, sized)
          : node.kind === Kind.FRAGMENT_SPREAD
            ? ofFragment(node.name.value, sized)
            : ofSelectionSet(node.selectionSet, narrowed(type, node.typeCondition?.name.value), sized)
      fixed += price.fixed
      perItem += price.perItem
    }
    return { fixed, perItem }
  }

  function ofFragment(name: string, sized: readonly string[]): Price {
    const key = [name, ...sized].join(' ')
    const fragment = fragments.get(name)
    const known = priced.get(key)
    if (known !== undefined || fragment === undefined) return known ?? FREE
    const { selectionSet, typeCondition } = fragment
    const price = ofSelectionSet(selectionSet, schema.getType(typeCondition.name.value), sized)
    priced.set(key, price)
    return price
  }

  function ofField(node: FieldNode, type: GraphQLNamedType | undefined, sized: readonly string[]): Price {
    const field = fieldOf(type, node.name.value)
    if (field === undefined || (!countsIntrospection && isIntrospection(field))) return FREE
    const cost = costOfField(field)
    const { weight, isList, listSize: { sizedFields } = { sizedFields: [] } } = cost
    const pageSize = cost.listSize === undefined ? 0 : pageSizeOf(cost, field, node, inputs)
    const inside = node.selectionSet
      ? ofSelectionSet(node.selectionSet, getNamedType(field.type), sizedFields)
      : FREE
    const each = weight + inside.fixed + inside.perItem * pageSize
    if (sized.includes(field.name)) return { fixed: 0, perItem: each }
    if (!isList) return { fixed: each, perItem: 0 }
    const isPage = cost.listSize !== undefined && sizedFields.length === 0
    return { fixed: each * (isPage ? pageSize : askedItemsOf(node, inputs)), perItem: 0 }
  }

  function narrowed(type: GraphQLNamedType | undefined, to: string | undefined) {
    return to === undefined ? type : schema.getType(to)
  }

  const { fixed } = ofSelectionSet(operation.selectionSet, root, [])
  return fixed + (operation.operation === OperationTypeNode.MUTATION ? MUTATION_COST : 0)
}

function isIntrospection(field: GraphQLField<unknown, unknown>): boolean {
  return field === SchemaMetaFieldDef || field === TypeMetaFieldDef
}

/** `__typename` costs nothing, whatever type it is of. */
function fieldOf(
  type: GraphQLNamedType | undefined,
  name: string,
): GraphQLField<unknown, unknown> | undefined {
  if (name === SchemaMetaFieldDef.name) return SchemaMetaFieldDef
  if (name === TypeMetaFieldDef.name) return TypeMetaFieldDef
  return isObjectType(type) || isInterfaceType(type) ? type.getFields()[name] : undefined
}
