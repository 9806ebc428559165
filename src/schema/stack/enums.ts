import type {
  Action,
  AgentAction,
  Permission,
  PreferredProtocol,
  ScreenImageFormat,
  ScreenResolution,
  StackErrorCode,
  StorageConnectorAuthentication,
  StorageConnectorType,
  UserControlMode,
} from '../../appstream/model/model.ts'
import { openEnum } from '../open-enum.ts'

/** Type of a storage connector. */
export const storageConnectorType = openEnum<StorageConnectorType>(
  'AppStreamStorageConnectorType',
  'Kind of persistent storage for users.',
  {
    HOMEFOLDERS: 'Home folders in Amazon S3.',
    GOOGLE_DRIVE: 'Google Drive.',
    ONE_DRIVE: 'Microsoft OneDrive.',
  },
)

/** Authentication of users with their storage provider. */
export const storageConnectorAuthentication = openEnum<StorageConnectorAuthentication>(
  'AppStreamStorageConnectorAuthentication',
  'Authentication of users with their storage provider.',
  {
    FORCE_REAUTHENTICATION: 'Users sign in to the storage in every session.',
    REUSE_CREDENTIALS: 'Users stay signed in to the storage between sessions.',
  },
)

/** Error code of a stack. */
export const stackErrorCode = openEnum<StackErrorCode>('AppStreamStackErrorCode', 'Error code of a stack.', {
  STORAGE_CONNECTOR_ERROR: 'A storage connector failed.',
  INTERNAL_SERVICE_ERROR: 'Internal error in AWS.',
})

/** Action of a user setting. */
export const userAction = openEnum<Action>('AppStreamUserAction', 'Action of users during a session.', {
  CLIPBOARD_COPY_FROM_LOCAL_DEVICE: 'Copy and paste from the local device into the session.',
  CLIPBOARD_COPY_TO_LOCAL_DEVICE: 'Copy and paste from the session to the local device.',
  FILE_UPLOAD: 'Upload files into the session.',
  FILE_DOWNLOAD: 'Download files from the session.',
  PRINTING_TO_LOCAL_DEVICE: 'Print on the local device.',
  DOMAIN_PASSWORD_SIGNIN: 'Sign in with the password of the Active Directory domain.',
  DOMAIN_SMART_CARD_SIGNIN: 'Sign in with a smart card.',
  AUTO_TIME_ZONE_REDIRECTION: 'Use the time zone of the local device.',
})

/** Permission for an action. */
export const permission = openEnum<Permission>('AppStreamPermission', 'Permission for an action.', {
  ENABLED: 'Permitted.',
  DISABLED: 'Not permitted.',
})

/** Transport protocol of sessions. */
export const preferredProtocol = openEnum<PreferredProtocol>(
  'AppStreamPreferredProtocol',
  'Preferred transport protocol of sessions.',
  { TCP: 'TCP.', UDP: 'UDP, where the client supports it.' },
)

/** Action of an AI agent. */
export const agentAction = openEnum<AgentAction>(
  'AppStreamAgentAction',
  'Action of AI agents in a session.',
  {
    COMPUTER_VISION: 'View the screen of the session.',
    COMPUTER_INPUT: 'Use mouse and keyboard. Requires COMPUTER_VISION.',
    FORWARD_MCP_TOOLS: 'Use MCP (Model Context Protocol) tools of the session.',
  },
)

/** Screen resolution of an AI agent. */
export const screenResolution = openEnum<ScreenResolution>(
  'AppStreamScreenResolution',
  'Screen resolution of sessions of AI agents.',
  { W_1280xH_720: '1280 by 720 pixels.' },
)

/** Image format of screenshots. */
export const screenImageFormat = openEnum<ScreenImageFormat>(
  'AppStreamScreenImageFormat',
  'Image format of screenshots for AI agents.',
  { PNG: 'PNG.', JPEG: 'JPEG.' },
)

/** Control of users over sessions of AI agents. */
export const userControlMode = openEnum<UserControlMode>(
  'AppStreamUserControlMode',
  'Level of control that users have over sessions of AI agents.',
  {
    VIEW_ONLY: 'Users can watch the agent.',
    VIEW_STOP: 'Users can watch the agent and stop it.',
    DISABLED: 'Users have no control.',
  },
)
