import {
  type GraphQLInputType,
  type GraphQLNamedType,
  type GraphQLSchema,
  getNamedType,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isIntrospectionType,
  isListType,
  isNonNullType,
  isObjectType,
} from 'graphql'
import { SCOPES_EXTENSION } from '../../../src/schema/plugins/scopes-plugin.ts'

/** Something in a schema that can have scopes of its own. */
interface Guardable {
  readonly extensions: Readonly<Record<string, unknown>>
}

/** A guarded argument, or a guarded member of one. */
export interface GuardedArgument {
  /** E.g. `['filter', 'userIds']`. */
  readonly path: readonly string[]
  readonly scopes: readonly string[]
  /** Arguments of a call that give it. */
  readonly given: Readonly<Record<string, unknown>>
}

/** Returns the scopes that a type, field or argument declares. */
export function scopesOf({ extensions }: Guardable): readonly string[] {
  const scopes: unknown = extensions[SCOPES_EXTENSION] ?? []
  return Array.isArray(scopes) ? scopes : []
}

/**
 * Returns the scopes without which Pothos must reject a field: those of the field, its type and the interfaces of its
 * type. None for the fields of federation, which Pothos does not resolve.
 */
export function scopesToResolve({ type, field }: ReturnType<typeof fieldsOf>[number]): readonly string[] {
  if (!('pothosOptions' in field.extensions)) return []
  const scopes = [field, type, ...type.getInterfaces()].flatMap(({ extensions }) => {
    const options: { readonly authScopes?: { readonly scope?: unknown } } = Object(
      extensions['pothosOptions'],
    )
    return options.authScopes === undefined ? [] : [options.authScopes.scope].flat().map(String)
  })
  return [...new Set(scopes)]
}

interface Parameter extends Guardable {
  readonly name: string
  readonly type: GraphQLInputType
}

/** Returns the guarded arguments of a field, and the guarded members of its arguments. */
export function guardedArguments(parameters: readonly Parameter[]): readonly GuardedArgument[] {
  return walkParameters(parameters, () => true).flatMap(({ path, parameter }) =>
    scopesOf(parameter).length === 0
      ? []
      : [{ path, scopes: scopesOf(parameter), given: nested(path, sampleOf(parameter.type)) }],
  )
}

/** Returns arguments and members of arguments; descends into those that `enters` accepts. */
export function walkParameters(
  parameters: readonly Parameter[],
  enters: (parameter: Parameter) => boolean,
  above: readonly string[] = [],
  seen: ReadonlySet<GraphQLNamedType> = new Set(),
): readonly { readonly path: readonly string[]; readonly parameter: Parameter }[] {
  return parameters.filter(enters).flatMap((parameter) => {
    const path = [...above, parameter.name]
    const type = getNamedType(parameter.type)
    const members = isInputObjectType(type) && !seen.has(type) ? Object.values(type.getFields()) : []
    return [{ path, parameter }, ...walkParameters(members, enters, path, new Set([...seen, type]))]
  })
}

function nested(path: readonly string[], value: unknown): Readonly<Record<string, unknown>> {
  const [first = '', ...rest] = path
  return { [first]: rest.length === 0 ? value : nested(rest, value) }
}

function sampleOf(type: GraphQLInputType): unknown {
  if (isNonNullType(type)) return sampleOf(type.ofType)
  if (isListType(type)) return [sampleOf(type.ofType)]
  if (isEnumType(type)) return type.getValues()[0]?.value
  return isInputObjectType(type) ? {} : 'x'
}

/** Returns the fields of a schema's object types, e.g. `Query.image`. */
export function fieldsOf(schema: GraphQLSchema) {
  return Object.values(schema.getTypeMap())
    .filter(isObjectType)
    .filter((type) => !isIntrospectionType(type))
    .flatMap((type) =>
      Object.values(type.getFields()).map((field) => ({ type, field, name: `${type.name}.${field.name}` })),
    )
}

/** Returns the fields that a caller can resolve who lacks a scope, by way of others that it can resolve. */
export function reachableFields(schema: GraphQLSchema, lacking: readonly string[]) {
  const isOpen = (guardable: Guardable) => !scopesOf(guardable).some((scope) => lacking.includes(scope))
  const fields = fieldsOf(schema)
  const types = new Set<GraphQLNamedType>()
  const pending: GraphQLNamedType[] = [
    schema.getQueryType(),
    schema.getMutationType(),
    schema.getSubscriptionType(),
  ].filter((type) => type != null)
  const reached: typeof fields = []
  for (let type = pending.pop(); type !== undefined; type = pending.pop()) {
    if (types.has(type) || !isOpen(type)) continue
    types.add(type)
    if (isObjectType(type)) {
      for (const found of fields.filter((one) => one.type === type && isOpen(one.field))) {
        reached.push(found)
        pending.push(getNamedType(found.field.type))
      }
    } else if (isInterfaceType(type) || 'getTypes' in type) {
      pending.push(...schema.getPossibleTypes(type))
    }
  }
  return { fields: reached, isOpen }
}
