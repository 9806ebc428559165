import type {
  AgentAccessConfig,
  AgentAccessSetting,
  ApplicationSettingsResponse,
  ContentRedirection,
  StackError,
  StorageConnector,
  StreamingExperienceSettings,
  UrlRedirectionConfig,
  UserSetting,
} from '../../appstream/model.ts'
import { defineStructure } from '../kit/members.ts'
import {
  agentAction,
  permission,
  preferredProtocol,
  screenImageFormat,
  screenResolution,
  stackErrorCode,
  storageConnectorType,
  userAction,
  userControlMode,
} from './enums.ts'

/** Persistent storage for users. */
export const StorageConnectorRef = defineStructure<StorageConnector>({
  name: 'AppStreamStorageConnector',
  structure: 'StorageConnector',
  description: 'Persistent storage for the users of a stack.',
  members: {
    ConnectorType: [storageConnectorType, 'The kind of storage.'],
    ResourceIdentifier: 'The ARN of the storage. Null if AWS does not return it.',
    Domains: 'The names of the domains of the account at the storage provider. Empty for home folders.',
    DomainsRequireAdminConsent:
      'The OneDrive domains that need the consent of an administrator. Empty if there are none.',
  },
})

/** Error of a stack. */
export const StackErrorRef = defineStructure<StackError>({
  name: 'AppStreamStackError',
  structure: 'StackError',
  description: 'An error of a stack.',
  members: { ErrorCode: [stackErrorCode, 'The error.'], ErrorMessage: 'Error message from AWS.' },
})

/** Permission of users for an action. */
export const UserSettingRef = defineStructure<UserSetting>({
  name: 'AppStreamUserSetting',
  structure: 'UserSetting',
  description: 'Permission of users for an action while they stream.',
  members: {
    Action: [userAction, 'The action.'],
    Permission: [permission, 'Permission for the action.'],
    MaximumLength:
      'The maximum number of characters that users can copy at once; of the two clipboard actions. Null on other actions.',
  },
})

/** Persistence of application settings. */
export const ApplicationSettingsRef = defineStructure<ApplicationSettingsResponse>({
  name: 'AppStreamApplicationSettings',
  structure: 'ApplicationSettingsResponse',
  description: 'Persistence of application settings between the sessions of a user.',
  members: {
    Enabled: 'True if the settings persist.',
    SettingsGroup:
      'The prefix in the bucket; stacks with the same one share the settings. Null if they do not persist.',
    S3BucketName: 'The bucket that holds the settings. Null until there is one.',
  },
})

/** Streaming settings of sessions. */
export const StreamingExperienceSettingsRef = defineStructure<StreamingExperienceSettings>({
  name: 'AppStreamStreamingExperienceSettings',
  structure: 'StreamingExperienceSettings',
  description: 'Streaming settings of sessions.',
  members: { PreferredProtocol: [preferredProtocol, 'The preferred transport protocol.'] },
})

const UrlRedirectionConfigRef = defineStructure<UrlRedirectionConfig>({
  name: 'AppStreamUrlRedirectionConfig',
  structure: 'UrlRedirectionConfig',
  description: 'The URLs that open on the device of the user instead of in the session.',
  members: {
    Enabled: 'True if URLs are redirected.',
    AllowedUrls: 'The URL patterns that are redirected. Empty if there are none.',
    DeniedUrls:
      'The URL patterns that are not redirected, even if they are allowed. Empty if there are none.',
  },
})

/** Redirection of URLs to the user's device. */
export const ContentRedirectionRef = defineStructure<ContentRedirection>({
  name: 'AppStreamContentRedirection',
  structure: 'ContentRedirection',
  description: 'The redirection of content between the session and the device of the user.',
  members: {
    HostToClient: [UrlRedirectionConfigRef, 'From the session to the device. Null if nothing was set.'],
  },
})

const AgentAccessSettingRef = defineStructure<AgentAccessSetting>({
  name: 'AppStreamAgentAccessSetting',
  structure: 'AgentAccessSetting',
  description: 'Permission of AI agents for an action.',
  members: {
    AgentAction: [agentAction, 'The action.'],
    Permission: [permission, 'Permission for the action.'],
  },
})

/** Access of AI agents. */
export const AgentAccessConfigRef = defineStructure<AgentAccessConfig>({
  name: 'AppStreamAgentAccessConfig',
  structure: 'AgentAccessConfig',
  description: 'The access of AI agents to the sessions of a stack.',
  members: {
    Settings: [
      AgentAccessSettingRef,
      'The actions that are permitted, and those that are not. Empty if there are none.',
    ],
    S3BucketArn: 'The ARN of the bucket for screenshots. Null if there is none.',
    ScreenshotsUploadEnabled: 'True if screenshots are uploaded.',
    ScreenResolution: [screenResolution, 'The screen resolution.'],
    ScreenImageFormat: [screenImageFormat, 'The format of screenshots.'],
    UserControlMode: [userControlMode, 'The control that users have over the sessions of agents.'],
  },
})
