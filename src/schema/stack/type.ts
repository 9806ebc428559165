import type { AwsStack } from '../../appstream/model/model.ts'
import { AccessEndpointRef } from '../image-builder/parts.ts'
import { createdFilters, flag, nameFilters } from '../kit/filter.ts'
import type { Members } from '../kit/members.ts'
import { associatedWith } from '../kit/relations.ts'
import { defineResource } from '../kit/resource.ts'
import { stackFleets } from './association.ts'
import { storageConnectorAuthentication } from './enums.ts'
import { type Stack, stackKind } from './kind.ts'
import {
  AgentAccessConfigRef,
  ApplicationSettingsRef,
  ContentRedirectionRef,
  StackErrorRef,
  StorageConnectorRef,
  StreamingExperienceSettingsRef,
  UserSettingRef,
} from './parts.ts'

const members: Members<AwsStack, 'Arn' | 'Name'> = {
  DisplayName: 'Display name. Null if there is none.',
  Description: 'Description. Null if there is none.',
  CreatedTime: 'Creation time.',
  StorageConnectors: [StorageConnectorRef, 'Storage connectors of users. Empty if there are none.'],
  StorageConnectorAuthentication: [
    storageConnectorAuthentication,
    'Authentication of users with their storage provider.',
  ],
  RedirectURL: 'URL to which users are redirected after their session. Null if there is none.',
  FeedbackURL: 'URL of the feedback page for users. Null if there is none.',
  StackErrors: [StackErrorRef, 'Errors that AWS reports. Empty if there are none.'],
  UserSettings: [
    UserSettingRef,
    'Permissions of users, one per action, including actions that were never set. Empty if AWS does not return them.',
  ],
  ApplicationSettings: [ApplicationSettingsRef, 'Persistence of application settings between sessions.'],
  AccessEndpoints: [
    AccessEndpointRef,
    'VPC endpoints through which users must stream. Empty if they stream over the internet.',
  ],
  EmbedHostDomains: 'Domains whose pages may embed streaming sessions. Empty if there are none.',
  StreamingExperienceSettings: [StreamingExperienceSettingsRef, 'Streaming experience settings of a stack.'],
  ContentRedirection: [
    ContentRedirectionRef,
    'Redirection of URLs to the device of the user. Null if not configured.',
  ],
  AgentAccessConfig: [AgentAccessConfigRef, 'Access of AI agents to sessions. Null if they have none.'],
}

/** Resource type of stacks. */
export const stacks = defineResource({
  kind: stackKind,
  structure: 'Stack',
  description:
    'AppStream stack: access policies and settings for users who stream from the associated fleet. Identified by its ARN.',
  noun: 'stack',
  plural: 'stacks',
  queries: { one: 'appStreamStack', many: 'appStreamStacks' },
  members,
  filters: {
    ...nameFilters,
    ...createdFilters,
    fleetArn: associatedWith<Stack>('Filters by ARN of an associated fleet. Costs one AWS call.', {
      association: stackFleets,
      side: 'right',
      arnType: 'fleet',
    }),
    hasErrors: flag<Stack>(
      'Filters by errors: true matches stacks with errors, false stacks without.',
      ({ aws }) => (aws.StackErrors ?? []).length > 0,
    ),
  },
})
