import type { StackAttribute, StorageConnectorAuthentication } from '../../appstream/model/model.ts'
import type { InputOf } from '../../appstream/model/operations.ts'
import { AccessEndpointInput } from '../image-builder/inputs.ts'
import { create } from '../kit/mutations/create.ts'
import { remove } from '../kit/mutations/remove.ts'
import { update } from '../kit/mutations/update.ts'
import type { Input, InputMembers } from '../kit/request.ts'
import type { InputProblem } from '../mutation/error-types.ts'
import { openEnum } from '../open-enum.ts'
import { storageConnectorAuthentication } from './enums.ts'
import {
  AgentAccessConfigInput,
  ApplicationSettingsInput,
  ContentRedirectionInput,
  StorageConnectorInput,
  StreamingExperienceSettingsInput,
  UserSettingInput,
} from './inputs.ts'
import type { Stack } from './kind.ts'
import { stacks } from './type.ts'

const stackAttribute = openEnum<StackAttribute | 'STORAGE_CONNECTOR_AUTHENTICATION'>(
  'AppStreamStackAttribute',
  'Stack setting that an update can remove.',
  {
    STORAGE_CONNECTORS: 'All storage connectors.',
    STORAGE_CONNECTOR_HOMEFOLDERS: 'Home folders.',
    STORAGE_CONNECTOR_GOOGLE_DRIVE: 'Google Drive connector.',
    STORAGE_CONNECTOR_ONE_DRIVE: 'OneDrive connector.',
    REDIRECT_URL: 'Redirect URL.',
    FEEDBACK_URL: 'Feedback URL.',
    THEME_NAME: 'Theme name.',
    USER_SETTINGS: 'User settings.',
    EMBED_HOST_DOMAINS: 'Domains that may embed sessions.',
    IAM_ROLE_ARN: 'IAM role.',
    ACCESS_ENDPOINTS: 'Access endpoints.',
    STREAMING_EXPERIENCE_SETTINGS: 'Streaming experience settings.',
    CONTENT_REDIRECTION: 'Content redirection.',
    AGENT_ACCESS_CONFIG: 'AI agent access.',
    STORAGE_CONNECTOR_AUTHENTICATION: 'Authentication of users with their storage provider.',
  },
)

/** Request with the member that the types of the SDK lack. */
type WithAuthentication<Request> = Request & {
  StorageConnectorAuthentication?: StorageConnectorAuthentication
}

/** Settings that creation and update describe alike. */
const settings = {
  Description: 'Description, at most 256 characters.',
  DisplayName: 'Display name, at most 100 characters.',
  StorageConnectorAuthentication: [
    storageConnectorAuthentication,
    'Authentication of users with their storage provider.',
  ],
  RedirectURL: 'URL to which users are redirected after their session, at most 1000 characters.',
  FeedbackURL: 'URL of the feedback page for users, at most 1000 characters.',
  ApplicationSettings: [ApplicationSettingsInput, 'Persistence of application settings between sessions.'],
  StreamingExperienceSettings: [StreamingExperienceSettingsInput, 'Streaming experience settings.'],
  ContentRedirection: [ContentRedirectionInput, 'Redirection of URLs to the device of the user.'],
} as const

const createMembers: InputMembers<WithAuthentication<InputOf<'CreateStack'>>, 'Name'> = {
  ...settings,
  StorageConnectors: [StorageConnectorInput, 'Storage connectors of users. Default: none.'],
  UserSettings: [
    UserSettingInput,
    'Permissions of users, one per action, such as clipboard or file transfer. Default of each action: DISABLED.',
  ],
  AccessEndpoints: [
    AccessEndpointInput,
    'VPC endpoints through which users must stream: 1 to 4. Default: none, users stream over the internet.',
  ],
  EmbedHostDomains: 'Domains whose pages may embed streaming sessions: 1 to 20. Default: none.',
  AgentAccessConfig: [AgentAccessConfigInput, 'Access of AI agents to sessions. Default: none.'],
  Tags: '1 to 50 tags.',
}

const updateMembers: InputMembers<
  WithAuthentication<InputOf<'UpdateStack'>>,
  'Name' | 'DeleteStorageConnectors' | 'AttributesToDelete'
> = {
  ...settings,
  StorageConnectors: [
    StorageConnectorInput,
    'Storage connectors of users. Connectors that are missing from the list are removed.',
  ],
  UserSettings: [
    UserSettingInput,
    'Permissions of users, one per action, such as clipboard or file transfer. Actions that are missing from the list are set to DISABLED.',
  ],
  AccessEndpoints: [
    AccessEndpointInput,
    'VPC endpoints through which users must stream: 1 to 4. The list replaces the existing endpoints; `ACCESS_ENDPOINTS` in `attributesToDelete` removes them all.',
  ],
  EmbedHostDomains:
    'Domains whose pages may embed streaming sessions: 1 to 20. The list replaces the existing domains; `EMBED_HOST_DOMAINS` in `attributesToDelete` removes them all.',
  AgentAccessConfig: [AgentAccessConfigInput, 'Access of AI agents to sessions.'],
}

