import type { StackAttribute, StorageConnectorAuthentication } from '../../appstream/model.ts'
import type { InputOf } from '../../appstream/operations.ts'
import { AccessEndpointInput } from '../image-builder/inputs.ts'
import { create } from '../kit/mutations/create.ts'
import { contradictions, type Input } from '../kit/mutations/declaration.ts'
import { remove } from '../kit/mutations/remove.ts'
import { update } from '../kit/mutations/update.ts'
import type { InputMembers } from '../kit/request.ts'
import type { InputProblem } from '../mutation/errors.ts'
import { openEnum } from '../open-enum.ts'
import { stackFleets } from './association.ts'
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
  'A setting that an update can remove from a stack.',
  {
    STORAGE_CONNECTORS: 'All storage connectors.',
    STORAGE_CONNECTOR_HOMEFOLDERS: 'The home folders.',
    STORAGE_CONNECTOR_GOOGLE_DRIVE: 'The connector to Google Drive.',
    STORAGE_CONNECTOR_ONE_DRIVE: 'The connector to OneDrive.',
    REDIRECT_URL: 'The redirect URL.',
    FEEDBACK_URL: 'The feedback URL.',
    THEME_NAME: 'The theme name.',
    USER_SETTINGS: 'The user settings.',
    EMBED_HOST_DOMAINS: 'The domains that may embed sessions.',
    IAM_ROLE_ARN: 'The IAM role.',
    ACCESS_ENDPOINTS: 'The access endpoints.',
    STREAMING_EXPERIENCE_SETTINGS: 'The streaming experience settings.',
    CONTENT_REDIRECTION: 'The content redirection.',
    AGENT_ACCESS_CONFIG: 'The access of AI agents.',
    STORAGE_CONNECTOR_AUTHENTICATION: 'Authentication method of users at their storage provider.',
  },
)

/** A request with the member that the SDK's types lack. */
type WithAuthentication<Request> = Request & {
  StorageConnectorAuthentication?: StorageConnectorAuthentication
}

/** The settings that creation and update have in common. */
const settings = {
  Description: 'The description; at most 256 characters.',
  DisplayName: 'The name that users see; at most 100 characters.',
  StorageConnectors: [
    StorageConnectorInput,
    'The persistent storage of users. An update removes those that it leaves out.',
  ],
  StorageConnectorAuthentication: [
    storageConnectorAuthentication,
    'Authentication method of users at their storage provider.',
  ],
  RedirectURL: 'The URL that users are sent to when their session ends; at most 1000 characters.',
  FeedbackURL: 'The URL that users are sent to when they send feedback; at most 1000 characters.',
  UserSettings: [UserSettingInput, 'The actions that users may take while they stream.'],
  ApplicationSettings: [ApplicationSettingsInput, 'Persistence of application settings between sessions.'],
  AccessEndpoints: [AccessEndpointInput, 'The VPC endpoints that users have to stream through: 1 to 4.'],
  EmbedHostDomains: 'The domains that may embed sessions in their pages: 1 to 20.',
  StreamingExperienceSettings: [StreamingExperienceSettingsInput, 'Streaming settings of sessions.'],
  ContentRedirection: [ContentRedirectionInput, 'The redirection of URLs to the device of the user.'],
  AgentAccessConfig: [AgentAccessConfigInput, 'The access of AI agents. None by default.'],
} as const

const createMembers: InputMembers<WithAuthentication<InputOf<'CreateStack'>>, 'Name'> = {
  ...settings,
  Tags: 'The tags: 1 to 50.',
}

const updateMembers: InputMembers<
  WithAuthentication<InputOf<'UpdateStack'>>,
  'Name' | 'DeleteStorageConnectors' | 'AttributesToDelete'
> = settings

/** AWS adds the given connectors to the existing ones, so the others must be removed by name. */
function removeOtherConnectors(request: Record<string, unknown>, { aws }: Stack): Record<string, unknown> {
  const given = Array.isArray(request['StorageConnectors']) ? request['StorageConnectors'] : []
  const wanted = new Set(given.map(({ ConnectorType }) => ConnectorType))
  const others = (aws.StorageConnectors ?? []).filter(({ ConnectorType }) => !wanted.has(ConnectorType))
  const named = Array.isArray(request['AttributesToDelete']) ? request['AttributesToDelete'] : []
  const attributes = new Set([
    ...named,
    ...others.map(({ ConnectorType }) => `STORAGE_CONNECTOR_${ConnectorType}`),
  ])
  return { ...request, ...(attributes.size > 0 && { AttributesToDelete: [...attributes] }) }
}

/** Returns the problems of connectors that an update both sets and removes. */
function checkConnectors({ storageConnectors, attributesToDelete }: Input): InputProblem[] {
  const removed: readonly unknown[] = Array.isArray(attributesToDelete) ? attributesToDelete : []
  const given: readonly { readonly connectorType?: unknown }[] = Array.isArray(storageConnectors)
    ? storageConnectors
    : []
  return given
    .map(({ connectorType }) => `STORAGE_CONNECTOR_${connectorType}`)
    .filter((attribute) => removed.includes(attribute))
    .map((attribute) => ({
      path: 'attributesToDelete',
      message: `\`${attribute}\` is to be removed, but \`storageConnectors\` sets it.`,
    }))
}

function checkApplicationSettings({ applicationSettings }: Input): InputProblem[] {
  const { enabled, settingsGroup } = Object(applicationSettings)
  return enabled === true && settingsGroup == null
    ? [{ path: 'applicationSettings.settingsGroup', message: 'Is needed where `enabled` is true.' }]
    : []
}

const ofStacks = { type: stacks, associations: [{ association: stackFleets, side: 'left' }] } as const

create({
  ...ofStacks,
  name: 'createAppStreamStack',
  operation: 'CreateStack',
  scope: 'appstream:manage',
  description: 'Creates a stack. `associateAppStreamFleet` gives it a fleet.',
  payloadDescription: 'The new stack.',
  structure: 'CreateStackRequest',
  members: createMembers,
  output: 'Stack',
  // An empty list: a stack is created from nothing that could still be in creation.
  references: {},
  recognizedBy: ['Description', 'DisplayName', 'RedirectURL', 'FeedbackURL'],
  check: checkApplicationSettings,
})

update({
  ...ofStacks,
  name: 'updateAppStreamStack',
  operation: 'UpdateStack',
  scope: 'appstream:manage',
  description: 'Updates a stack. Lists replace the existing lists.',
  payloadDescription: 'The updated stack.',
  structure: 'UpdateStackRequest',
  // One of the attributes is missing in the SDK's types.
  members: { ...updateMembers, AttributesToDelete: [stackAttribute, 'The settings to remove.'] },
  output: 'Stack',
  complete: {
    isNeeded: ({ storageConnectors }) => storageConnectors != null,
    with: removeOtherConnectors,
  },
  check: (input) => [
    ...checkApplicationSettings(input),
    ...checkConnectors(input),
    ...contradictions(input, {
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
    }),
  ],
})

remove({
  ...ofStacks,
  name: 'deleteAppStreamStack',
  operation: 'DeleteStack',
  scope: 'appstream:manage',
  description: 'Deletes a stack permanently. AWS rejects it while a fleet is associated.',
})
