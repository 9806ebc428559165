import {
  type GraphQLFieldMap,
  type GraphQLInputFieldMap,
  type GraphQLInputType,
  type GraphQLOutputType,
  type GraphQLSchema,
  getNamedType,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isObjectType,
  isUnionType,
} from 'graphql'
import type { OperationModel, ServiceModel, Shape } from '../../emulator/model.ts'
import { capitalized, graphName } from '../../schema/kit/names.ts'
import type { OperationUse } from '../../schema/kit/operations.ts'

/** Part of the service model that the graph lacks. */
export interface Gap {
  /** Kind and name, for example `output Fleet.Name`; the key of its reason in `left-out.ts`. */
  readonly id: string
  /** Instruction for a maintainer. */
  readonly hint: string
  /** Types whose declarations lack the part. */
  readonly types: readonly string[]
}

/** Service model and graph to compare. */
export interface Walk {
  readonly model: ServiceModel
  readonly schema: GraphQLSchema
  /** Operations of the graph. */
  readonly uses: readonly OperationUse[]
  /** Coordinates of the fields of members with other names, by structure and member: `Session.Id`. */
  readonly renamed: Readonly<Record<string, string>>
}

type Fields = GraphQLFieldMap<unknown, unknown> | GraphQLInputFieldMap

/** Member of a structure, and the places of the graph that may contain it. */
interface Place {
  readonly shapeName: string
  readonly kind: 'input' | 'output'
  readonly types: readonly string[]
  readonly where: string
}

/** Members that every list operation has. */
const PAGING = new Set(['NextToken', 'MaxResults'])

