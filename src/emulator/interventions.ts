import { formatArn } from './arn.ts'
import { AwsError } from './errors.ts'
import type { ResourceErrorRecord } from './kit/kind.ts'
import type { OperationContext } from './kit/operation.ts'
import { notFound, notPermitted, requireExisting } from './kit/preconditions.ts'
import type { TransitionStep } from './kit/transitions.ts'
import type { RegionStore } from './region.ts'
import type { CapacityStatus } from './resources/fleet/capacity.ts'
import type { ImageRecord } from './resources/image/kind.ts'
import { requireRoomForImage } from './resources/image/requirements.ts'
import { imageBuilderKind } from './resources/image-builder/kind.ts'
import { copyInstalledSoftware } from './resources/software/deployment.ts'

// Changes of resources that AWS makes without an API call.

/** Selects an account and a region. */
export interface Where {
  readonly region: string
  /** Default: the default account. */
  readonly accountId?: string | undefined
}

/** Input of the image assistant on a running image builder. */
export interface Snapshot extends Where {
  readonly imageBuilderName: string
  readonly imageName: string
  readonly displayName?: string | undefined
  readonly description?: string | undefined
  /** Titles of the applications that the image offers. */
  readonly applications?: readonly string[] | undefined
  readonly tags?: Readonly<Record<string, string>> | undefined
  /** True if the image becomes FAILED instead of AVAILABLE. */
  readonly fails?: boolean | undefined
}

/** Reason for a state, or an error of a resource. */
export interface Reason {
  readonly code: string
  readonly message: string
}

/** Members of a forced change that name a resource. Exactly one of them is required. */
export const forcedNames = [
  'image',
  'imageBuilder',
  'exportImageTask',
  'fleet',
  'stack',
  'appBlock',
  'appBlockBuilder',
] as const

type ForcedName = (typeof forcedNames)[number]

/** Table and member of errors of each resource. Where errors have a time, the state has a reason. */
const forcible = {
  image: { table: 'images', errors: 'ImageErrors', isDated: true },
  imageBuilder: { table: 'imageBuilders', errors: 'ImageBuilderErrors', isDated: true },
  exportImageTask: { table: 'exportImageTasks', errors: 'ErrorDetails', isDated: false },
  fleet: { table: 'fleets', errors: 'FleetErrors', isDated: false },
  stack: { table: 'stacks', errors: 'StackErrors', isDated: false },
  appBlock: { table: 'appBlocks', errors: 'AppBlockErrors', isDated: false },
  appBlockBuilder: { table: 'appBlockBuilders', errors: 'AppBlockBuilderErrors', isDated: true },
} as const satisfies Record<ForcedName, { table: keyof RegionStore; errors: string; isDated: boolean }>

/** Change forced on a resource. */
export interface ForcedChange extends Where, Partial<Readonly<Record<ForcedName, string | undefined>>> {
  /**
   * Any state, even one that the service model does not list; cancels the transitions of the resource. Not for stacks.
   */
  readonly state?: string | undefined
  readonly stateChangeReason?: Reason | undefined
  /** Replaces the errors of the resource. A STARTING fleet with errors stays STARTING until they are removed. */
  readonly errors?: readonly Reason[] | undefined
  /** Overwrites counts of the fleet's ComputeCapacityStatus; a RUNNING fleet stops launching instances. */
  readonly capacity?: Partial<CapacityStatus> | undefined
}

