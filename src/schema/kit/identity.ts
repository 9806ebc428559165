import { parseArn } from '../../appstream/arn.ts'
import type { Target } from '../../appstream/target.ts'
import type { Kind } from '../../inventory/kind.ts'
import { type AnyResource, arnOf } from '../../inventory/resources.ts'
import type { GraphContext } from '../context.ts'
import { badUserInput } from '../errors.ts'
import { requireArn } from '../identify.ts'

/** Finds the resources of a kind by the part of a global id that follows the type. */
export interface Identity<Item> {
  /** Returns that part. */
  idOf(item: Item): string
  /** Returns whether a text can be one. */
  isId(id: string): boolean
  /** @throws BAD_USER_INPUT for a text that cannot be one */
  requireId(id: string, argument: string): void
  /** Loads what it names; null if that is gone, or no target of the caller's. */
  load(context: GraphContext, id: string): Promise<Item | null>
}

/** Returns the identity of a kind: the ARN, or the target and the name where AWS has no ARN. */
export function identityOf<Item extends AnyResource>(kind: Kind<Item>): Identity<Item> {
  return kind.arnType === undefined ? byTargetAndName(kind) : byArn(kind, kind.arnType)
}

function byArn<Item extends AnyResource>(kind: Kind<Item>, arnType: string): Identity<Item> {
  return {
    idOf: arnOf,
    isId: (id) => parseArn(id)?.resourceType === arnType,
    requireId: (id, argument) => requireArn(id, arnType, argument),
    load: ({ loaders }, arn) => loaders.kinds.byArn(kind, arn),
  }
}

function byTargetAndName<Item extends AnyResource>(kind: Kind<Item>): Identity<Item> {
  return {
    // As long as a target's account is not known, its key stands for it; both are read back, for good.
    idOf: ({ target, name }) => JSON.stringify([target.region, target.accountId ?? target.key, name]),
    isId: (id) => readParts(id) !== undefined,
    requireId(id, argument) {
      if (readParts(id) === undefined)
        throw badUserInput(`\`${argument}\` is not a global id of this gateway.`)
    },
    async load({ inventory, loaders }, id) {
      const [region, owner, name] = readParts(id) ?? []
      if (name === undefined) return null
      const isOwner = (target: Target) => target.accountId === owner || target.key === owner
      const target = inventory.targets.find((one) => one.region === region && isOwner(one))
      return target === undefined ? null : loaders.kinds.byName(kind, { target, name })
    },
  }
}

/** Reads `[region, account or key of the target, name]`; undefined for anything else. */
function readParts(id: string): readonly string[] | undefined {
  try {
    const parts: unknown = JSON.parse(id)
    const isSound =
      Array.isArray(parts) && parts.length === 3 && parts.every((part) => typeof part === 'string')
    return isSound && JSON.stringify(parts) === id ? parts : undefined
  } catch {
    return undefined
  }
}
