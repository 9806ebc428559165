import {
  defaultFieldResolver,
  type GraphQLFieldResolver,
  type GraphQLSchema,
  getNamedType,
  isCompositeType,
  isIntrospectionType,
  isObjectType,
} from 'graphql'
import type { Turns } from './turns.ts'

/** Context members that pacing requires. */
interface PacedContext {
  readonly signal: AbortSignal | undefined
  readonly turns: Turns
}

type Resolver = GraphQLFieldResolver<unknown, PacedContext>

/**
 * Lets large executions yield to the event loop: before each object of a list, and before each object that had to be
 * loaded. Executions that are not registered with `context.turns` resolve as usual.
 */
export function paceResolvers(schema: GraphQLSchema): GraphQLSchema {
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type) || isIntrospectionType(type)) continue
    for (const field of Object.values(type.getFields())) {
      if (isCompositeType(getNamedType(field.type))) {
        field.resolve = paced(field.resolve ?? defaultFieldResolver)
      }
    }
  }
  return schema
}

function paced(resolve: Resolver): Resolver {
  return (parent, args, context, info) => {
    const result: unknown = resolve(parent, args, context, info)
    const { signal, turns } = context
    if (signal === undefined || !turns.isRegistered(signal)) return result
    // Items are promises rather than an asynchronous iterable: while the executor awaits one item of an iterable, a
    // rejection of an earlier one is unhandled.
    const pace = (value: unknown) =>
      Array.isArray(value) ? value.map((item) => paceItem(item)) : turns.defer(signal, value)
    const paceItem = (item: unknown) =>
      item instanceof Promise ? item.then((value) => turns.defer(signal, value)) : turns.defer(signal, item)
    if (result instanceof Promise) return result.then(pace)
    return Array.isArray(result) ? pace(result) : result
  }
}