/** Takes a snapshot: the builder is SNAPSHOTTING, then STOPPED; the image is PENDING, then AVAILABLE or FAILED. */
export function takeSnapshot(snapshot: Snapshot, context: OperationContext): void {
  const { region, durations, nowMs } = context
  const { imageBuilderName, imageName } = snapshot
  const imageBuilder = requireExisting(region.imageBuilders, imageBuilderName, context)
  if (imageBuilder.State !== 'RUNNING') {
    throw notPermitted(imageBuilderKind, imageBuilderName, imageBuilder.State)
  }
  requireRoomForImage(imageName, region, context)
  const arn = formatArn(region.region, region.accountId, 'image', imageName)
  const hasSoftware = copyInstalledSoftware({ region, arn: imageBuilder.Arn }, { region, arn })
  region.putImage({
    Name: imageName,
    BaseImageArn: imageBuilder.ImageArn,
    DisplayName: snapshot.displayName ?? imageName,
    Description: snapshot.description,
    State: 'PENDING',
    ImageBuilderSupported: true,
    ImageBuilderName: imageBuilderName,
    ImageType: 'CUSTOM',
    ...(hasSoftware && { ManagedSoftwareIncluded: true }),
    Platform: imageBuilder.Platform,
    AppstreamAgentVersion: imageBuilder.AppstreamAgentVersion,
    Applications: (snapshot.applications ?? []).map((title) => ({
      Name: title.replaceAll(' ', ''),
      DisplayName: title,
      Enabled: true,
    })),
  })
  region.setTags(arn, snapshot.tags ?? {})
  region.images.schedule(imageName, [{ atMs: nowMs + durations.createImage, ...outcome(snapshot) }])
  region.imageBuilders.change(imageBuilderName, { State: 'SNAPSHOTTING' })
  region.imageBuilders.schedule(imageBuilderName, [
    { atMs: nowMs + durations.takeSnapshot, state: 'STOPPED' },
  ])
}

function outcome({ fails }: Snapshot): Omit<TransitionStep<ImageRecord>, 'atMs'> {
  if (!fails) return { state: 'AVAILABLE' }
  const StateChangeReason = { Code: 'INTERNAL_ERROR', Message: 'The snapshot could not be completed.' }
  return { state: 'FAILED', change: () => ({ StateChangeReason }) }
}

/** Changes a resource regardless of its state. */
export function forceChange(change: ForcedChange, { region, nowMs }: OperationContext): void {
  const [kind, ...others] = forcedNames.filter((name) => change[name] !== undefined)
  const name = kind && change[kind]
  if (kind === undefined || name === undefined || others.length > 0) {
    throw new AwsError('ValidationException', `Specify exactly one of ${forcedNames.join(', ')}.`)
  }
  if (change.capacity !== undefined && kind !== 'fleet') {
    throw new AwsError('ValidationException', '`capacity` applies to a fleet only.')
  }
  if (change.state !== undefined && kind === 'stack') {
    throw new AwsError('ValidationException', '`state` does not apply to a stack.')
  }
  const { errors, isDated, table: tableName } = forcible[kind]
  const table = region[tableName]
  const shown = errorsOf(change, isDated ? new Date(nowMs) : undefined)
  const members = { ...(isDated && reasonOf(change)), ...(shown && { [errors]: shown }) }
  if (!table.change(name, members)) throw notFound(table.kind, name, region.accountId)
  if (change.state !== undefined) table.force(name, change.state)
  if (kind === 'fleet') forceCapacity(name, change.capacity, region)
}

function reasonOf({ stateChangeReason: reason }: ForcedChange): {
  readonly StateChangeReason?: { readonly Code: string; readonly Message: string }
} {
  return reason === undefined ? {} : { StateChangeReason: { Code: reason.code, Message: reason.message } }
}

function errorsOf({ errors }: ForcedChange, at?: Date): readonly ResourceErrorRecord[] | undefined {
  return errors?.map(({ code, message }) => ({
    ErrorCode: code,
    ErrorMessage: message,
    ...(at !== undefined && { ErrorTimestamp: at }),
  }))
}

function forceCapacity(
  name: string,
  capacity: Partial<CapacityStatus> | undefined,
  { fleets }: RegionStore,
): void {
  const fleet = fleets.get(name)
  if (fleet === undefined || capacity === undefined) return
  const { Desired = 0, ...counts } = fleet.ComputeCapacityStatus ?? {}
  fleets.change(name, { ComputeCapacityStatus: { Desired, ...counts, ...capacity } })
  if (fleet.State === 'RUNNING') fleets.schedule(name, [])
}
