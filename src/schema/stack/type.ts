import type { AwsStack } from '../../appstream/model.ts'
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
  DisplayName: 'The name that users see. Null if there is none.',
  Description: 'The description. Null if there is none.',
  CreatedTime: 'The time of creation.',
  StorageConnectors: [StorageConnectorRef, 'The persistent storage of users. Empty if there is none.'],
  StorageConnectorAuthentication: [
    storageConnectorAuthentication,
    'Authentication method of users at their storage provider.',
  ],
  RedirectURL: 'The URL that users are sent to when their session ends. Null if there is none.',
  FeedbackURL: 'The URL that users are sent to when they send feedback. Null if there is none.',
  StackErrors: [StackErrorRef, 'The errors that AWS reports. Empty if there are none.'],
  UserSettings: [
    UserSettingRef,
    'The actions that users may take while they stream. AWS names each, also those that were never set. Empty if AWS does not return them.',
  ],
  ApplicationSettings: [ApplicationSettingsRef, 'Persistence of application settings between sessions.'],
  AccessEndpoints: [
    AccessEndpointRef,
    'The VPC endpoints that users have to stream through. Empty if they stream through the internet.',
  ],
  EmbedHostDomains: 'The domains that may embed sessions in their pages. Empty if there are none.',
  StreamingExperienceSettings: [StreamingExperienceSettingsRef, 'Streaming settings of sessions.'],
  ContentRedirection: [
    ContentRedirectionRef,
    'The redirection of URLs to the device of the user. Null if nothing was set.',
  ],
  AgentAccessConfig: [AgentAccessConfigRef, 'The access of AI agents. Null if they have none.'],
}

/** Stacks. */
export const stacks = defineResource({
  kind: stackKind,
  structure: 'Stack',
  description:
    'AppStream stack: the applications and permissions of users who stream from a fleet. Identified by its ARN.',
  noun: 'stack',
  plural: 'stacks',
  queries: { one: 'appStreamStack', many: 'appStreamStacks' },
  members,
  filters: {
    ...nameFilters,
    ...createdFilters,
    fleetArn: associatedWith<Stack>('Matches stacks of the fleet with this ARN. Costs one call to AWS.', {
      association: stackFleets,
      side: 'right',
      arnType: 'fleet',
    }),
    hasErrors: flag<Stack>(
      'Matches stacks with errors, or without.',
      ({ aws }) => (aws.StackErrors ?? []).length > 0,
    ),
  },
})
