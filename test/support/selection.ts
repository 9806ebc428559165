import {
  type GraphQLInterfaceType,
  type GraphQLObjectType,
  type GraphQLSchema,
  getNamedType,
  isCompositeType,
  isObjectType,
  isUnionType,
} from 'graphql'

/**
 * Returns a selection of every field of an object type and its nested types. A field that leads to a node (an
 * image, an image builder) is followed `relations` times in a row and omitted beyond that. Of an interface, it selects
 * the common fields.
 */
export function everyField(schema: GraphQLSchema, typename: string, relations = 1): string {
  const type = schema.getType(typename)
  if (!isObjectType(type)) throw new Error(`${typename} is not an object type.`)
  return select(type, relations)
}

function select(type: GraphQLObjectType | GraphQLInterfaceType, relations: number): string {
  const fields = Object.values(type.getFields()).flatMap((field) => {
    const fieldType = getNamedType(field.type)
    if (!isCompositeType(fieldType)) return [field.name]
    if (isUnionType(fieldType)) throw new Error(`${type.name}.${field.name} is of a union type.`)
    const isRelation = fieldType.getInterfaces().some(({ name }) => name === 'Node')
    if (isRelation && relations === 0) return []
    return [`${field.name} ${select(fieldType, isRelation ? relations - 1 : relations)}`]
  })
  return `{ __typename ${fields.join(' ')} }`
}