/** Returns the parts of a service model that the graph lacks, in the order of the model and without repetition. */
export function findGaps(walk: Walk): readonly Gap[] {
  const { model, schema, uses } = walk
  const gaps = new Map<string, Gap>()
  const visited = new Set<string>()
  function report(id: string, hint: string, types: readonly string[] = []): void {
    if (!gaps.has(id)) gaps.set(id, { id, hint, types })
  }

  for (const { operation, coordinate } of uses) {
    if (operation in model.operations) continue
    report(
      `use ${coordinate} of ${operation}`,
      'the model has no such operation: correct the `operation` of the declaration',
    )
  }
  for (const [operation, modelled] of Object.entries(model.operations)) {
    const own = uses.filter((use) => use.operation === operation)
    if (own.length === 0) {
      report(
        `operation ${operation}`,
        'add a field or mutation that calls it: docs/adding-a-resource.md walks through one',
      )
    }
    const mutations = own.flatMap(({ coordinate }) => mutationOf(schema, coordinate) ?? [])
    visitOutput(modelled, mutations)
    visitInput(modelled, mutations)
    for (const mutation of mutations) visitErrors(operation, modelled, mutation)
  }

  function visitOutput({ output = '' }: OperationModel, mutations: readonly Mutation[]) {
    for (const [member, shapeName] of membersOf(output)) {
      if (PAGING.has(member)) continue
      const inner = innerShape(shapeName)
      const structure = shapeOf(inner).type === 'structure' ? inner : undefined
      if (structure === undefined) {
        const types = mutations.map(({ payload }) => payload)
        visitMember(output, member, { shapeName, kind: 'output', types, where: 'the payload' })
      } else for (const types of typesOf(structure)) visitStructure(structure, types)
    }
  }

  /** Checks that each member of a structure is in one of the types. */
  function visitStructure(structure: string, typenames: readonly string[]): void {
    const key = `${structure} ${typenames.join(' ')}`
    if (visited.has(key)) return
    visited.add(key)
    const where =
      typenames.length === 0
        ? `a type that defineResource or defineStructure declares for ${structure} in src/schema`
        : '`members` of the declaration'
    for (const [member, shapeName] of membersOf(structure)) {
      visitMember(structure, member, { shapeName, kind: 'output', types: typenames, where })
    }
  }

  /** Checks that a member is a field of one of the types. */
  function visitMember(structure: string, member: string, { shapeName, kind, types, where }: Place): void {
    const renamed = walk.renamed[`${structure}.${member}`]
    const found = renamed === undefined ? fieldIn(types.map(fieldsOf), graphName(member)) : fieldAt(renamed)
    if (found === undefined) {
      const reason = renamed === undefined ? '' : ` (${renamed} does not exist: correct renamed.ts)`
      report(`${kind} ${structure}.${member}`, `add it to ${where}${of(types)}${reason}`, types)
      return
    }
    const inner = innerShape(shapeName)
    visitValues(inner, found, `${structure}.${member}`)
    const named = getNamedType(found)
    if (shapeOf(inner).type !== 'structure') return
    if (isInputObjectType(named)) visitInputStructure(inner, [named.name])
    else if (isObjectType(named) || isInterfaceType(named)) visitStructure(inner, [named.name])
  }

  function visitValues(shapeName: string, type: GraphQLInputType | GraphQLOutputType, where: string): void {
    const { enum: values } = shapeOf(shapeName)
    const named = getNamedType(type)
    // The graph may represent an enum of two values as a boolean.
    if (values === undefined || named.name === 'Boolean') return
    if (!isEnumType(named)) {
      report(`enum ${shapeName} of ${where}`, `declare it with openEnum and use it for ${where}`)
      return
    }
    for (const value of values) {
      if (named.getValue(value) !== undefined) continue
      report(`value ${shapeName}.${value}`, `describe it in the openEnum of ${named.name}`, [named.name])
    }
  }

  function visitInput({ input = '' }: OperationModel, mutations: readonly Mutation[]): void {
    visitInputStructure(
      input,
      mutations.map((mutation) => mutation.input),
    )
  }

  /** Checks that each member of a structure is in one of the input types. */
  function visitInputStructure(structure: string, typenames: readonly string[]): void {
    const key = `${structure} ${typenames.join(' ')}`
    if (typenames.length === 0 || visited.has(key)) return
    visited.add(key)
    for (const [member, shapeName] of membersOf(structure)) {
      visitMember(structure, member, { shapeName, kind: 'input', types: typenames, where: '`members`' })
    }
  }

  function visitErrors(operation: string, { errors }: OperationModel, mutation: Mutation): void {
    for (const exception of new Set(errors)) {
      if (mutation.errors.includes(errorTypeOf(exception))) continue
      report(
        `error ${operation} ${exception}`,
        `regenerate src/appstream/model/requests.json, or add ${errorTypeOf(exception)} to src/schema/mutation/errors.ts`,
      )
    }
  }

  /**
   * Returns the types of a structure: those with its name, or those that `renamed` gives. The types of each list contain
   * its members together.
   */
  function typesOf(structure: string): readonly (readonly string[])[] {
    const given = walk.renamed[structure] ?? `${structure} AppStream${structure}`
    return given.split(' & ').map((names) =>
      names.split(' ').filter((name) => {
        const type = schema.getType(name)
        return isObjectType(type) || isInterfaceType(type)
      }),
    )
  }

  function fieldsOf(typename: string): Fields {
    const type = schema.getType(typename)
    if (isObjectType(type) || isInterfaceType(type) || isInputObjectType(type)) return type.getFields()
    return {}
  }

  function fieldAt(coordinate: string): GraphQLInputType | GraphQLOutputType | undefined {
    const [typename = '', field = ''] = coordinate.split('.')
    return fieldsOf(typename)[field]?.type
  }

  function membersOf(structure: string): readonly (readonly [member: string, shapeName: string])[] {
    return Object.entries(shapeOf(structure).members ?? {})
  }

  function shapeOf(name: string): Shape {
    return model.shapes[name] ?? { type: 'structure' }
  }

  /** Returns the shape of the items of lists. */
  function innerShape(name: string): string {
    const { type, member } = shapeOf(name)
    return type === 'list' && member !== undefined ? innerShape(member) : name
  }

  return [...gaps.values()]
}

/** Mutation of the graph. */
interface Mutation {
  /** Name of the input type. */
  readonly input: string
  /** Name of the payload type. */
  readonly payload: string
  /** Names of the types of its result. */
  readonly errors: readonly string[]
}

function mutationOf(schema: GraphQLSchema, coordinate: string): Mutation | undefined {
  const [typename, name = ''] = coordinate.split('.')
  const field = typename === 'Mutation' ? schema.getMutationType()?.getFields()[name] : undefined
  if (field === undefined) return undefined
  const input = field.args.find((argument) => argument.name === 'input')
  const result = getNamedType(field.type)
  return {
    input: input === undefined ? '' : getNamedType(input.type).name,
    payload: `${capitalized(name)}Payload`,
    errors: isUnionType(result) ? result.getTypes().map((type) => type.name) : [],
  }
}

function fieldIn(types: readonly Fields[], name: string): GraphQLInputType | GraphQLOutputType | undefined {
  return types.find((fields) => name in fields)?.[name]?.type
}

function of(types: readonly string[]): string {
  return types.length === 0 ? '' : ` of ${types.join(' or ')}`
}

function errorTypeOf(exception: string): string {
  return `AppStream${exception.replace(/Exception$/, '')}Error`
}