/** Returns a request that also removes the omitted connectors: AWS adds those of an update to the existing ones. */
function removeOtherConnectors(request: Record<string, unknown>, { aws }: Stack): Record<string, unknown> {
  const connectors = Array.isArray(request['StorageConnectors']) ? request['StorageConnectors'] : []
  const types = new Set(connectors.map(({ ConnectorType }) => ConnectorType))
  const others = (aws.StorageConnectors ?? []).filter(({ ConnectorType }) => !types.has(ConnectorType))
  const removed = Array.isArray(request['AttributesToDelete']) ? request['AttributesToDelete'] : []
  const attributes = new Set([
    ...removed,
    ...others.map(({ ConnectorType }) => `STORAGE_CONNECTOR_${ConnectorType}`),
  ])
  return { ...request, ...(attributes.size > 0 && { AttributesToDelete: [...attributes] }) }
}

/** Returns the problems of connectors that an update both sets and removes. */
function checkConnectors({ storageConnectors, attributesToDelete }: Input): InputProblem[] {
  const removed: readonly unknown[] = Array.isArray(attributesToDelete) ? attributesToDelete : []
  const connectors: readonly { readonly connectorType?: unknown }[] = Array.isArray(storageConnectors)
    ? storageConnectors
    : []
  return connectors
    .map(({ connectorType }) => `STORAGE_CONNECTOR_${connectorType}`)
    .filter((attribute) => removed.includes(attribute))
    .map((attribute) => ({
      path: 'attributesToDelete',
      message: `\`${attribute}\` is removed here, but \`storageConnectors\` sets it: specify only one of them.`,
    }))
}

function checkApplicationSettings({ applicationSettings }: Input): InputProblem[] {
  const { enabled, settingsGroup } = Object(applicationSettings)
  return enabled === true && settingsGroup == null
    ? [{ path: 'applicationSettings.settingsGroup', message: 'Required if `enabled` is true.' }]
    : []
}

const ofStacks = { type: stacks } as const

create({
  ...ofStacks,
  name: 'createAppStreamStack',
  operation: 'CreateStack',
  scope: 'appstream:manage',
  description: 'Creates a stack. Associate a fleet with `associateAppStreamFleet`.',
  payloadDescription: 'Payload with the new stack.',
  structure: 'CreateStackRequest',
  members: createMembers,
  output: 'Stack',
  // Empty: a new stack depends on no resource that could itself be new.
  references: {},
  recognizedBy: ['Description', 'DisplayName', 'RedirectURL', 'FeedbackURL'],
  check: checkApplicationSettings,
})

update({
  ...ofStacks,
  name: 'updateAppStreamStack',
  operation: 'UpdateStack',
  scope: 'appstream:manage',
  description: 'Updates a stack. A given list replaces the existing list.',
  payloadDescription: 'Payload with the updated stack.',
  structure: 'UpdateStackRequest',
  // The types of the SDK lack one of the attributes.
  members: { ...updateMembers, AttributesToDelete: [stackAttribute, 'Settings to remove.'] },
  output: 'Stack',
  complete: {
    isNeeded: ({ storageConnectors }) => storageConnectors != null,
    with: removeOtherConnectors,
  },
  removes: {
    STORAGE_CONNECTORS: 'storageConnectors',
    REDIRECT_URL: 'redirectUrl',
    FEEDBACK_URL: 'feedbackUrl',
    USER_SETTINGS: 'userSettings',
    EMBED_HOST_DOMAINS: 'embedHostDomains',
    ACCESS_ENDPOINTS: 'accessEndpoints',
    STREAMING_EXPERIENCE_SETTINGS: 'streamingExperienceSettings',
    CONTENT_REDIRECTION: 'contentRedirection',
    AGENT_ACCESS_CONFIG: 'agentAccessConfig',
    STORAGE_CONNECTOR_AUTHENTICATION: 'storageConnectorAuthentication',
  },
  // Attributes for single connectors remove them from the list.
  shownAs: { AttributesToDelete: 'StorageConnectors' },
  check: (input) => [...checkApplicationSettings(input), ...checkConnectors(input)],
})

remove({
  ...ofStacks,
  name: 'deleteAppStreamStack',
  operation: 'DeleteStack',
  scope: 'appstream:manage',
  description: 'Deletes a stack permanently. AWS rejects this while a fleet is associated with it.',
})
