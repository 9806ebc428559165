import { parseArn } from '../../../appstream/arn.ts'
import type { Target } from '../../../appstream/target.ts'
import type { ReportedInventory } from '../../../inventory/reported.ts'
import { problemsOf, resourceName } from '../../mutation/constraints.ts'
import type { InputProblem } from '../../mutation/error-types.ts'
import { findOwnResource, findTarget, type OwnResource } from '../../mutation/own-resource.ts'
import type { TargetSelector } from '../../target/input.ts'

/** Maximum number of fleets of one mutation. */
export const MAX_FLEETS = 25

/** Reference to a fleet in an input. */
export interface FleetReference {
  readonly arn?: string | null | undefined
  readonly name?: string | null | undefined
  readonly target?: TargetSelector | null | undefined
}

/** Input of a roll-out. */
export interface RollOutInput {
  readonly imageArn?: string | null | undefined
  readonly imageName?: string | null | undefined
  readonly fleets: readonly FleetReference[]
  readonly target?: TargetSelector | null | undefined
  readonly dryRun?: boolean | null | undefined
}

/** Reference to the image of a roll-out, by ARN or by name in a target. */
export type NamedImage =
  | { readonly arn: string; readonly name: string; readonly region: string }
  | { readonly target: Target; readonly name: string; readonly region: string }

/** Roll-out with a valid image reference and valid fleet references. */
export interface RollOutRequest {
  readonly image: NamedImage
  /** In the order of the input. */
  readonly fleets: readonly OwnResource[]
  readonly isDryRun: boolean
}

/** Returns the image and fleets that an input names, or all its problems. Does not call AWS. */
export function findRollOut(
  input: RollOutInput,
  inventory: ReportedInventory,
): RollOutRequest | InputProblem[] {
  const image = findImage(input, inventory)
  const region = Array.isArray(image) ? undefined : image.region
  const problems = Array.isArray(image) ? [...image] : []
  const fleets: OwnResource[] = []
  for (const [index, reference] of input.fleets.slice(0, MAX_FLEETS).entries()) {
    const found = findFleet(reference, `fleets.${index}`, input.target, inventory)
    if (Array.isArray(found)) problems.push(...found)
    else if (region !== undefined && found.target.region !== region) {
      const message = `Must be in the region of the image, ${region}, got ${found.target.region}.`
      problems.push({ path: `fleets.${index}`, message })
    } else fleets.push(found)
  }
  if (Array.isArray(image) || problems.length > 0) return problems
  return { image, fleets, isDryRun: input.dryRun === true }
}

function findImage(
  { imageArn, imageName, target }: RollOutInput,
  inventory: ReportedInventory,
): NamedImage | InputProblem[] {
  if ((imageArn == null) === (imageName == null)) {
    const path = imageArn == null ? 'imageName' : 'imageArn'
    return [{ path, message: 'Specify exactly one of `imageArn` and `imageName`.' }]
  }
  if (imageArn != null) {
    const parsed = parseArn(imageArn)
    return parsed?.resourceType === 'image'
      ? { arn: imageArn, name: parsed.name, region: parsed.region }
      : [{ path: 'imageArn', message: 'Must be the ARN of an AppStream image.' }]
  }
  const problems = problemsOf(resourceName, imageName).map(({ message }) => ({ path: 'imageName', message }))
  const found = findTarget(target, inventory)
  if (Array.isArray(found)) return [...problems, ...found]
  return problems.length > 0 ? problems : { target: found, name: imageName ?? '', region: found.region }
}

/** Returns the fleet of a reference. A name without its own target is in the target of the input. */
function findFleet(
  { arn, name, target }: FleetReference,
  path: string,
  common: RollOutInput['target'],
  inventory: ReportedInventory,
): OwnResource | InputProblem[] {
  const identifier = { arn, name, target: target ?? (arn == null ? common : undefined) }
  const found = findOwnResource(identifier, 'fleet', inventory, { arn: `${path}.arn`, name: `${path}.name` })
  if (!Array.isArray(found)) return found
  return found.map((problem) =>
    problem.path === 'target' ? { ...problem, path: `${path}.target` } : problem,
  )
}
