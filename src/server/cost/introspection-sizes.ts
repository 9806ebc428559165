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
   * @param coversAll true if the parents include every object of their type: returns the average length. Otherwise
   * returns the maximum length.
   */
  lengthOf(type: string, field: string, coversAll: boolean): number | undefined
}

interface Length {
  readonly average: number
  readonly longest: number
}

/** Fields that return each object of their type once. Other fields can return the same object any number of times. */
const COMPLETE_FIELDS: ReadonlySet<string> = new Set([
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

/** Returns true if an introspection field returns every object of its type. */
export function coversAllObjects(field: string, parentCoversAll: boolean): boolean {
  return COMPLETE_FIELDS.has(field) && parentCoversAll
}

function measure(schema: GraphQLSchema): IntrospectionSizes {
  const types = Object.values(schema.getTypeMap())
  const directives = schema.getDirectives()
  const fields = types.flatMap(fieldsOf)
  const lengths: Readonly<Record<string, Length>> = {
    '__Schema.types': exactly(types.length),
    '__Schema.directives': exactly(directives.length),
    '__Type.fields': summarizeLengths(types.map((type) => fieldsOf(type).length)),
    '__Type.inputFields': summarizeLengths(types.map(inputFieldsOf)),
    '__Type.enumValues': summarizeLengths(
      types.map((type) => (isEnumType(type) ? type.getValues().length : 0)),
    ),
    '__Type.interfaces': summarizeLengths(
      types.map((type) => (isObjectType(type) || isInterfaceType(type) ? type.getInterfaces().length : 0)),
    ),
    '__Type.possibleTypes': summarizeLengths(
      types.map((type) =>
        isUnionType(type) || isInterfaceType(type) ? schema.getPossibleTypes(type).length : 0,
      ),
    ),
    // Most types have few wrappers, even if a client selects many levels.
    '__Type.ofType': { average: 0.5, longest: 0.5 },
    '__Field.args': summarizeLengths(fields.map(({ args }) => args.length)),
    '__Directive.args': summarizeLengths(directives.map(({ args }) => args.length)),
    '__Directive.locations': summarizeLengths(directives.map(({ locations }) => locations.length)),
  }
  return {
    lengthOf(type, field, coversAll) {
      const length = lengths[`${type}.${field}`]
      return coversAll ? length?.average : length?.longest
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

function summarizeLengths(lengths: readonly number[]): Length {
  const total = lengths.reduce((sum, length) => sum + length, 0)
  return { average: total / Math.max(1, lengths.length), longest: Math.max(0, ...lengths) }
}
