import { AwsError, validationError } from '../../errors.ts'
import type { JsonObject } from '../../json.ts'
import { optionalObject, optionalString, stringList } from '../../json.ts'
import type { OperationContext } from '../../kit/operation.ts'
import { arnNotFound, notFound, requireNew, requireQuota } from '../../kit/preconditions.ts'
import type { RegionStore } from '../../region.ts'
import { type ImageRecord, imageKind } from './kind.ts'
import { imageByArn, imageByName } from './visible.ts'

/** Throws if an image of this name cannot be created in a region. */
export function requireRoomForImage(name: string, { images }: RegionStore, context: OperationContext): void {
  if (/^(aws|appstream|amazon)/i.test(name)) {
    throw validationError(
      `The image name ${name} is not valid: it must not start with aws, appstream or amazon.`,
    )
  }
  requireNew(images, name)
  requireQuota(images, context)
}

/** Returns the image of ImageArn, or else of ImageName. Throws ResourceNotFoundException. */
export function requestedImage(input: JsonObject, context: OperationContext): ImageRecord {
  const arn = optionalString(input, 'ImageArn')
  const name = optionalString(input, 'ImageName') ?? ''
  const image = arn === undefined ? imageByName(name, context) : imageByArn(arn, context)
  if (image !== undefined) return image
  throw arn === undefined ? notFound(imageKind, name, context.region.accountId) : arnNotFound(arn)
}

/** Throws ResourceNotAvailableException, with the message of the service, if an image is not AVAILABLE. */
export function requireAvailable({ Name, State = 'in an unknown state' }: ImageRecord): void {
  if (State === 'AVAILABLE') return
  throw new AwsError(
    'ResourceNotAvailableException',
    `The image ${Name} is ${State}. The image must be in an AVAILABLE state for this action to succeed.`,
  )
}

/** Counts the images of a region in a state. */
export function countInState({ images }: RegionStore, state: string): number {
  return images
    .values()
    .filter(({ State }) => State === state)
    .toArray().length
}

/** Returns true if an image is not in a transitional state. */
export function atRest({ State }: ImageRecord): boolean {
  return State === 'AVAILABLE' || State === 'FAILED' || State === 'DEPRECATED'
}

/** Throws if an image is not AVAILABLE, or belongs to another account and is not shared for this use. */
export function requireUsable(image: ImageRecord, permission: 'allowFleet' | 'allowImageBuilder'): void {
  requireAvailable(image)
  const permissions = optionalObject(image, 'ImagePermissions')
  if (permissions === undefined || permissions[permission] === true) return
  const use = permission === 'allowFleet' ? 'fleets' : 'image builders'
  const message = `The image ${image.Name} is shared without the permission for ${use}.`
  throw new AwsError('OperationNotPermittedException', message)
}

/** Throws IncompatibleImageException for a graphics instance type that an image does not support. */
export function requireInstanceType(image: ImageRecord, instanceType: string): void {
  const families = stringList(image, 'SupportedInstanceFamilies')
  const hasGraphics = families.length === 0 || families.some((family) => /graphics/i.test(family))
  if (!instanceType.startsWith('stream.graphics') || hasGraphics) return
  const message = `The image ${image.Name} does not support the instance type ${instanceType}.`
  throw new AwsError('IncompatibleImageException', message)
}
