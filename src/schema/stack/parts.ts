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
} from '../../appstream/model/model.ts'
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

/** Storage connector: persistent storage for users. */
export const StorageConnectorRef = defineStructure<StorageConnector>({
  name: 'AppStreamStorageConnector',
  structure: 'StorageConnector',
  description: 'Storage connector: persistent storage for the users of a stack.',
  members: {
    ConnectorType: [storageConnectorType, 'Kind of storage.'],
    ResourceIdentifier: 'ARN of the storage. Null if AWS does not return it.',
    Domains: 'Domains of the account at the storage provider. Empty for home folders.',
    DomainsRequireAdminConsent:
      'OneDrive domains that require consent of an administrator. Empty if there are none.',
  },
})

/** Error of a stack. */
export const StackErrorRef = defineStructure<StackError>({
  name: 'AppStreamStackError',
  structure: 'StackError',
  description: 'Error of a stack.',
  members: { ErrorCode: [stackErrorCode, 'Error code.'], ErrorMessage: 'Error message from AWS.' },
})

/** Permission of users for an action. */
export const UserSettingRef = defineStructure<UserSetting>({
  name: 'AppStreamUserSetting',
  structure: 'UserSetting',
  description: 'Permission of users for an action during a session.',
  members: {
    Action: [userAction, 'Action.'],
    Permission: [permission, 'Permission for the action.'],
    MaximumLength:
      'Maximum number of characters that users can copy at once. Null for actions other than the two clipboard actions.',
  },
})

/** Persistence of application settings. */
export const ApplicationSettingsRef = defineStructure<ApplicationSettingsResponse>({
  name: 'AppStreamApplicationSettings',
  structure: 'ApplicationSettingsResponse',
  description: 'Persistence of application settings between the sessions of a user.',
  members: {
    Enabled: 'True if application settings are kept between sessions.',
    SettingsGroup:
      'Prefix of the settings in the S3 bucket. Stacks with the same prefix share their settings. Null if persistence is disabled.',
    S3BucketName: 'Name of the S3 bucket that stores the settings. Null until the bucket exists.',
  },
})

/** Streaming settings of sessions. */
export const StreamingExperienceSettingsRef = defineStructure<StreamingExperienceSettings>({
  name: 'AppStreamStreamingExperienceSettings',
  structure: 'StreamingExperienceSettings',
  description: 'Streaming experience settings of a stack.',
  members: { PreferredProtocol: [preferredProtocol, 'Preferred transport protocol.'] },
})

const UrlRedirectionConfigRef = defineStructure<UrlRedirectionConfig>({
  name: 'AppStreamUrlRedirectionConfig',
  structure: 'UrlRedirectionConfig',
  description: 'Rules for URLs that open on the device of the user instead of in the session.',
  members: {
    Enabled: 'True if URLs are redirected.',
    AllowedUrls: 'URL patterns that are redirected. Empty if there are none.',
    DeniedUrls:
      'URL patterns excluded from redirection, even if `allowedUrls` matches. Empty if there are none.',
  },
})

/** Redirection of URLs to the user's device. */
export const ContentRedirectionRef = defineStructure<ContentRedirection>({
  name: 'AppStreamContentRedirection',
  structure: 'ContentRedirection',
  description: 'Redirection of content between a session and the device of the user.',
  members: {
    HostToClient: [
      UrlRedirectionConfigRef,
      'Redirection from the session to the device. Null if not configured.',
    ],
  },
})

const AgentAccessSettingRef = defineStructure<AgentAccessSetting>({
  name: 'AppStreamAgentAccessSetting',
  structure: 'AgentAccessSetting',
  description: 'Permission of AI agents for an action.',
  members: {
    AgentAction: [agentAction, 'Action.'],
    Permission: [permission, 'Permission for the action.'],
  },
})

/** Access of AI agents. */
export const AgentAccessConfigRef = defineStructure<AgentAccessConfig>({
  name: 'AppStreamAgentAccessConfig',
  structure: 'AgentAccessConfig',
  description: 'Access of AI agents to the sessions of a stack.',
  members: {
    Settings: [AgentAccessSettingRef, 'Permissions of agents, one per action. Empty if there are none.'],
    S3BucketArn: 'ARN of the S3 bucket for screenshots. Null if there is none.',
    ScreenshotsUploadEnabled: 'True if screenshots are uploaded to the S3 bucket.',
    ScreenResolution: [screenResolution, 'Screen resolution.'],
    ScreenImageFormat: [screenImageFormat, 'Image format of screenshots.'],
    UserControlMode: [userControlMode, 'Level of control that users have over sessions of AI agents.'],
  },
})
