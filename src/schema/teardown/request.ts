import { parseArn } from '../../appstream/arn.ts'
import type { Kind } from '../../inventory/kind.ts'
import type { AnyResource } from '../../inventory/resources.ts'
import type { GraphContext } from '../context.ts'
import { badUserInput, truncate } from '../errors.ts'
import { isListed, teardownRegistry } from '../kit/teardown.ts'
import { findOwner } from '../mutation/own-resource.ts'
import { InvalidInput } from '../mutation/plan.ts'

/** Maximum number of resources of one plan. */
export const MAX_ARNS = 25

/** A resource to delete, which may no longer exist. */
interface NamedResource {
  readonly kind: Kind
  readonly arn: string
  /** Rejects if the target of the ARN turns out to have another account. */
  readonly verify: () => Promise<void>
}

/** Loads the resources of a plan, without those that no longer exist. @throws BAD_USER_INPUT, UpstreamError */
export async function loadNamed(
  arns: readonly string[],
  context: GraphContext,
): Promise<readonly AnyResource[]> {
  if (arns.length < 1 || arns.length > MAX_ARNS) {
    throw badUserInput(`\`arns\` must contain 1 to ${MAX_ARNS} ARNs, got ${arns.length}.`)
  }
  // All ARNs are validated before the first load.
  const named = [...new Set(arns)].map((arn) => findNamed(arn, context))
  const loaded = await Promise.all(
    named.map(async ({ kind, arn, verify }) => {
      await verify()
      return context.loaders.kinds.byArn(kind, arn)
    }),
  )
  return loaded.filter((resource) => resource !== null)
}

function findNamed(arn: string, context: GraphContext): NamedResource {
  const parsed = parseArn(arn)
  const kinds = teardownRegistry.removals.map(({ kind }) => kind).filter(isListed)
  const kind = kinds.find(({ arnType }) => arnType !== undefined && arnType === parsed?.resourceType)
  if (parsed === undefined || kind === undefined) {
    const types = kinds.flatMap(({ arnType }) => arnType ?? []).sort()
    throw badUserInput(
      `\`arns\` must contain ARNs of these AppStream resources: ${types.join(', ')}; got \`${truncate(arn)}\`.`,
    )
  }
  const reject = ([problem]: InvalidInput['problems']) =>
    badUserInput(`\`${truncate(arn)}\` in \`arns\`: ${problem?.message}`)
  const owner = findOwner(parsed, context.inventory, 'arns')
  if (Array.isArray(owner)) throw reject(owner)
  const verify = () =>
    owner.verify(context.reading.options).catch((error: unknown) => {
      throw error instanceof InvalidInput ? reject(error.problems) : error
    })
  return { kind, arn, verify }
}
