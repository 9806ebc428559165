import { AwsError, validationError } from '../errors.ts'
import type { ImageRecord } from '../records.ts'
import type { RegionStore } from '../region.ts'
import { alreadyExists, notFound, type OperationContext, quotaExceeded } from './operation.ts'

/** Throws unless an image of this name may be made in a region. */
export function requireRoomForImage(
  name: string,
  { images }: RegionStore,
  { behaviour }: OperationContext,
): void {
  if (/^(aws|appstream|amazon)/i.test(name)) {
    throw validationError(
      `The image name ${name} is not valid: it must not start with aws, appstream or amazon.`,
    )
  }
  if (images.has(name)) throw alreadyExists('image', name)
  if (images.size >= behaviour.quotas.images) throw quotaExceeded('images', behaviour.quotas.images)
}

/** An image of the calling account; public and shared ones are as good as absent. */
export function requireOwnImage(name: string, { region }: OperationContext): ImageRecord {
  const image = region.images.get(name)
  if (image === undefined) throw notFound('image', name, region.accountId)
  return image
}

/** Throws ResourceNotAvailableException, in the words seen, unless an image is AVAILABLE. */
export function requireAvailable({ Name, State = 'in no state' }: ImageRecord): void {
  if (State === 'AVAILABLE') return
  throw new AwsError(
    'ResourceNotAvailableException',
    `The image ${Name} is ${State}. The image must be in an AVAILABLE state for this action to succeed.`,
  )
}

/** How many images of a region are in a state. */
export function countInState({ images }: RegionStore, state: string): number {
  return images
    .values()
    .filter(({ State }) => State === state)
    .toArray().length
}

/** Whether an image is in none of the states that it leaves by itself. */
export function atRest({ State }: ImageRecord): boolean {
  return State === 'AVAILABLE' || State === 'FAILED' || State === 'DEPRECATED'
}
