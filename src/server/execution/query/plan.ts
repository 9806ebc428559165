import { collectFields } from '@graphql-tools/utils'
import {
  type DocumentNode,
  defaultFieldResolver,
  type FieldNode,
  type GraphQLAbstractType,
  GraphQLError,
  type GraphQLField,
  type GraphQLFieldResolver,
  type GraphQLLeafType,
  GraphQLObjectType,
  type GraphQLOutputType,
  type GraphQLSchema,
  isLeafType,
  isListType,
  isNonNullType,
  Kind,
  type OperationDefinitionNode,
  SchemaMetaFieldDef,
  type SelectionSetNode,
  TypeMetaFieldDef,
  TypeNameMetaFieldDef,
} from 'graphql'
import type { Query } from './query.ts'

/** Fields to execute for an object. */
export interface Selection {
  /** In the order of the response. */
  readonly fields: readonly PlannedField[]
  /** True if a response name is that of the accessor of prototypes, which plain objects cannot have as a member. */
  readonly hasProto: boolean
}

/** Output type without its wrapper for non-null values. */
export type Shape = { readonly isNonNull: boolean } & (
  | { readonly kind: 'leaf'; readonly type: GraphQLLeafType }
  | { readonly kind: 'object'; readonly type: GraphQLObjectType }
  | { readonly kind: 'abstract'; readonly type: GraphQLAbstractType }
  | { readonly kind: 'list'; readonly item: Shape }
)

/** Parts of a query that determine its fields: the variables through `@skip` and `@include`. */
type PlanSource = Pick<Query, 'schema' | 'fragments' | 'variableValues'>

interface Plan {
  readonly schema: GraphQLSchema
  readonly document: DocumentNode
  readonly selection: Selection
}

const NO_VARIABLES = Object.freeze({})

/** Creates a function that returns the root selection of a query. It plans a document without directives only once. */
export function createPlanner(): (query: Query) => Selection {
  const plans = new WeakMap<OperationDefinitionNode, Plan>()
  return (query) => {
    const { schema, document, operation, fragments } = query
    const known = plans.get(operation)
    if (known?.schema === schema && known.document === document) return known.selection
    const type = schema.getQueryType()
    if (!type) {
      throw new GraphQLError('Schema is not configured to execute query operation.', { nodes: operation })
    }
    // Without directives, the fields do not depend on the variables.
    const isReusable = document.loc?.source.body.includes('@') === false
    const variableValues = isReusable ? NO_VARIABLES : query.variableValues
    const selection = planSelection({ schema, fragments, variableValues }, type, operation.selectionSet)
    if (isReusable) plans.set(operation, { schema, document, selection })
    return selection
  }
}

/** @throws {GraphQLError} if a variable of `@skip` or `@include` is null */
function planSelection(
  source: PlanSource,
  type: GraphQLObjectType,
  selectionSet: SelectionSetNode,
): Selection {
  const { schema, fragments, variableValues } = source
  const variables = { coerced: variableValues, sources: {} }
  const collected = collectFields(schema, fragments, variables, type, selectionSet).fields
  const fields: PlannedField[] = []
  for (const [responseName, nodes] of collected) {
    const [node] = nodes
    const definition = node && definitionOf(schema, type, node)
    if (definition) fields.push(new PlannedField(source, responseName, nodes, type, definition))
  }
  return { fields, hasProto: collected.has('__proto__') }
}

function definitionOf(
  schema: GraphQLSchema,
  type: GraphQLObjectType,
  { name: { value: name } }: FieldNode,
): GraphQLField<unknown, unknown> | undefined {
  if (name === TypeNameMetaFieldDef.name) return TypeNameMetaFieldDef
  if (type === schema.getQueryType()) {
    if (name === SchemaMetaFieldDef.name) return SchemaMetaFieldDef
    if (name === TypeMetaFieldDef.name) return TypeMetaFieldDef
  }
  return type.getFields()[name]
}

/** Field of a selection. A class, because one is created for every field of a new document. */
export class PlannedField {
  readonly responseName: string
  /** Nodes of the document that select the field; they have the same arguments. */
  readonly nodes: readonly FieldNode[]
  readonly parentType: GraphQLObjectType
  readonly definition: GraphQLField<unknown, unknown>
  readonly resolve: GraphQLFieldResolver<unknown, unknown>
  readonly shape: Shape
  /** Bytes of the name in the response, with quotes, colon and comma. */
  readonly nameBytes: number
  readonly #source: PlanSource
  #selections: Map<GraphQLObjectType, Selection> | undefined

  constructor(
    source: PlanSource,
    responseName: string,
    nodes: readonly FieldNode[],
    parentType: GraphQLObjectType,
    definition: GraphQLField<unknown, unknown>,
  ) {
    this.responseName = responseName
    this.nodes = nodes
    this.parentType = parentType
    this.definition = definition
    this.resolve = definition.resolve ?? defaultFieldResolver
    this.shape = shapeOf(definition.type)
    this.nameBytes = responseName.length + 4
    this.#source = source
  }

  /** Returns the selection for an object of a type that the field returned. */
  selectionFor(type: GraphQLObjectType): Selection {
    this.#selections ??= new Map()
    const known = this.#selections.get(type)
    if (known !== undefined) return known
    const selections = this.nodes.flatMap(({ selectionSet }) => selectionSet?.selections ?? [])
    const selection = planSelection(this.#source, type, { kind: Kind.SELECTION_SET, selections })
    this.#selections.set(type, selection)
    return selection
  }
}

function shapeOf(type: GraphQLOutputType): Shape {
  const isNonNull = isNonNullType(type)
  const nullable = isNonNull ? type.ofType : type
  if (isListType(nullable)) return { isNonNull, kind: 'list', item: shapeOf(nullable.ofType) }
  if (isLeafType(nullable)) return { isNonNull, kind: 'leaf', type: nullable }
  return nullable instanceof GraphQLObjectType
    ? { isNonNull, kind: 'object', type: nullable }
    : { isNonNull, kind: 'abstract', type: nullable }
}
