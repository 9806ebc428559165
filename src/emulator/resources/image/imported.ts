import { formatArn } from '../../arn.ts'
import { AwsError } from '../../errors.ts'
import {
  givenMembers,
  type JsonObject,
  objectList,
  optionalBoolean,
  optionalString,
  requiredString,
  stringMap,
} from '../../json.ts'
import type { OperationContext } from '../../kit/operation.ts'
import { combinationError, requireRole } from '../../kit/preconditions.ts'
import type { TransitionStep } from '../../kit/transitions.ts'
import type { ImageRecord } from './kind.ts'
import { requireRoomForImage } from './requirements.ts'
import { imageByName } from './visible.ts'

/**
 * CreateImportedImage: the image is IMPORTING, VALIDATING, then AVAILABLE or FAILED. A dry run throws its exception.
 */
export function createImportedImage(input: JsonObject, context: OperationContext): JsonObject {
  const { region, behaviour, durations, nowMs } = context
  const name = requiredString(input, 'Name')
  const ami = optionalString(input, 'SourceAmiId')
  const source = requireSource(ami, optionalString(input, 'WorkspaceImageId'))
  const role = optionalString(input, 'IamRoleArn')
  if (ami !== undefined && role === undefined) {
    throw combinationError('IamRoleArn must be specified together with SourceAmiId.')
  }
  requireRoomForImage(name, region, context)
  requireRole(role)
  requireImportable(source)
  requireUniqueNames(input)
  if (optionalBoolean(input, 'DryRun')) {
    throw new AwsError(
      'DryRunOperationException',
      'The request would have succeeded, but the DryRun flag is set.',
    )
  }
  region.putImage({
    ...givenMembers(input, ['DisplayName', 'Description']),
    Name: name,
    State: 'IMPORTING',
    ImageType: ami === undefined ? 'BYOL' : 'CUSTOM',
    ImageBuilderSupported: true,
    Platform: 'WINDOWS_SERVER_2022',
    AppstreamAgentVersion: behaviour.latestAgentVersion,
    LatestAppstreamAgentVersion: 'TRUE',
  })
  region.setTags(formatArn(region.region, region.accountId, 'image', name), stringMap(input, 'Tags'))
  const validatingMs = nowMs + durations.importImage
  region.images.schedule(name, [
    { atMs: validatingMs, state: 'VALIDATING' },
    { atMs: validatingMs + durations.validateImage, ...outcome(source, input) },
  ])
  return { Image: imageByName(name, context) }
}

function requireSource(ami: string | undefined, workspaceImage: string | undefined): string {
  const source = ami ?? workspaceImage
  if (source === undefined || (ami !== undefined && workspaceImage !== undefined)) {
    throw combinationError('Exactly one of SourceAmiId and WorkspaceImageId must be specified.')
  }
  return source
}

/**
 * Rejects some source ids, since the emulator has neither EC2 nor WorkSpaces: an id that ends in `missing` does not
 * exist, in `denied` is not shared with the account, and in `unfit` cannot be imported.
 */
function requireImportable(source: string): void {
  if (source.endsWith('missing')) {
    throw new AwsError('ResourceNotFoundException', `The source image ${source} does not exist.`)
  }
  if (source.endsWith('denied')) {
    throw new AwsError('OperationNotPermittedException', `Access to the source image ${source} is denied.`)
  }
  if (source.endsWith('unfit')) {
    const message = `The source image ${source} cannot be imported: it must be a Windows image with UEFI and TPM 2.0.`
    throw new AwsError('IncompatibleImageException', message)
  }
}

function requireUniqueNames(input: JsonObject): void {
  const names = objectList(input, 'AppCatalogConfig').map((application) =>
    requiredString(application, 'Name'),
  )
  if (new Set(names).size < names.length) {
    throw combinationError('The names in AppCatalogConfig must be unique.')
  }
}

/** Returns the last step of an import. A source whose id ends in `broken` fails its validation. */
function outcome(source: string, input: JsonObject): Omit<TransitionStep<ImageRecord>, 'atMs'> {
  if (source.endsWith('broken')) {
    const StateChangeReason = { Code: 'IMAGE_IMPORT_FAILURE', Message: 'The image could not be validated.' }
    return { state: 'FAILED', change: () => ({ StateChangeReason }) }
  }
  const Applications = objectList(input, 'AppCatalogConfig').map(applicationOf)
  return { state: 'AVAILABLE', change: () => ({ Applications }) }
}

/** Returns an application of an imported image. AWS never returns the other paths in the request. */
function applicationOf(config: JsonObject): JsonObject {
  return {
    ...givenMembers(config, ['Name', 'DisplayName', 'WorkingDirectory', 'LaunchParameters']),
    LaunchPath: requiredString(config, 'AbsoluteAppPath'),
    Enabled: true,
  }
}
