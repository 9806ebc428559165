import { formatArn } from './arn.ts'
import { AwsError } from './errors.ts'
import { requireRoomForImage } from './operations/new-images.ts'
import { notFound, notPermitted, type OperationContext } from './operations/operation.ts'
import type { TransitionStep } from './records.ts'

// What happens to resources at AWS without a call of its API.

/** Which account and region. */
interface Where {
  readonly region: string
  /** The default account unless told. */
  readonly accountId?: string | undefined
}

/** What the image assistant, on a running image builder, is told. */
export interface Snapshot extends Where {
  readonly imageBuilderName: string
  readonly imageName: string
  readonly displayName?: string | undefined
  readonly description?: string | undefined
  /** Titles of the applications that the image offers. */
  readonly applications?: readonly string[] | undefined
  readonly tags?: Readonly<Record<string, string>> | undefined
  /** The image ends FAILED instead of AVAILABLE. */
  readonly fails?: boolean | undefined
}

/** Why a resource is in its state, or an error that it shows. */
export interface Reason {
  readonly code: string
  readonly message: string
}

/** A change that befalls a resource: exactly one of `image` and `imageBuilder` says which. */
export interface ForcedChange extends Where {
  readonly image?: string | undefined
  readonly imageBuilder?: string | undefined
  /** Any state, listed or not; what the resource was about to do by itself is off. */
  readonly state?: string | undefined
  readonly stateChangeReason?: Reason | undefined
  /** Replaces the errors that the resource shows. */
  readonly errors?: readonly Reason[] | undefined
  /** Replaces the fleets that use the image. */
  readonly fleets?: readonly string[] | undefined
}

/** Takes a snapshot: the builder is SNAPSHOTTING, then STOPPED; the image is PENDING, then AVAILABLE or FAILED. */
export function takeSnapshot(snapshot: Snapshot, context: OperationContext): void {
  const { region, durations, nowMs } = context
  const { imageBuilderName, imageName } = snapshot
  const imageBuilder = region.imageBuilders.get(imageBuilderName)
  if (imageBuilder === undefined) throw notFound('image builder', imageBuilderName, region.accountId)
  if (imageBuilder.State !== 'RUNNING')
    throw notPermitted('image builder', imageBuilderName, imageBuilder.State)
  requireRoomForImage(imageName, region, context)
  const arn = formatArn(region.region, region.accountId, 'image', imageName)
  region.putImage({
    Name: imageName,
    Arn: arn,
    BaseImageArn: imageBuilder.ImageArn,
    DisplayName: snapshot.displayName ?? imageName,
    Description: snapshot.description,
    State: 'PENDING',
    ImageBuilderSupported: true,
    ImageBuilderName: imageBuilderName,
    ImageType: 'CUSTOM',
    Platform: imageBuilder.Platform,
    AppstreamAgentVersion: imageBuilder.AppstreamAgentVersion,
    Applications: (snapshot.applications ?? []).map((title) => ({
      Name: title.replaceAll(' ', ''),
      DisplayName: title,
      Enabled: true,
    })),
    CreatedTime: new Date(nowMs),
  })
  region.setTags(arn, snapshot.tags ?? {})
  region.schedule('image', imageName, [{ atMs: nowMs + durations.createImage, ...outcome(snapshot) }])
  region.change('image-builder', imageBuilderName, { State: 'SNAPSHOTTING' })
  region.schedule('image-builder', imageBuilderName, [
    { atMs: nowMs + durations.takeSnapshot, state: 'STOPPED' },
  ])
}

function outcome({ fails }: Snapshot): Omit<TransitionStep, 'atMs'> {
  if (!fails) return { state: 'AVAILABLE' }
  const reason = { Code: 'INTERNAL_ERROR', Message: 'The snapshot could not be completed.' }
  return { state: 'FAILED', members: { StateChangeReason: reason } }
}

/** Changes a resource whatever it was about to do. */
export function forceChange(change: ForcedChange, { region, nowMs }: OperationContext): void {
  const { image, imageBuilder, state, stateChangeReason, errors, fleets } = change
  const name = image ?? imageBuilder
  if (name === undefined || (image !== undefined && imageBuilder !== undefined)) {
    throw new AwsError('ValidationException', 'Exactly one of image and imageBuilder must be given.')
  }
  const kind = image === undefined ? 'image-builder' : 'image'
  const shownErrors = errors?.map(({ code, message }) => ({
    ErrorCode: code,
    ErrorMessage: message,
    ErrorTimestamp: new Date(nowMs),
  }))
  const exists = region.change(kind, name, {
    ...(state !== undefined && { State: state }),
    ...(stateChangeReason && {
      StateChangeReason: { Code: stateChangeReason.code, Message: stateChangeReason.message },
    }),
    ...(shownErrors && { [kind === 'image' ? 'ImageErrors' : 'ImageBuilderErrors']: shownErrors }),
  })
  if (!exists) throw notFound(kind === 'image' ? 'image' : 'image builder', name, region.accountId)
  if (state !== undefined) region.schedule(kind, name, [])
  if (image !== undefined && fleets !== undefined) region.fleetsUsing.set(image, fleets)
}
