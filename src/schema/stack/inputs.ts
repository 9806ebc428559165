import type {
  AgentAccessConfigForUpdate,
  AgentAccessSetting,
  ApplicationSettings,
  ContentRedirection,
  StorageConnector,
  StreamingExperienceSettings,
  UrlRedirectionConfig,
  UserSetting,
} from '../../appstream/model/model.ts'
import { defineInput } from '../kit/request.ts'
import {
  agentAction,
  permission,
  preferredProtocol,
  screenImageFormat,
  screenResolution,
  storageConnectorType,
  userAction,
  userControlMode,
} from './enums.ts'

export const StorageConnectorInput = defineInput<StorageConnector>(
  'AppStreamStorageConnectorInput',
  'StorageConnector',
  'Storage connector: persistent storage for the users of a stack.',
  {
    ConnectorType: [storageConnectorType, 'Kind of storage.'],
    ResourceIdentifier: 'ARN of the storage.',
    Domains: 'Domains of the account at the storage provider, at most 50.',
    DomainsRequireAdminConsent: 'OneDrive domains that require consent of an administrator, at most 50.',
  },
)

export const UserSettingInput = defineInput<UserSetting>(
  'AppStreamUserSettingInput',
  'UserSetting',
  'Permission of users for an action during a session.',
  {
    Action: [userAction, 'Action.'],
    Permission: [permission, 'Permission for the action.'],
    MaximumLength:
      'Maximum number of characters that users can copy at once. For the two clipboard actions only. Default: 20971520.',
  },
)

export const ApplicationSettingsInput = defineInput<ApplicationSettings>(
  'AppStreamApplicationSettingsInput',
  'ApplicationSettings',
  'Persistence of application settings between the sessions of a user.',
  {
    Enabled: 'True if application settings are kept between sessions.',
    SettingsGroup:
      'Prefix of the settings in the S3 bucket, at most 100 characters. Required if `enabled` is true. Stacks with the same prefix share their settings.',
  },
)

export const StreamingExperienceSettingsInput = defineInput<StreamingExperienceSettings>(
  'AppStreamStreamingExperienceSettingsInput',
  'StreamingExperienceSettings',
  'Streaming experience settings of a stack.',
  { PreferredProtocol: [preferredProtocol, 'Preferred transport protocol.'] },
)

const UrlRedirectionConfigInput = defineInput<UrlRedirectionConfig>(
  'AppStreamUrlRedirectionConfigInput',
  'UrlRedirectionConfig',
  'Rules for URLs that open on the device of the user instead of in the session.',
  {
    Enabled: 'True if URLs are redirected.',
    AllowedUrls: 'URL patterns to redirect, at most 100.',
    DeniedUrls: 'URL patterns to exclude from redirection, even if `allowedUrls` matches; at most 100.',
  },
)

export const ContentRedirectionInput = defineInput<ContentRedirection>(
  'AppStreamContentRedirectionInput',
  'ContentRedirection',
  'Redirection of content between a session and the device of the user.',
  { HostToClient: [UrlRedirectionConfigInput, 'Redirection from the session to the device.'] },
)

const AgentAccessSettingInput = defineInput<AgentAccessSetting>(
  'AppStreamAgentAccessSettingInput',
  'AgentAccessSetting',
  'Permission of AI agents for an action.',
  {
    AgentAction: [agentAction, 'Action. COMPUTER_INPUT requires COMPUTER_VISION.'],
    Permission: [permission, 'Permission for the action.'],
  },
)

/** Input shared by creation and update. Creation checks its required members itself. */
export const AgentAccessConfigInput = defineInput<AgentAccessConfigForUpdate>(
  'AppStreamAgentAccessConfigInput',
  'AgentAccessConfigForUpdate',
  'Access of AI agents. A new configuration requires `settings`, `screenResolution` and `screenImageFormat`. For an existing one, omitted members keep their values.',
  {
    Settings: [AgentAccessSettingInput, 'Permissions of agents, one per action.'],
    S3BucketArn: 'ARN of the S3 bucket for screenshots.',
    ScreenshotsUploadEnabled: 'True to upload screenshots to the S3 bucket.',
    ScreenResolution: [screenResolution, 'Screen resolution.'],
    ScreenImageFormat: [screenImageFormat, 'Image format of screenshots.'],
    UserControlMode: [userControlMode, 'Level of control that users have over sessions of AI agents.'],
  },
)
