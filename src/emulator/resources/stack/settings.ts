import { createHash } from 'node:crypto'
import { givenMembers, type JsonObject, objectList, optionalBoolean, optionalObject } from '../../json.ts'
import type { Place } from '../../kit/kind.ts'
import { combinationError } from '../../kit/preconditions.ts'
import { type StackRecord, userSettings } from './kind.ts'

/** Members that are copied from a request to the stack. Others are converted separately. */
const settings = [
  'DisplayName',
  'Description',
  'RedirectURL',
  'FeedbackURL',
  'AccessEndpoints',
  'EmbedHostDomains',
  'StreamingExperienceSettings',
  'ContentRedirection',
  'StorageConnectorAuthentication',
]

/** Returns the members that a request changes, except storage connectors and agent access. */
export function requestedSettings(input: JsonObject, place: Place): Partial<StackRecord> {
  const applications = optionalObject(input, 'ApplicationSettings')
  const given = objectList(input, 'UserSettings')
  return {
    ...givenMembers(input, settings),
    ...(given.length > 0 && { UserSettings: userSettings(given) }),
    ...(applications && { ApplicationSettings: applicationSettings(applications, place) }),
  }
}

function applicationSettings(requested: JsonObject, { region, accountId }: Place): JsonObject {
  const isEnabled = optionalBoolean(requested, 'Enabled') ?? false
  const { SettingsGroup } = requested
  if (isEnabled !== Boolean(SettingsGroup)) {
    throw combinationError(
      'SettingsGroup must be specified if, and only if, application settings are enabled.',
    )
  }
  if (!isEnabled) return { Enabled: false }
  const S3BucketName = `appstream-app-settings-${region}-${accountId}-${idOf(`${accountId}/${region}`)}`
  return { Enabled: true, SettingsGroup, S3BucketName }
}

/** Returns the suffix of a bucket name, which is random at AWS. Derived from the text, so that it is reproducible. */
function idOf(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 8)
}

/** Returns the connectors of a request. Home folders get the bucket that AWS creates for them. */
export function requestedConnectors(input: JsonObject, { region, accountId }: Place): readonly JsonObject[] {
  const connectors = objectList(input, 'StorageConnectors')
  if (new Set(connectors.map(connectorType)).size < connectors.length) {
    throw combinationError('A storage connector type must not be specified twice.')
  }
  const bucket = `appstream2-36fb080bb8-${region}-${accountId}`
  return connectors.map((connector) =>
    connectorType(connector) === 'HOMEFOLDERS' ? { ResourceIdentifier: bucket, ...connector } : connector,
  )
}

/** Adds connectors to those of a stack, and replaces those of the same type. */
export function mergedConnectors(
  present: readonly JsonObject[],
  added: readonly JsonObject[],
): readonly JsonObject[] {
  const byType = new Map([...present, ...added].map((connector) => [connectorType(connector), connector]))
  return [...byType.values()]
}

/** Returns the type of a connector, such as ONE_DRIVE. */
export function connectorType(connector: JsonObject): unknown {
  return connector['ConnectorType']
}
