import {
  type GraphQLField,
  type GraphQLNamedType,
  type GraphQLSchema,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isObjectType,
  isUnionType,
} from 'graphql'

/** Lengths of the lists in the introspection of a schema. */
export interface IntrospectionSizes {
  /**
   * Returns the length of a list, or the count of an object. Undefined if unknown.
   * @param isWhole true if the parents are all objects of their kind, so that the average counts; otherwise the longest
   * does.
   */
  lengthOf(type: string, field: string, isWhole: boolean): number | undefined
}

interface Length {
  readonly average: number
  readonly longest: number
}

/** Fields whose objects are all of their kind. Other fields can return the same object any number of times. */
const WHOLE: ReadonlySet<string> = new Set([
  '__schema',
  'types',
  'directives',
  'fields',
  'args',
  'inputFields',
  'enumValues',
])

/** Creates a function that measures the introspection of each schema once. */
export function createIntrospectionSizes(): (schema: GraphQLSchema) => IntrospectionSizes {
  const measured = new WeakMap<GraphQLSchema, IntrospectionSizes>()
  return (schema) => {
    const known = measured.get(schema) ?? measure(schema)
    measured.set(schema, known)
    return known
  }
}

/** Returns true if a field of introspection returns all objects of its kind, given that its parent does. */
export function isWholeBelow(field: string, isParentWhole: boolean): boolean {
  return WHOLE.has(field) && isParentWhole
}

function measure(schema: GraphQLSchema): IntrospectionSizes {
  const types = Object.values(schema.getTypeMap())
  const directives = schema.getDirectives()
  const fields = types.flatMap(fieldsOf)
  const lengths: Readonly<Record<string, Length>> = {
    '__Schema.types': exactly(types.length),
    '__Schema.directives': exactly(directives.length),
    '__Type.fields': lengthOver(types.map((type) => fieldsOf(type).length)),
    '__Type.inputFields': lengthOver(types.map(inputFieldsOf)),
    '__Type.enumValues': lengthOver(types.map((type) => (isEnumType(type) ? type.getValues().length : 0))),
    '__Type.interfaces': lengthOver(
      types.map((type) => (isObjectType(type) || isInterfaceType(type) ? type.getInterfaces().length : 0)),
    ),
    '__Type.possibleTypes': lengthOver(
      types.map((type) =>
        isUnionType(type) || isInterfaceType(type) ? schema.getPossibleTypes(type).length : 0,
      ),
    ),
    // Most types have few wrappers, however many levels a client selects.
    '__Type.ofType': { average: 0.5, longest: 0.5 },
    '__Field.args': lengthOver(fields.map(({ args }) => args.length)),
    '__Directive.args': lengthOver(directives.map(({ args }) => args.length)),
    '__Directive.locations': lengthOver(directives.map(({ locations }) => locations.length)),
  }
  return {
    lengthOf(type, field, isWhole) {
      const length = lengths[`${type}.${field}`]
      return isWhole ? length?.average : length?.longest
    },
  }
}

function fieldsOf(type: GraphQLNamedType): GraphQLField<unknown, unknown>[] {
  return isObjectType(type) || isInterfaceType(type) ? Object.values(type.getFields()) : []
}

function inputFieldsOf(type: GraphQLNamedType): number {
  return isInputObjectType(type) ? Object.keys(type.getFields()).length : 0
}

function exactly(length: number): Length {
  return { average: length, longest: length }
}

function lengthOver(lengths: readonly number[]): Length {
  const total = lengths.reduce((sum, length) => sum + length, 0)
  return { average: total / Math.max(1, lengths.length), longest: Math.max(0, ...lengths) }
}
