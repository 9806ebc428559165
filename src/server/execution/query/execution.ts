import { CRITICAL_ERROR, defaultTypeResolver, type ExecutionContext } from '@graphql-tools/executor'
import { getArgumentValues, inspect, pathToArray } from '@graphql-tools/utils'
import { type ExecutionResult, GraphQLError, type GraphQLObjectType, locatedError } from 'graphql'
import type { PromiseOrValue } from 'graphql-yoga'
import { toError } from './error.ts'
import { FieldInfo, type Path } from './field-info.ts'
import { serializeLeaf } from './leaf.ts'
import type { PlannedField, Selection, Shape } from './plan.ts'
import { runtimeTypeOf } from './runtime-type.ts'
import { noteSizeBound, sizeBoundOfLeaf } from './size-bound.ts'

type Data = Record<string, unknown>

const NULL_BYTES = 4
const NO_ARGUMENTS = Object.freeze({})

/** Execution of one query. */
export class QueryExecution {
  readonly #context: ExecutionContext
  /** Arguments of the fields that were executed: all objects of a list share them. */
  readonly #arguments = new Map<PlannedField, Record<string, unknown>>()
  readonly #errors: GraphQLError[] = []
  /** Maximum size of the data as JSON in bytes. */
  #sizeBound = 0

  constructor(context: ExecutionContext) {
    this.#context = context
  }

  /** Executes the fields of the query. The promise never rejects. */
  run(selection: Selection): PromiseOrValue<ExecutionResult> {
    try {
      const data = this.#executeFields(selection, this.#context.rootValue, undefined)
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
    return this.#errors.length === 0 ? { data } : { errors: this.#errors, data }
  }

  #toFailure(error: unknown): ExecutionResult {
    this.#errors.push(error instanceof GraphQLError ? error : locatedError(error, undefined))
    return { errors: this.#errors, data: null }
  }

  #executeFields(
    { fields, hasProto }: Selection,
    source: unknown,
    path: Path | undefined,
  ): PromiseOrValue<Data> {
    const data: Data = hasProto ? Object.create(null) : {}
    let pending: Promise<void>[] | undefined
    this.#sizeBound += 2
    try {
      for (const field of fields) {
        const { responseName } = field
        const value = this.#executeField(field, source, path)
        if (isPromise(value)) {
          // Keeps the order of the fields.
          data[responseName] = undefined
          pending ??= []
          pending.push(
            value.then((settled) => {
              data[responseName] = settled
            }),
          )
        } else data[responseName] = value
      }
    } catch (error) {
      if (pending === undefined) throw error
      // The other fields may also reject.
      const rethrow = () => {
        throw error
      }
      return Promise.all(pending).then(rethrow, rethrow)
    }
    if (pending === undefined) return data
    const [only] = pending
    return (pending.length === 1 && only ? only : Promise.all(pending)).then(() => data)
  }

  #executeField(field: PlannedField, source: unknown, parentPath: Path | undefined): unknown {
    const info = new FieldInfo(this.#context, field, parentPath)
    this.#sizeBound += field.nameBytes
    try {
      const result = field.resolve(source, this.#argumentsOf(field), this.#context.contextValue, info)
      const completed = isPromise(result)
        ? result.then((value) => this.#complete(field, field.shape, value, info, undefined))
        : this.#complete(field, field.shape, result, info, undefined)
      return isPromise(completed)
        ? completed.then(undefined, (error: unknown) => this.#failField(field, error, info))
        : completed
    } catch (error) {
      return this.#failField(field, error, info)
    }
  }

  #argumentsOf(field: PlannedField): Record<string, unknown> {
    const { definition, nodes } = field
    if (definition.args.length === 0) return NO_ARGUMENTS
    const known = this.#arguments.get(field)
    if (known !== undefined) return known
    const [node] = nodes
    const values =
      node === undefined ? {} : getArgumentValues(definition, node, this.#context.variableValues.coerced)
    this.#arguments.set(field, values)
    return values
  }

  /** Records the errors of a field. @throws them if the field cannot be null */
  #failField(field: PlannedField, error: unknown, info: FieldInfo): null {
    const errors: readonly unknown[] = error instanceof AggregateError ? error.errors : [error]
    for (const each of errors) this.#fail(field, field.shape, each, info.path)
    return null
  }

  #fail({ nodes }: PlannedField, { isNonNull }: Shape, error: unknown, path: Path): null {
    const located = locatedError(toError(error), nodes, pathToArray(path))
    if (isNonNull || located.extensions[CRITICAL_ERROR]) throw located
    this.#errors.push(located)
    this.#sizeBound += NULL_BYTES
    return null
  }

  /** @param at path of the value; undefined for the value of the field itself */
  #complete(
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
        const name = resolveType(value, this.#context.contextValue, info, type)
        const complete = (resolved: string | undefined) =>
          this.#completeObject(
            field,
            runtimeTypeOf(resolved, type, field, this.#context),
            value,
            info,
            at ?? info.path,
          )
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
        const result = this.#completeItem(field, item, each, info, at)
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

  #completeItem(field: PlannedField, item: Shape, value: unknown, info: FieldInfo, path: Path): unknown {
    try {
      const completed = isPromise(value)
        ? value.then((settled) => this.#complete(field, item, settled, info, path))
        : this.#complete(field, item, value, info, path)
      return isPromise(completed)
        ? completed.then(undefined, (error: unknown) => this.#fail(field, item, error, path))
        : completed
    } catch (error) {
      return this.#fail(field, item, error, path)
    }
  }

  #completeObject(
    field: PlannedField,
    type: GraphQLObjectType,
    value: unknown,
    info: FieldInfo,
    path: Path,
  ): PromiseOrValue<Data> {
    const isOfType = type.isTypeOf?.(value, this.#context.contextValue, info) ?? true
    const execute = (passes: boolean) => {
      if (passes) return this.#executeFields(field.selectionFor(type), value, path)
      const message = `Expected value of type "${type.name}" but got: ${inspect(value)}.`
      throw new GraphQLError(message, { nodes: field.nodes })
    }
    return isPromise(isOfType) ? isOfType.then(execute) : execute(isOfType)
  }
}

function isIterable(value: unknown): value is Iterable<unknown> {
  return typeof value === 'object' && value !== null && Symbol.iterator in value
}

function isPromise<Value>(value: PromiseOrValue<Value>): value is Promise<Value> {
  return typeof value === 'object' && value !== null && 'then' in value && typeof value.then === 'function'
}
