import type {
  AgentAccessConfigForUpdate,
  AgentAccessSetting,
  ApplicationSettings,
  ContentRedirection,
  StorageConnector,
  StreamingExperienceSettings,
  UrlRedirectionConfig,
  UserSetting,
} from '../../appstream/model.ts'
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
  'Persistent storage for the users of a stack.',
  {
    ConnectorType: [storageConnectorType, 'The kind of storage.'],
    ResourceIdentifier: 'The ARN of the storage.',
    Domains: 'The names of the domains of the account at the storage provider; at most 50.',
    DomainsRequireAdminConsent: 'The OneDrive domains that need the consent of an administrator; at most 50.',
  },
)

export const UserSettingInput = defineInput<UserSetting>(
  'AppStreamUserSettingInput',
  'UserSetting',
  'Permission of users for an action while they stream.',
  {
    Action: [userAction, 'The action.'],
    Permission: [permission, 'Permission for the action.'],
    MaximumLength:
      'The maximum number of characters that users can copy at once; for the two clipboard actions. Default: 20971520.',
  },
)

export const ApplicationSettingsInput = defineInput<ApplicationSettings>(
  'AppStreamApplicationSettingsInput',
  'ApplicationSettings',
  'Persistence of application settings between the sessions of a user.',
  {
    Enabled: 'True if the settings persist.',
    SettingsGroup: 'The prefix in the bucket, needed if they persist; at most 100 characters.',
  },
)

export const StreamingExperienceSettingsInput = defineInput<StreamingExperienceSettings>(
  'AppStreamStreamingExperienceSettingsInput',
  'StreamingExperienceSettings',
  'Streaming settings of sessions.',
  { PreferredProtocol: [preferredProtocol, 'The preferred transport protocol.'] },
)

const UrlRedirectionConfigInput = defineInput<UrlRedirectionConfig>(
  'AppStreamUrlRedirectionConfigInput',
  'UrlRedirectionConfig',
  'The URLs that open on the device of the user instead of in the session.',
  {
    Enabled: 'True if URLs are redirected.',
    AllowedUrls: 'The URL patterns to redirect; at most 100.',
    DeniedUrls: 'The URL patterns not to redirect, even if they are allowed; at most 100.',
  },
)

export const ContentRedirectionInput = defineInput<ContentRedirection>(
  'AppStreamContentRedirectionInput',
  'ContentRedirection',
  'The redirection of content between the session and the device of the user.',
  { HostToClient: [UrlRedirectionConfigInput, 'From the session to the device.'] },
)

const AgentAccessSettingInput = defineInput<AgentAccessSetting>(
  'AppStreamAgentAccessSettingInput',
  'AgentAccessSetting',
  'Permission of AI agents for an action.',
  {
    AgentAction: [agentAction, 'The action; COMPUTER_INPUT needs COMPUTER_VISION.'],
    Permission: [permission, 'Permission for the action.'],
  },
)

/** Creation and update share this input; creation checks its required members itself. */
export const AgentAccessConfigInput = defineInput<AgentAccessConfigForUpdate>(
  'AppStreamAgentAccessConfigInput',
  'AgentAccessConfigForUpdate',
  'The access of AI agents. A new one needs `settings`, `screenResolution` and `screenImageFormat`; of an existing one, what is given changes.',
  {
    Settings: [AgentAccessSettingInput, 'The actions that are permitted, and those that are not.'],
    S3BucketArn: 'The ARN of the bucket for screenshots.',
    ScreenshotsUploadEnabled: 'True to upload screenshots.',
    ScreenResolution: [screenResolution, 'The screen resolution.'],
    ScreenImageFormat: [screenImageFormat, 'The format of screenshots.'],
    UserControlMode: [userControlMode, 'The control that users have over the sessions of agents.'],
  },
)
