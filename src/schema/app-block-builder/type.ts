import type {
  AppBlockBuilderState,
  AppBlockBuilderStateChangeReason,
  AppBlockBuilderStateChangeReasonCode,
  AwsAppBlockBuilder,
} from '../../appstream/model/model.ts'
import { AccessEndpointRef, VpcConfigRef } from '../image-builder/parts.ts'
import { createdFilters, errorsFilter, nameFilters, stateFilter } from '../kit/filter.ts'
import { defineStructure, type Members } from '../kit/members.ts'
import { defineResource } from '../kit/resource.ts'
import { defineStateSubscription } from '../kit/subscription.ts'
import { openEnum } from '../open-enum.ts'
import { platform } from '../platform.ts'
import { ResourceErrorRef } from '../resource-error.ts'
import { type AppBlockBuilder, appBlockBuilderKind } from './kind.ts'

/** State of an app block builder. */
export const appBlockBuilderState = openEnum<AppBlockBuilderState>(
  'AppStreamAppBlockBuilderState',
  'State of an app block builder.',
  {
    STARTING: 'Starting. Takes minutes.',
    RUNNING: 'Running and billed. A packager can connect to it.',
    STOPPING: 'Stopping. The next state is STOPPED.',
    STOPPED: 'Stopped. It can be updated, started or deleted.',
  },
)

const stateChangeReasonCode = openEnum<AppBlockBuilderStateChangeReasonCode>(
  'AppStreamAppBlockBuilderStateChangeReasonCode',
  'Reason code for the state of an app block builder.',
  { INTERNAL_ERROR: 'Internal error in AWS.' },
)

const StateChangeReasonRef = defineStructure<AppBlockBuilderStateChangeReason>({
  name: 'AppStreamAppBlockBuilderStateChangeReason',
  structure: 'AppBlockBuilderStateChangeReason',
  description: 'Reason for the state of an app block builder.',
  members: {
    Code: [
      stateChangeReasonCode,
      'Reason code. `UNKNOWN` if this release does not know the code, null if AWS returns none.',
    ],
    Message: 'Human-readable reason from AWS. Null if AWS returns none.',
  },
})

const members: Members<AwsAppBlockBuilder, 'Arn' | 'Name' | 'State'> = {
  DisplayName: 'Display name. Null if there is none.',
  Description: 'Description. Null if there is none.',
  Platform: [platform, 'Operating system.'],
  InstanceType: 'Instance type, for example `stream.standard.medium`.',
  VpcConfig: [VpcConfigRef, 'Subnets and security groups of the app block builder in your VPC.'],
  EnableDefaultInternetAccess: 'True if default internet access is enabled.',
  IamRoleArn: 'ARN of the IAM role of the instance. Null if there is none.',
  AccessEndpoints: [
    AccessEndpointRef,
    'VPC endpoints through which the app block builder must be reached. Empty if it is reached over the internet.',
  ],
  DisableIMDSV1: 'True if version 1 of the EC2 instance metadata service (IMDSv1) is disabled.',
  StateChangeReason: [StateChangeReasonRef, 'Reason for the last change of state.'],
  AppBlockBuilderErrors: [ResourceErrorRef, 'Errors that AWS reports. Empty if there are none.'],
  CreatedTime: 'Creation time.',
}

/** Resource type of app block builders. */
export const appBlockBuilders = defineResource({
  kind: appBlockBuilderKind,
  structure: 'AppBlockBuilder',
  description: 'App block builder: an instance on which app blocks are packaged. Identified by its ARN.',
  noun: 'app block builder',
  plural: 'app block builders',
  queries: { one: 'appStreamAppBlockBuilder', many: 'appStreamAppBlockBuilders' },
  state: appBlockBuilderState,
  members,
  filters: {
    ...nameFilters,
    ...createdFilters,
    states: stateFilter<AppBlockBuilder>(appBlockBuilderState),
    hasErrors: errorsFilter<AppBlockBuilder>('app block builders', ({ aws }) => aws.AppBlockBuilderErrors),
  },
})

defineStateSubscription({
  type: appBlockBuilders,
  name: 'appStreamAppBlockBuilderStateChanged',
  event: 'AppStreamAppBlockBuilderStateChangeEvent',
  state: appBlockBuilderState,
  description:
    'Emits an event when an app block builder is created, is deleted, or changes its state. All subscribers share the same AWS polling.',
})
