import { parseArn, RESOURCE_NAME } from '../appstream/arn.ts'
import type { Target } from '../appstream/target.ts'
import { badUserInput, truncate } from './errors.ts'
import { selectTarget, type TargetSelector } from './target/input.ts'

/** Arguments that identify one resource. */
export interface ResourceIdentifier {
  readonly arn?: string | null | undefined
  readonly name?: string | null | undefined
  readonly target?: TargetSelector | null | undefined
}

/** Identity of a resource: its ARN, or its name in a target. */
export type IdentifiedResource = { readonly arn: string } | { readonly name: string; readonly target: Target }

/** Validates that a resource is identified by exactly one well-formed ARN or name. @throws BAD_USER_INPUT */
export function identify(
  { arn, name, target }: ResourceIdentifier,
  resourceType: string,
  targets: readonly Target[],
  paths = { arn: 'arn', name: 'name' },
): IdentifiedResource {
  if (arn != null && name != null)
    throw badUserInput(`Specify \`${paths.arn}\` or \`${paths.name}\`, not both.`)
  if (arn != null) {
    requireArn(arn, resourceType, paths.arn)
    if (target != null) {
      throw badUserInput(
        `\`target\` applies to \`${paths.name}\` only: an ARN already contains account and region.`,
      )
    }
    return { arn }
  }
  if (name == null) throw badUserInput(`Specify \`${paths.arn}\` or \`${paths.name}\`.`)
  if (!RESOURCE_NAME.test(name)) {
    throw badUserInput(
      `\`${paths.name}\` must have 1 to 101 letters, digits, \`_\`, \`.\` and \`-\`, and start with a letter or digit.`,
    )
  }
  return { name, target: selectTarget(targets, target) }
}

/** Validates the ARN in an argument. @throws BAD_USER_INPUT if it is not the ARN of such a resource. */
export function requireArn(arn: string, resourceType: string, argument = 'arn'): void {
  if (parseArn(arn)?.resourceType === resourceType) return
  throw badUserInput(
    `\`${argument}\` must be the ARN of an AppStream ${resourceType.replaceAll('-', ' ')}, got \`${truncate(arn)}\`.`,
  )
}
