import type { Target } from '../../../appstream/target.ts'
import type { ReportedRead } from '../../../inventory/cache/reads.ts'
import { byName } from '../../../inventory/collection/item-set.ts'
import type { ImageOutcome } from '../../../inventory/images/lookup.ts'
import type { ReportedInventory } from '../../../inventory/reported.ts'
import { type Image, isOwn } from '../../../inventory/resources.ts'
import { toError } from '../../errors.ts'
import type { MutationError } from '../../mutation/error-types.ts'
import { modelledError } from '../../mutation/errors.ts'
import type { OwnResource } from '../../mutation/own-resource.ts'
import { MutationRejected } from '../../mutation/plan.ts'
import { type Fleet, fleetKind } from '../kind.ts'
import type { RollOutRequest } from './request.ts'

/** Fleet of a roll-out with the error that prevents it from getting the image, if any. */
export interface CheckedFleet {
  readonly own: OwnResource
  /** Undefined if it does not exist or could not be read. */
  readonly fleet: Fleet | undefined
  /** Error of the update, or of reading the fleet or its image. */
  readonly error: MutationError | Error | undefined
}

/** Roll-out after its checks against the current state of AWS. */
export interface CheckedRollOut {
  readonly image: Image
  readonly fleets: readonly CheckedFleet[]
}

/** Current fleets and image of one target. */
interface TargetReading {
  readonly fleets: ReadonlyMap<string, readonly Fleet[]> | Error
  /** Image as seen by the account of the target. */
  readonly image: ImageOutcome
}

/**
 * Reads the fleets and the image: one listing and one look-up per target of the fleets.
 * @throws MutationRejected if no fleet can get the image, UpstreamError if nothing could be read
 */
export async function checkRollOut(
  { image: named, fleets }: RollOutRequest,
  inventory: ReportedInventory,
  read: ReportedRead,
): Promise<CheckedRollOut> {
  const home = 'target' in named ? await findByName(named, inventory, read) : undefined
  const arn = 'arn' in named ? named.arn : (home?.arn ?? '')
  const targets = [...new Set(fleets.map(({ target }) => target))]
  const readings = new Map(
    await Promise.all(
      targets.map(async (target) => {
        const known = home?.target === target ? home : undefined
        return [target, await readTarget(target, arn, known, inventory, read)] as const
      }),
    ),
  )
  // After the listings, since one may reveal the account of its target.
  for (const own of fleets) await own.verify(read)
  const image = requireImage(home, readings, named.name)
  return {
    image,
    fleets: fleets.map((own) => checkFleet(own, image, readings.get(own.target))),
  }
}

async function findByName(
  { target, name }: { readonly target: Target; readonly name: string },
  inventory: ReportedInventory,
  read: ReportedRead,
): Promise<Image> {
  const [found] = await inventory.of(target).images.loadByNames([name], read)
  if (found instanceof Error) throw found
  if (found == null) throw rejection('ResourceNotFound', `The image ${name} does not exist.`)
  return found
}

async function readTarget(
  target: Target,
  arn: string,
  known: Image | undefined,
  inventory: ReportedInventory,
  read: ReportedRead,
): Promise<TargetReading> {
  const { kinds, images } = inventory.of(target)
  const [fleets, image] = await Promise.all([
    kinds
      .of(fleetKind)
      .collection.read(read)
      .then((listed) => listed.index(byName), toError),
    known ?? images.load([arn], read).then(([outcome]) => outcome ?? null, toError),
  ])
  return { fleets, image }
}

/** Returns the image, as seen by its owner if possible. */
function requireImage(
  home: Image | undefined,
  readings: ReadonlyMap<Target, TargetReading>,
  name: string,
): Image {
  const seen = [...(home === undefined ? [] : [home]), ...readings.values().map(({ image }) => image)]
  const found = seen.filter(isImage)
  const image = found.find(isOwn) ?? found[0]
  if (image === undefined) {
    const failed = seen.find((outcome) => outcome instanceof Error)
    if (failed !== undefined) throw failed
    throw rejection(
      'ResourceNotFound',
      `The image ${name} does not exist, or is not shared with the accounts of the fleets.`,
    )
  }
  const failures = [...readings.values().flatMap(({ fleets }) => (fleets instanceof Error ? [fleets] : []))]
  const [failure] = failures
  if (failure !== undefined && failures.length === readings.size) throw failure
  const { State = 'in an unknown state' } = image.aws
  if (State !== 'AVAILABLE') {
    throw rejection(
      'ResourceNotAvailable',
      `The image ${name} is ${State}. It must be AVAILABLE to be rolled out.`,
    )
  }
  return image
}

function isImage(outcome: ImageOutcome): outcome is Image {
  return outcome !== null && !(outcome instanceof Error)
}

function rejection(...error: Parameters<typeof modelledError>): MutationRejected {
  return new MutationRejected(modelledError(...error))
}

function checkFleet(own: OwnResource, image: Image, reading: TargetReading | undefined): CheckedFleet {
  const { name } = own
  const listed = reading?.fleets ?? new Map<string, readonly Fleet[]>()
  if (listed instanceof Error) return { own, fleet: undefined, error: listed }
  const fleet = listed.get(name)?.[0]
  if (fleet === undefined) {
    const error = modelledError('ResourceNotFound', `The fleet ${name} does not exist.`)
    return { own, fleet, error }
  }
  if (fleet.aws.ImageArn === image.arn) return { own, fleet, error: undefined }
  return { own, fleet, error: problemOf(fleet, image, reading?.image ?? null) }
}

/** Returns the error that prevents a change of image. `seen` is the image as seen by the account of the fleet. */
function problemOf(
  { name, aws }: Fleet,
  { arn, aws: { Platform } }: Image,
  seen: ImageOutcome,
): MutationError | Error | undefined {
  if (aws.FleetType === 'ELASTIC') {
    return modelledError(
      'InvalidParameterCombination',
      `The fleet ${name} is Elastic: it runs app blocks and has no image. Omit it.`,
    )
  }
  if (seen instanceof Error) return seen
  if (seen === null) {
    return modelledError(
      'ResourceNotFound',
      `The image ${arn} is not shared with the account of the fleet ${name}. Share it with that account first.`,
    )
  }
  const permissions = seen.aws.ImagePermissions
  if (permissions !== undefined && permissions.allowFleet !== true) {
    return modelledError(
      'OperationNotPermitted',
      `The image ${arn} is shared without the permission for fleets. Share it with \`allowFleet\` first.`,
    )
  }
  const { State = 'in an unknown state' } = aws
  if (State !== 'STOPPED' && State !== 'RUNNING') {
    return modelledError(
      'ResourceInUse',
      `The fleet ${name} is ${State}. It must be STOPPED or RUNNING to change its image.`,
    )
  }
  const isOtherPlatform = aws.Platform !== undefined && Platform !== undefined && aws.Platform !== Platform
  if (State === 'RUNNING' && isOtherPlatform) {
    return modelledError(
      'ResourceInUse',
      `The fleet ${name} is RUNNING on ${aws.Platform}. It must be STOPPED to change to an image of ${Platform}.`,
    )
  }
  return undefined
}
