import { inspect } from '@graphql-tools/utils'
import {
  defaultTypeResolver,
  type ExecutionResult,
  GraphQLError,
  type GraphQLObjectType,
  getArgumentValues,
  locatedError,
  responsePathAsArray,
} from 'graphql'
import type { PromiseOrValue } from 'graphql-yoga'
import { FieldErrors } from './errors.ts'
import { FieldInfo, type Path } from './field-info.ts'
import { serializeLeaf } from './leaf.ts'
import type { PlannedField, Selection, Shape } from './plan.ts'
import type { Query } from './query.ts'
import { runtimeTypeOf } from './runtime-type.ts'
import { noteSizeBound, sizeBoundOfLeaf } from './size-bound.ts'

type Data = Record<string, unknown>

const NULL_BYTES = 4
const NO_ARGUMENTS = Object.freeze({})

/** Execution of one query, with the results and messages of graphql-js. Synchronous unless a resolver returns a promise. */
export class QueryExecution {
  readonly #query: Query
  /** Arguments of the fields that were executed: all objects of a list share them. */
  readonly #arguments = new Map<PlannedField, Readonly<Record<string, unknown>>>()
  readonly #errors = new FieldErrors()
  /** Maximum size of the data as JSON in bytes. */
  #sizeBound = 0

  constructor(query: Query) {
    this.#query = query
  }

  /** Executes the query. The promise never rejects. */
  run(planOf: (query: Query) => Selection): PromiseOrValue<ExecutionResult> {
    try {
      const data = this.#executeFields(planOf(this.#query), this.#query.rootValue, undefined)
      if (!isPromise(data)) return this.#toResult(data)
      return data.then(
        (settled) => this.#toResult(settled),
        (error: unknown) => this.#toFailure(error),
      )
    } catch (error) {
      return this.#toFailure(error)
    }
  }

  #toResult(data: Data): ExecutionResult {
    noteSizeBound(data, this.#sizeBound)
    const errors = this.#errors.list
    return errors.length === 0 ? { data } : { errors, data }
  }

  #toFailure(error: unknown): ExecutionResult {
    this.#errors.add(error instanceof GraphQLError ? error : locatedError(error, undefined), undefined)
    return { errors: this.#errors.list, data: null }
  }

