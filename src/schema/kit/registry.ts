import { missingScopes, type Scopes } from '../access.ts'
import type { GraphContext } from '../context.ts'
import { forbidden } from '../errors.ts'
import type { Identity } from './identity.ts'

/** A resource type as the parts of the graph need it that serve all types: `node`, entities, tags. */
export interface RegisteredResource {
  readonly typename: string
  /** The type in its ARNs; undefined if it has none. */
  readonly arnType: string | undefined
  /** What a caller needs besides `appstream:read`. */
  readonly scope?: Scopes | undefined
  readonly identity: Pick<Identity<object>, 'isId' | 'requireId' | 'load'>
}

/** The resource types of a schema. */
export interface ResourceRegistry {
  add(resource: RegisteredResource): void
  byTypename(typename: string): RegisteredResource | undefined
  /** Loads the resource of an ARN; undefined if it is of no registered type. */
  loadByArn(context: GraphContext, arnType: string, arn: string): Promise<object | null> | undefined
}

/**
 * Checks the scopes of a resource type before anything of it is loaded: whether an id exists is as secret as the rest.
 * @throws FORBIDDEN
 */
export function requireScope(
  { scope = [] }: Pick<RegisteredResource, 'scope'>,
  { caller }: GraphContext,
): void {
  const missing = missingScopes(caller, scope)
  if (missing.length > 0) throw forbidden(missing)
}

/** Creates an empty registry. */
export function createResourceRegistry(): ResourceRegistry {
  const resources = new Map<string, RegisteredResource>()
  return {
    add: (resource) => void resources.set(resource.typename, resource),
    byTypename: (typename) => resources.get(typename),
    loadByArn(context, arnType, arn) {
      const found = resources.values().find((resource) => resource.arnType === arnType)
      return found?.identity.load(context, arn)
    },
  }
}

/** The resource types of the graph, filled by their declarations as the builder is. */
export const resourceRegistry = createResourceRegistry()
