import { printSubgraphSchema } from '@apollo/subgraph'
import {
  defaultFieldResolver,
  type GraphQLFieldResolver,
  type GraphQLSchema,
  type InterfaceTypeDefinitionNode,
  isUnionType,
  type ObjectTypeDefinitionNode,
  parse,
  print,
  visit,
} from 'graphql'
import { typeScopes } from '../access.ts'
import { builder } from '../builder.ts'
import type { GraphContext } from '../context.ts'
import { badUserInput, forbidden, truncate } from '../errors.ts'
import { withRouterFields } from './router-fields.ts'

/** First federation version with `@cost` and `@listSize`. */
const FEDERATION = 'https://specs.apollo.dev/federation/v2.9'
const DIRECTIVES = ['@authenticated', '@cost', '@key', '@listSize', '@requiresScopes', '@shareable', '@tag']

/** Maximum number of references per router request: ten pages of 100 items. */
const MAX_REPRESENTATIONS = 1000

/** Query fields left out of the subgraph: a router could not know which subgraph owns an id. */
const UNPUBLISHED_FIELDS: readonly string[] = ['node', 'nodes']

/** Types that every subgraph defines: composers report differing descriptions of them. */
const UNDESCRIBED_TYPES: readonly string[] = ['Node', 'PageInfo']

type Named = { readonly name: { readonly value: string } }
type References = { readonly representations: readonly { readonly __typename?: unknown }[] }

/** Creates the subgraph schema for routers, with `_service` (the SDL to publish) and `_entities`. */
export function createSubgraphSchema(): GraphQLSchema {
  const link = { name: 'link', args: { url: FEDERATION, import: DIRECTIVES } }
  const schema = withRouterFields(builder.toSchema({ sortSchema: false, extensions: { directives: [link] } }))
  const { _service: service, _entities: entities } = schema.getQueryType()?.getFields() ?? {}
  if (service === undefined || entities === undefined) throw new Error('The schema has no entities.')
  let sdl: string | undefined
  service.resolve = guarded(() => {
    sdl ??= printSubgraph(schema)
    return { sdl }
  })
  entities.resolve = guarded(checkReferences(entities.resolve ?? defaultFieldResolver))
  return schema
}

/** Returns the SDL to publish: sorted, with directives and descriptions, without fields for direct clients. */
export function printSubgraph(schema: GraphQLSchema): string {
  const published = visit(parse(printSubgraphSchema(schema)), {
    ObjectTypeDefinition: { leave: tidied },
    InterfaceTypeDefinition: { leave: tidied },
    InputObjectTypeDefinition: {
      leave: (type) => ({ ...type, fields: type.fields?.toSorted(byName) ?? [] }),
    },
  })
  return `${print(published)}\n`
}

function tidied<Type extends ObjectTypeDefinitionNode | InterfaceTypeDefinitionNode>(type: Type): Type {
  const { name, fields = [] } = type
  const published = fields.filter(
    (field) => name.value !== 'Query' || !UNPUBLISHED_FIELDS.includes(field.name.value),
  )
  const sorted = published.toSorted(byName)
  if (!UNDESCRIBED_TYPES.includes(name.value)) return { ...type, fields: sorted }
  return { ...undescribed(type), fields: sorted.map(undescribed) }
}

function byName(one: Named, other: Named): number {
  return one.name.value < other.name.value ? -1 : 1
}

function undescribed<Node extends { readonly description?: unknown }>({ description: _, ...node }: Node) {
  return node as Node
}

/** Adds the scope check of Query, which the federation plugin omits on these two fields. */
function guarded<Args>(
  resolve: GraphQLFieldResolver<unknown, GraphContext, Args>,
): GraphQLFieldResolver<unknown, GraphContext, Args> {
  return (root, args, context, info) => {
    if (!context.caller.scopes.has(typeScopes.Query)) throw forbidden([typeScopes.Query])
    return resolve(root, args, context, info)
  }
}

/** Rejects malformed references before loading anything; a reference to a missing resource is valid. */
function checkReferences(
  resolve: GraphQLFieldResolver<unknown, GraphContext, References>,
): GraphQLFieldResolver<unknown, GraphContext, References> {
  return (root, args, context, info) => {
    const { representations } = args
    if (representations.length > MAX_REPRESENTATIONS) {
      const message = `\`representations\` must contain at most ${MAX_REPRESENTATIONS} references, got ${representations.length}.`
      throw badUserInput(message)
    }
    const entity = info.schema.getType('_Entity')
    const known = isUnionType(entity) ? entity.getTypes().map(({ name }) => name) : []
    for (const representation of representations) {
      const typename = representation?.__typename
      if (typeof typename !== 'string' || !known.includes(typename)) {
        throw badUserInput(
          typeof typename === 'string'
            ? `\`${truncate(typename)}\` is not an entity of this subgraph. Compose the supergraph with its current SDL.`
            : 'Each item of `representations` must have a `__typename`.',
        )
      }
    }
    return resolve(root, args, context, info)
  }
}
