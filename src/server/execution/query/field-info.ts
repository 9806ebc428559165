import { buildResolveInfo, type ExecutionContext } from '@graphql-tools/executor'
import type { GraphQLResolveInfo } from 'graphql'
import type { PlannedField } from './plan.ts'

/** Position in the response. */
export type Path = GraphQLResolveInfo['path']

/** Information about a field for its resolver. Created at first use, because few resolvers read any of it. */
export class FieldInfo implements GraphQLResolveInfo {
  readonly #context: ExecutionContext
  readonly #field: PlannedField
  readonly #parentPath: Path | undefined
  #path: Path | undefined
  #info: GraphQLResolveInfo | undefined

  constructor(context: ExecutionContext, field: PlannedField, parentPath: Path | undefined) {
    this.#context = context
    this.#field = field
    this.#parentPath = parentPath
  }

  get path(): Path {
    const { responseName, parentType } = this.#field
    this.#path ??= { prev: this.#parentPath, key: responseName, typename: parentType.name }
    return this.#path
  }

  get #all(): GraphQLResolveInfo {
    const { definition, nodes, parentType } = this.#field
    this.#info ??= buildResolveInfo(this.#context, definition, nodes, parentType, this.path)
    return this.#info
  }

  get fieldName() {
    return this.#field.definition.name
  }

  get fieldNodes() {
    return this.#field.nodes
  }

  get returnType() {
    return this.#field.definition.type
  }

  get parentType() {
    return this.#field.parentType
  }

  get schema() {
    return this.#context.schema
  }

  get fragments() {
    return this.#context.fragments
  }

  get rootValue() {
    return this.#context.rootValue
  }

  get operation() {
    return this.#context.operation
  }

  get variableValues() {
    return this.#all.variableValues
  }

  get getAbortSignal() {
    return this.#all.getAbortSignal
  }

  get getAsyncHelpers() {
    return this.#all.getAsyncHelpers
  }
}
