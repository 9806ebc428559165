import { readdirSync, readFileSync } from 'node:fs'
import {
  buildSchema,
  type GraphQLNamedType,
  type GraphQLSchema,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isIntrospectionType,
  isObjectType,
  isUnionType,
} from 'graphql'
import { expect, test } from 'vitest'
import { serviceModel } from '../../../src/emulator/model.ts'
import { createApiSchema } from '../../../src/schema/index.ts'

const schema = createApiSchema()
const CONTRACT = new URL('../../contract/', import.meta.url)
const contract = buildSchema(
  readdirSync(CONTRACT)
    .map((file) => readFileSync(new URL(file, CONTRACT), 'utf8'))
    .join('\n'),
)

function namedTypes(of: GraphQLSchema): GraphQLNamedType[] {
  return Object.values(of.getTypeMap()).filter((type) => !isIntrospectionType(type))
}

/** Returns a line with the full type for everything that a type promises. */
function promises(type: GraphQLNamedType): string[] {
  if (isEnumType(type)) return type.getValues().map(({ name }) => `${type.name}.${name}`)
  if (isInputObjectType(type)) {
    return Object.values(type.getFields()).map(
      (field) => `${type.name}.${field.name}: ${field.type} = ${field.defaultValue}`,
    )
  }
  if (isUnionType(type)) return type.getTypes().map(({ name }) => `${type.name} may be ${name}`)
  if (!isObjectType(type) && !isInterfaceType(type)) return [`scalar ${type.name}`]
  return [
    ...type.getInterfaces().map(({ name }) => `${type.name} implements ${name}`),
    ...Object.values(type.getFields()).flatMap((field) => [
      `${type.name}.${field.name}: ${field.type}`,
      ...field.args.map(
        (arg) => `${type.name}.${field.name}(${arg.name}: ${arg.type} = ${arg.defaultValue})`,
      ),
    ]),
  ]
}

test('serves the contract with its exact types and nullability', () => {
  const served = new Set(namedTypes(schema).flatMap(promises))
  const promised = namedTypes(contract).flatMap(promises)
  expect(promised.length).toBeGreaterThan(350)
  expect(promised.filter((line) => !served.has(line))).toEqual([])
})

test('requires no argument or input member beyond the contract', () => {
  const isRequired = (line: string) =>
    /!( = undefined)?\)?$/.test(line) && /\(|Filter\.|Order\.|Input\./.test(line)
  const promised = new Set(namedTypes(contract).flatMap(promises))
  const reading = namedTypes(schema)
    .filter(({ name }) => contract.getType(name) !== undefined)
    .flatMap(promises)
  expect(reading.filter((line) => isRequired(line) && !promised.has(line))).toEqual([])
})

/** Returns true if a type may have its name in a company's supergraph. */
function mayBeCalled(name: string): boolean {
  // Each mutation's input, payload and result are named after the mutation.
  const mutations = Object.keys(schema.getMutationType()?.getFields() ?? {})
  const ofMutations = mutations.flatMap((field) => {
    const capitalized = `${field.charAt(0).toUpperCase()}${field.slice(1)}`
    return [`${capitalized}Input`, `${capitalized}Payload`, `${capitalized}Result`]
  })
  return (
    /^(Image([A-Z]|$)|AppStream[A-Z])/.test(name) ||
    ['Node', 'PageInfo', 'DateTime', 'Query', 'Mutation', 'Subscription'].includes(name) ||
    ['ID', 'String', 'Int', 'Float', 'Boolean', '_Any', '_Entity', '_Service', 'FieldSet'].includes(name) ||
    ofMutations.includes(name)
  )
}

test('uses type names that do not collide with other subgraphs', () => {
  expect(
    namedTypes(schema)
      .map(({ name }) => name)
      .filter((name) => !mayBeCalled(name)),
  ).toEqual([])
})

test('describes every type, field, argument, input member and enum value', () => {
  const isGiven = (description: string | null | undefined) => (description ?? '').trim().length > 3
  const silent = namedTypes(schema).flatMap((type) => {
    const parts: [where: string, description: string | null | undefined][] = [[type.name, type.description]]
    if (isEnumType(type)) {
      for (const value of type.getValues()) parts.push([`${type.name}.${value.name}`, value.description])
    } else if (isInputObjectType(type)) {
      for (const field of Object.values(type.getFields()))
        parts.push([`${type.name}.${field.name}`, field.description])
    } else if (isObjectType(type) || isInterfaceType(type)) {
      for (const field of Object.values(type.getFields())) {
        parts.push([`${type.name}.${field.name}`, field.description])
        for (const arg of field.args) parts.push([`${type.name}.${field.name}(${arg.name})`, arg.description])
      }
    }
    return parts.filter(([, description]) => !isGiven(description)).map(([where]) => where)
  })
  expect(silent).toEqual([])
})

test('documents when a nullable field is null', () => {
  const vague = namedTypes(schema).flatMap((type) => {
    if (!isObjectType(type) || type.name === 'Query') return []
    return (
      Object.values(type.getFields())
        // A connection is null only with an error.
        .filter(({ type: fieldType }) => !/(!|Connection)$/.test(String(fieldType)))
        .filter(({ description }) => !/\bnull\b/i.test(description ?? ''))
        .map(({ name }) => `${type.name}.${name}`)
    )
  })
  expect(vague).toEqual([])
})

test.each([
  ['ImageState', 'ImageState'],
  ['ImageBuilderState', 'ImageBuilderState'],
  ['ImageVisibility', 'VisibilityType'],
  ['ImageType', 'ImageType'],
  ['ImageStateChangeReasonCode', 'ImageStateChangeReasonCode'],
  ['ImageBuilderStateChangeReasonCode', 'ImageBuilderStateChangeReasonCode'],
  ['AppStreamPlatform', 'PlatformType'],
  ['AppStreamResourceErrorCode', 'FleetErrorCode'],
  ['AppStreamAccessEndpointType', 'AccessEndpointType'],
  ['AppStreamUserStackAssociationErrorCode', 'UserStackAssociationErrorCode'],
  ['AppStreamAppVisibility', 'AppVisibility'],
  ['AppStreamThemeState', 'ThemeState'],
  ['AppStreamThemeStyling', 'ThemeStyling'],
  ['AppStreamAppBlockState', 'AppBlockState'],
  ['AppStreamPackagingType', 'PackagingType'],
  ['AppStreamAppBlockBuilderState', 'AppBlockBuilderState'],
  ['AppStreamAppBlockBuilderAttribute', 'AppBlockBuilderAttribute'],
  ['AppStreamSoftwareDeploymentStatus', 'SoftwareDeploymentStatus'],
])('%s has the values of %s in the service model, and UNKNOWN', (typename, shapeName) => {
  const type = schema.getType(typename)
  const values = isEnumType(type) ? type.getValues().map(({ name }) => name) : []
  const listed = serviceModel.shapes[shapeName]?.enum ?? []
  expect(values.toSorted()).toEqual([...listed, 'UNKNOWN'].toSorted())
})
