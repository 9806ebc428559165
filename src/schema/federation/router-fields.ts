import { EntityType, entitiesField, serviceField } from '@apollo/subgraph/dist/types.js'
import { hasResolvableKey } from '@pothos/plugin-federation'
import {
  GraphQLList,
  GraphQLNonNull,
  GraphQLObjectType,
  GraphQLSchema,
  GraphQLUnionType,
  isObjectType,
  lexicographicSortSchema,
} from 'graphql'

/**
 * Adds `_entities` and `_service` to the queries and sorts the schema. `toSubGraphSchema` of the federation plugin does
 * the same and prints the SDL too, which takes a third of the time that the schema takes, though only routers read it.
 */
export function withRouterFields(schema: GraphQLSchema): GraphQLSchema {
  const config = schema.toConfig()
  const query = schema.getQueryType()
  if (!query) throw new Error('The schema has no queries.')
  const { fields, ...rest } = query.toConfig()
  const entity = new GraphQLUnionType({
    ...EntityType.toConfig(),
    types: config.types.filter((type) => isObjectType(type)).filter(hasResolvableKey),
  })
  const entities = {
    ...entitiesField,
    type: new GraphQLNonNull(new GraphQLList(entity)),
    description:
      'For routers of a supergraph: returns the entities with these keys, null for those that do not exist. ' +
      'Other clients use `node`, `nodes` and the lists.',
  }
  const service = {
    ...serviceField,
    description:
      'For routers of a supergraph: returns the SDL of this subgraph. Other clients use introspection, or `schema.graphql`.',
  }
  const extended = new GraphQLObjectType({
    ...rest,
    fields: { _entities: entities, _service: service, ...fields },
  })
  const types = config.types.map((type) => (type === query ? extended : type))
  return lexicographicSortSchema(new GraphQLSchema({ ...config, query: extended, types }))
}
