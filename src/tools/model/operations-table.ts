import {
  type GraphQLField,
  type GraphQLObjectType,
  type GraphQLSchema,
  getNamedType,
  isInterfaceType,
  isObjectType,
} from 'graphql'
import { z } from 'zod'
import type { OperationUse } from '../../schema/kit/operations.ts'

/** Field of the graph with its coordinate, for example `Query.appStreamFleets`. */
export interface Coordinate {
  readonly coordinate: string
  readonly field: GraphQLField<unknown, unknown>
}

const directives = z.array(z.object({ name: z.string(), args: z.unknown().optional() })).default([])
const cost = z.object({ weight: z.coerce.number() })

/** Types that only wrap the results of other fields. */
const WRAPPER = /(Connection|Edge|Event|Payload|Failure)$/

/** Root types, in the order of the table; other types follow by name. */
const ROOTS = ['Query', 'Mutation', 'Subscription']

/** Returns the table of AWS operations: fields that use each of them, calls, cost and IAM action. */
export function operationsTable(schema: GraphQLSchema, uses: readonly OperationUse[]): string {
  const lines = operationsOf(schema, uses).map(({ operation, calls, fields }) => {
    const names = fields.map(({ coordinate }) => `\`${coordinate}\``).join(', ')
    return `| \`${operation}\` | ${names} | ${calls.join('; ')} | ${costsOf(fields)} | \`appstream:${operation}\` |`
  })
  return `| Operation | Fields and mutations | AWS calls | Cost | IAM action |\n| --- | --- | --- | --- | --- |\n${lines.join('\n')}`
}

/** Operation of the graph, with all of its fields. */
export interface UsedOperation {
  readonly operation: string
  readonly calls: readonly string[]
  readonly fields: readonly Coordinate[]
}

/** Returns the operations of a graph by name. */
export function operationsOf(schema: GraphQLSchema, uses: readonly OperationUse[]): readonly UsedOperation[] {
  const all = coordinatesOf(schema)
  const alone = new Set(uses.filter(({ isOnly }) => isOnly).map(({ coordinate }) => coordinate))
  const ofTypes = all.filter(({ coordinate }) => !alone.has(coordinate))
  const byOperation = Map.groupBy(uses, ({ operation }) => operation)
  const sorted = [...byOperation].sort(([one], [other]) => (one < other ? -1 : 1))
  return sorted.map(([operation, used]) => {
    const fields = used.flatMap((use) =>
      fieldsOf(use.coordinate, use.coordinate.includes('.') ? all : ofTypes),
    )
    return {
      operation,
      calls: [...new Set(used.map(({ calls }) => calls))],
      fields: [...new Map(fields.map((field) => [field.coordinate, field])).values()].sort(compare),
    }
  })
}

/** Returns the fields of all types except wrappers. */
function coordinatesOf(schema: GraphQLSchema): readonly Coordinate[] {
  return Object.values(schema.getTypeMap())
    .filter((type): type is GraphQLObjectType => isObjectType(type) && !/^__/.test(type.name))
    .filter(({ name }) => !WRAPPER.test(name))
    .flatMap((type) =>
      Object.values(type.getFields()).map((field) => ({ coordinate: `${type.name}.${field.name}`, field })),
    )
}

/** Returns the field at a coordinate, or the fields that return a type. */
function fieldsOf(coordinate: string, all: readonly Coordinate[]): readonly Coordinate[] {
  if (coordinate.includes('.')) return all.filter((each) => each.coordinate === coordinate)
  return all.filter(
    ({ field, ...each }) => !each.coordinate.startsWith('Mutation.') && returns(field, coordinate),
  )
}

/** Returns true if a field returns a type, alone or in a connection or an event. */
function returns({ type }: GraphQLField<unknown, unknown>, typename: string): boolean {
  const named = getNamedType(type)
  if (named.name === typename) return true
  if (!WRAPPER.test(named.name) || !(isObjectType(named) || isInterfaceType(named))) return false
  return Object.values(named.getFields()).some((inner) => getNamedType(inner.type).name === typename)
}

/** Returns the costs of fields. Names the fields whose cost differs from that of the others. */
function costsOf(fields: readonly Coordinate[]): string {
  const byCost = Map.groupBy(fields, ({ field }) => weightOf(field))
  const [first, ...others] = [...byCost].sort(([, one], [, other]) => other.length - one.length)
  const named = others.map(
    ([weight, costing]) => `${weight} for ${costing.map(({ coordinate }) => `\`${coordinate}\``).join(', ')}`,
  )
  return [first?.[0] ?? '', ...named].join('; ')
}

function weightOf({ extensions }: GraphQLField<unknown, unknown>): number {
  const applied = directives.parse(extensions['directives']).find(({ name }) => name === 'cost')
  return applied === undefined ? 1 : cost.parse(applied.args).weight
}

function compare({ coordinate: one }: Coordinate, { coordinate: other }: Coordinate): number {
  return rank(one) - rank(other) || (one < other ? -1 : 1)
}

function rank(coordinate: string): number {
  const at = ROOTS.indexOf(coordinate.split('.')[0] ?? '')
  return at < 0 ? ROOTS.length : at
}
