import type { GraphQLResolveInfo } from 'graphql'
import type { PlannedField } from './plan.ts'
import type { Query } from './query.ts'

/** Position in the response. */
export type Path = GraphQLResolveInfo['path']

const ASYNC_HELPERS = {
  promiseAll: <T>(values: readonly (PromiseLike<T> | T)[]): Promise<T[]> => Promise.all(values),
  track: () => {},
}

/** Information about a field for its resolver. The path is created at first use, because few resolvers read it. */
export class FieldInfo implements GraphQLResolveInfo {
  readonly #query: Query
  readonly #field: PlannedField
  readonly #parentPath: Path | undefined
  #path: Path | undefined

  constructor(query: Query, field: PlannedField, parentPath: Path | undefined) {
    this.#query = query
    this.#field = field
    this.#parentPath = parentPath
  }

  get path(): Path {
    const { responseName, parentType } = this.#field
    this.#path ??= { prev: this.#parentPath, key: responseName, typename: parentType.name }
    return this.#path
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
    return this.#query.schema
  }

  get fragments() {
    return this.#query.fragments
  }

  get rootValue() {
    return this.#query.rootValue
  }

  get operation() {
    return this.#query.operation
  }

  get variableValues() {
    return this.#query.variableValues
  }

  // Members of graphql-js 17, which Yoga's executor also provides. Queries have no signal but that of their context.

  getAbortSignal(): undefined {}

  getAsyncHelpers() {
    return ASYNC_HELPERS
  }
}
