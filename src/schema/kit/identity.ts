import { parseArn } from '../../appstream/arn.ts'
import type { Target } from '../../appstream/target.ts'
import type { Kind } from '../../inventory/kind.ts'
import type { ReportedInventory } from '../../inventory/reported.ts'
import { type AnyResource, arnOf } from '../../inventory/resources.ts'
import type { GraphContext } from '../context.ts'
import { badUserInput } from '../errors.ts'
import { requireArn } from '../identify.ts'
import type { MaybePromise } from '../maybe-promise.ts'

/** Identity of the resources of a kind: the part of a global ID after the type. */
export interface Identity<Item> {
  /** Returns the identity of a resource. */
  idOf(item: Item): string
  /** Returns true if a text can be an identity of this kind. */
  isId(id: string): boolean
  /** Rejects other texts. @throws BAD_USER_INPUT */
  requireId(id: string, argument: string): void
  /** Loads the resource. Null if it no longer exists, or if its target is not available to the caller. */
  load(context: GraphContext, id: string): MaybePromise<Item | null>
}

/** Returns the identity of a kind: the ARN, or target and name if AWS has no ARN. */
export function identityOf<Item extends AnyResource>(kind: Kind<Item>): Identity<Item> {
  if (kind.arnType !== undefined) return byArn(kind, kind.arnType)
  return identityInTarget<Item>({
    namesOf: ({ name, alias = name }) => [alias],
    count: 1,
    isValid: ([alias = '']) => kind.nameFormat?.pattern.test(alias) ?? true,
    load: ({ loaders }, target, [alias = '']) =>
      kind.aliasOf === undefined
        ? loaders.kinds.byName(kind, { target, name: alias })
        : loaders.kinds.byAlias(kind, { target, alias }),
  })
}

function byArn<Item extends AnyResource>(kind: Kind<Item>, arnType: string): Identity<Item> {
  return {
    idOf: arnOf,
    isId: (id) => parseArn(id)?.resourceType === arnType,
    requireId: (id, argument) => requireArn(id, arnType, argument),
    load: ({ loaders }, arn) => loaders.kinds.byArn(kind, arn),
  }
}

/** Identity of resources without an ARN. */
export interface IdentityInTarget<Item> extends Identity<Item> {
  /** Returns the target and the names in an id; undefined if that is no id, or no target of the caller. */
  placeOf(
    context: Pick<GraphContext, 'inventory'>,
    id: string,
  ): { readonly target: Target; readonly names: readonly string[] } | undefined
}

/** Returns the identity of resources without an ARN: their target and `count` names in it. */
export function identityInTarget<Item extends AnyResource>({
  namesOf,
  count,
  isValid = () => true,
  load,
}: {
  readonly namesOf: (item: Item) => readonly string[]
  readonly count: number
  /** Returns false for names that no resource can have. Default: all are valid. */
  readonly isValid?: (names: readonly string[]) => boolean
  readonly load: (
    context: GraphContext,
    target: Target,
    names: readonly string[],
  ) => MaybePromise<Item | null>
}): IdentityInTarget<Item> {
  function isId(id: string): boolean {
    const [_region, _owner, ...names] = readParts(id) ?? []
    return names.length === count && isValid(names)
  }

  const placeOf: IdentityInTarget<Item>['placeOf'] = ({ inventory }, id) =>
    isId(id) ? findIdInTarget(id, count, inventory) : undefined

  return {
    placeOf,
    idOf: (item) => idInTarget(item.target, namesOf(item)),
    isId,
    requireId(id, argument) {
      if (!isId(id))
        throw badUserInput(
          `\`${argument}\` is not a valid global id: pass an \`id\` that this gateway returned.`,
        )
    },
    load(context, id) {
      const place = placeOf(context, id)
      return place === undefined ? null : load(context, place.target, place.names)
    },
  }
}

/** Returns the target and the names of an id; undefined if it is no such id, or of no target of the caller's. */
export function findIdInTarget(
  id: string,
  count: number,
  { targets }: Pick<ReportedInventory, 'targets'>,
): { readonly target: Target; readonly names: readonly string[] } | undefined {
  const [region, owner, ...names] = readParts(id) ?? []
  if (names.length !== count) return undefined
  const isOwner = (target: Target) => target.accountId === owner || target.key === owner
  const target = targets.find((one) => one.region === region && isOwner(one))
  return target && { target, names }
}

/** Returns the identity of the resource with these names in a target. */
export function idInTarget(target: Target, names: readonly string[]): string {
  // The key of a target replaces its account until that is known. Both forms must be accepted forever.
  return JSON.stringify([target.region, target.accountId ?? target.key, ...names])
}

/** Parses `[region, account or key of the target, names…]`; undefined for anything else. */
function readParts(id: string): readonly string[] | undefined {
  try {
    const parts: unknown = JSON.parse(id)
    const isValid = Array.isArray(parts) && parts.every((part) => typeof part === 'string')
    return isValid && JSON.stringify(parts) === id ? parts : undefined
  } catch {
    return undefined
  }
}
