import { defaultFieldResolver, getFieldDef } from '@graphql-tools/executor'
import { collectFields, type VariableValues } from '@graphql-tools/utils'
import {
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLAbstractType,
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
  type SelectionSetNode,
} from 'graphql'

/** Sources from which fields are collected. */
export interface PlanSource {
  readonly schema: GraphQLSchema
  readonly fragments: Readonly<Record<string, FragmentDefinitionNode>>
  /** Decide which fields `@skip` and `@include` leave out. */
  readonly variableValues: VariableValues
}

/** Output type without its wrapper for non-null values. */
export type Shape = { readonly isNonNull: boolean } & (
  | { readonly kind: 'leaf'; readonly type: GraphQLLeafType }
  | { readonly kind: 'object'; readonly type: GraphQLObjectType }
  | { readonly kind: 'abstract'; readonly type: GraphQLAbstractType }
  | { readonly kind: 'list'; readonly item: Shape }
)

/** Fields to execute for an object, with their definitions. */
export interface Selection {
  readonly fields: readonly PlannedField[]
  /** True if a response name is that of the accessor of prototypes, which plain objects cannot have as a member. */
  readonly hasProto: boolean
}

/** Returns the fields of a selection set, in the order of the response. */
export function planSelection(
  source: PlanSource,
  type: GraphQLObjectType,
  selectionSet: SelectionSetNode,
): Selection {
  const { schema, fragments, variableValues } = source
  const collected = collectFields(schema, fragments, variableValues, type, selectionSet).fields
  const fields: PlannedField[] = []
  for (const [responseName, nodes] of collected) {
    const [node] = nodes
    const definition = node && getFieldDef(schema, type, node)
    if (definition) fields.push(new PlannedField(source, responseName, nodes, type, definition))
  }
  return { fields, hasProto: collected.has('__proto__') }
}

/** Field of a selection. A class, because a plan is created for every new document. */
export class PlannedField {
  readonly responseName: string
  readonly nodes: FieldNode[]
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
    nodes: FieldNode[],
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

  /** Returns the selection for an object that the field returned. */
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
