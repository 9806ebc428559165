import { formatArn } from '../../arn.ts'
import { AwsError, validationError } from '../../errors.ts'
import { type JsonObject, optionalBoolean, optionalString, requiredString, stringMap } from '../../json.ts'
import type { OperationContext } from '../../kit/operation.ts'
import { notPermitted, quotaExceeded, requireExisting } from '../../kit/preconditions.ts'
import { copyInstalledSoftware } from '../software/deployment.ts'
import { type ImageRecord, imageKind } from './kind.ts'
import { countInState, requireAvailable, requireRoomForImage } from './requirements.ts'
import { imageByName } from './visible.ts'

/** CopyImage: the copy is COPYING, then AVAILABLE. */
export function copyImage(input: JsonObject, context: OperationContext): JsonObject {
  const { store, region, behaviour, durations, nowMs } = context
  const source = requireExisting(region.images, requiredString(input, 'SourceImageName'), context)
  requireAvailable(source)
  const name = requiredString(input, 'DestinationImageName')
  const destination = store.region(
    requireRegion(requiredString(input, 'DestinationRegion')),
    region.accountId,
  )
  requireRoomForImage(name, destination, context)
  if (countInState(destination, 'COPYING') >= behaviour.quotas.copies) {
    throw quotaExceeded('concurrent copies', behaviour.quotas.copies)
  }
  const arn = formatArn(destination.region, destination.accountId, 'image', name)
  destination.putImage({
    ...derivedFrom(source),
    Name: name,
    Arn: arn,
    Description: optionalString(input, 'DestinationImageDescription') ?? source['Description'],
    State: 'COPYING',
    CreatedTime: new Date(nowMs),
  })
  copyInstalledSoftware({ region, arn: source.Arn }, { region: destination, arn })
  destination.images.schedule(name, [{ atMs: nowMs + durations.copyImage, state: 'AVAILABLE' }])
  return { DestinationImageName: name }
}

function requireRegion(region: string): string {
  if (/^[a-z]{2}(-[a-z]+)+-\d+$/.test(region)) return region
  throw validationError(`The destination region ${region} is not valid: expected a name such as us-east-1.`)
}

/** Returns a copy of an image without its builder, errors and state reason. */
function derivedFrom(source: ImageRecord): ImageRecord {
  const { ImageBuilderName: _builder, StateChangeReason: _reason, ImageErrors: _errors, ...rest } = source
  return { ...rest, Name: source.Name }
}

/** CreateUpdatedImage: starts a managed update. The new image is CREATING, then AVAILABLE. */
export function createUpdatedImage(input: JsonObject, context: OperationContext): JsonObject {
  const { region, behaviour, durations, nowMs } = context
  const existing = requireExisting(region.images, requiredString(input, 'existingImageName'), context)
  const name = requiredString(input, 'newImageName')
  requireRoomForImage(name, region, context)
  const canUpdateImage = existing.Platform?.startsWith('WINDOWS') ?? false
  if (optionalBoolean(input, 'dryRun')) return { canUpdateImage }
  if (!canUpdateImage) {
    throw new AwsError(
      'IncompatibleImageException',
      `The image ${existing.Name} does not support managed updates.`,
    )
  }
  if (existing.State !== 'AVAILABLE') throw notPermitted(imageKind, existing.Name, existing.State)
  if (countInState(region, 'CREATING') >= behaviour.quotas.managedUpdates) {
    throw quotaExceeded('concurrent managed updates', behaviour.quotas.managedUpdates)
  }
  const arn = formatArn(region.region, region.accountId, 'image', name)
  region.putImage({
    ...derivedFrom(existing),
    Name: name,
    Arn: arn,
    BaseImageArn: existing.Arn,
    DisplayName: optionalString(input, 'newImageDisplayName') ?? existing['DisplayName'],
    Description: optionalString(input, 'newImageDescription') ?? existing['Description'],
    AppstreamAgentVersion: behaviour.latestAgentVersion,
    LatestAppstreamAgentVersion: 'TRUE',
    State: 'CREATING',
    CreatedTime: new Date(nowMs),
  })
  copyInstalledSoftware({ region, arn: existing.Arn }, { region, arn })
  region.setTags(arn, stringMap(input, 'newImageTags'))
  region.images.schedule(name, [{ atMs: nowMs + durations.updateImage, state: 'AVAILABLE' }])
  if (behaviour.managedUpdateBuilder === 'listed') putUpdateBuilder(existing, name, context)
  return { image: imageByName(name, context), canUpdateImage }
}

/**
 * Adds the builder of a managed update. Its name is not documented; the emulator uses the name of the image if it is
 * free.
 */
function putUpdateBuilder(existing: ImageRecord, name: string, context: OperationContext): void {
  const { region, behaviour, durations, nowMs } = context
  if (region.imageBuilders.has(name)) return
  region.putImageBuilder({
    Name: name,
    ImageArn: existing.Arn,
    Platform: existing.Platform,
    AppstreamAgentVersion: behaviour.latestAgentVersion,
    State: 'UPDATING',
  })
  region.imageBuilders.schedule(name, [
    { atMs: nowMs + (durations.updateImage * 2) / 3, state: 'PENDING_QUALIFICATION' },
    { atMs: nowMs + durations.updateImage, state: null },
  ])
}