  #executeFields(
    { fields, hasProto }: Selection,
    source: unknown,
    path: Path | undefined,
  ): PromiseOrValue<Data> {
    const data: Data = hasProto ? Object.create(null) : {}
    let pending: string[] | undefined
    this.#sizeBound += 2
    try {
      for (const field of fields) {
        const { responseName } = field
        const value = this.#executeField(field, source, path)
        // A promise keeps the place of its value, for the order of the fields.
        data[responseName] = value
        if (!isPromise(value)) continue
        pending ??= []
        pending.push(responseName)
      }
    } catch (error) {
      if (pending === undefined) throw error
      // The other fields may also reject.
      return settle(data, pending).finally(() => {
        throw error
      })
    }
    return pending === undefined ? data : settle(data, pending)
  }

  #executeField(field: PlannedField, source: unknown, parentPath: Path | undefined): unknown {
    const info = new FieldInfo(this.#query, field, parentPath)
    this.#sizeBound += field.nameBytes
    try {
      const result = field.resolve(source, this.#argumentsOf(field), this.#query.contextValue, info)
      const completed = isPromise(result)
        ? result.then((value) => this.#completeValue(field, field.shape, value, info, undefined))
        : this.#completeValue(field, field.shape, result, info, undefined)
      return isPromise(completed)
        ? completed.then(undefined, (error: unknown) =>
            this.#handleError(field, field.shape, error, info.path),
          )
        : completed
    } catch (error) {
      return this.#handleError(field, field.shape, error, info.path)
    }
  }

  #argumentsOf(field: PlannedField): Readonly<Record<string, unknown>> {
    const { definition, nodes } = field
    if (definition.args.length === 0) return NO_ARGUMENTS
    const known = this.#arguments.get(field)
    if (known !== undefined) return known
    const [node] = nodes
    if (node === undefined) return NO_ARGUMENTS
    const values = Object.freeze(getArgumentValues(definition, node, this.#query.variableValues))
    this.#arguments.set(field, values)
    return values
  }

  /** Records the error of a value, and returns null in its place. @throws {GraphQLError} if it cannot be null */
  #handleError({ nodes }: PlannedField, { isNonNull }: Shape, thrown: unknown, path: Path): null {
    const error = locatedError(thrown, nodes, responsePathAsArray(path))
    if (isNonNull) throw error
    this.#errors.add(error, path)
    this.#sizeBound += NULL_BYTES
    return null
  }

  /** @param at path of the value; undefined for the value of the field itself */
  #completeValue(
    field: PlannedField,
    shape: Shape,
    value: unknown,
    info: FieldInfo,
    at: Path | undefined,
  ): unknown {
    if (value instanceof Error) throw value
    if (value === null || value === undefined) {
      if (shape.isNonNull) {
        throw new Error(
          `Cannot return null for non-nullable field ${info.parentType.name}.${info.fieldName}.`,
        )
      }
      this.#sizeBound += NULL_BYTES
      return null
    }
    switch (shape.kind) {
      case 'leaf': {
        const serialized = serializeLeaf(shape.type, value)
        this.#sizeBound += sizeBoundOfLeaf(serialized)
        return serialized
      }
      case 'object':
        return this.#completeObject(field, shape.type, value, info, at ?? info.path)
      case 'list':
        return this.#completeList(field, shape.item, value, info, at ?? info.path)
      case 'abstract': {
        const { type } = shape
        const resolveType = type.resolveType ?? defaultTypeResolver
        const name = resolveType(value, this.#query.contextValue, info, type)
        const complete = (resolved: string | undefined) => {
          const runtimeType = runtimeTypeOf(resolved, type, value, field, this.#query.schema)
          return this.#completeObject(field, runtimeType, value, info, at ?? info.path)
        }
        return isPromise(name) ? name.then(complete) : complete(name)
      }
    }
  }

  #completeList(field: PlannedField, item: Shape, value: unknown, info: FieldInfo, path: Path): unknown {
    if (!isIterable(value)) {
      throw new GraphQLError(
        `Expected Iterable, but did not find one for field "${info.parentType.name}.${info.fieldName}".`,
      )
    }
    const completed: unknown[] = []
    let hasPromise = false
    this.#sizeBound += 2
    try {
      for (const each of value) {
        const at = { prev: path, key: completed.length, typename: undefined }
        const result = this.#completeListItem(field, item, each, info, at)
        this.#sizeBound += 1
        if (isPromise(result)) hasPromise = true
        completed.push(result)
      }
    } catch (error) {
      // The items before may also reject.
      if (hasPromise) Promise.allSettled(completed)
      throw error
    }
    return hasPromise ? Promise.all(completed) : completed
  }

  #completeListItem(field: PlannedField, item: Shape, value: unknown, info: FieldInfo, path: Path): unknown {
    try {
      const completed = isPromise(value)
        ? value.then((settled) => this.#completeValue(field, item, settled, info, path))
        : this.#completeValue(field, item, value, info, path)
      return isPromise(completed)
        ? completed.then(undefined, (error: unknown) => this.#handleError(field, item, error, path))
        : completed
    } catch (error) {
      return this.#handleError(field, item, error, path)
    }
  }

  #completeObject(
    field: PlannedField,
    type: GraphQLObjectType,
    value: unknown,
    info: FieldInfo,
    path: Path,
  ): PromiseOrValue<Data> {
    const { nodes } = field
    const selection = field.selectionFor(type)
    const execute = (isOfType: boolean) => {
      if (isOfType) return this.#executeFields(selection, value, path)
      throw new GraphQLError(`Expected value of type "${type.name}" but got: ${inspect(value)}.`, { nodes })
    }
    const isOfType = type.isTypeOf ? type.isTypeOf(value, this.#query.contextValue, info) : true
    return isPromise(isOfType) ? isOfType.then(execute) : execute(isOfType)
  }
}

/** Replaces the promises in data with their values. */
async function settle(data: Data, names: readonly string[]): Promise<Data> {
  const values = await Promise.all(names.map((name) => data[name]))
  for (const [index, name] of names.entries()) data[name] = values[index]
  return data
}

function isIterable(value: unknown): value is Iterable<unknown> {
  return (
    typeof value === 'object' &&
    value !== null &&
    Symbol.iterator in value &&
    typeof value[Symbol.iterator] === 'function'
  )
}

/** Unlike the functions of this name in packages, returns false for data with a field `then`. */
function isPromise<Value>(value: PromiseOrValue<Value>): value is Promise<Value> {
  return typeof value === 'object' && value !== null && 'then' in value && typeof value.then === 'function'
}
