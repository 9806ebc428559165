import { missingScopes, type Scopes } from '../access.ts'
import type { GraphContext } from '../context.ts'
import { forbidden } from '../errors.ts'
import type { MaybePromise } from '../maybe-promise.ts'
import type { Identity } from './identity.ts'

/** Resource type as used by the parts of the graph common to all types: `node`, entities and tags. */
export interface RegisteredResource {
  readonly typename: string
  /** Resource type in the ARN; undefined if the type has no ARNs. */
  readonly arnType: string | undefined
  /** Scopes required besides `appstream:read`. */
  readonly scope?: Scopes | undefined
  readonly identity: Pick<Identity<object>, 'isId' | 'requireId' | 'load'>
}

/** Registry of the resource types of a schema. */
export interface ResourceRegistry {
  add(resource: RegisteredResource): void
  byTypename(typename: string): RegisteredResource | undefined
  /** Loads the resource with an ARN. Undefined if its type is not registered. */
  loadByArn(context: GraphContext, arnType: string, arn: string): MaybePromise<object | null> | undefined
}

/**
 * Checks the scopes of a resource type before loading: the existence of an ID is as confidential as the resource.
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

/** Resource types of the graph; filled by their declarations, like the builder. */
export const resourceRegistry = createResourceRegistry()
