import type { AppBlockBuilderAttribute } from '../../appstream/model/model.ts'
import type { InputOf } from '../../appstream/model/operations.ts'
import { appBlocks } from '../app-block/type.ts'
import { AccessEndpointInput, VpcConfigInput } from '../image-builder/inputs.ts'
import { associate } from '../kit/mutations/associate.ts'
import { create } from '../kit/mutations/create.ts'
import { remove } from '../kit/mutations/remove.ts'
import { streamingUrl } from '../kit/mutations/streaming-url.ts'
import { transition } from '../kit/mutations/transition.ts'
import { update } from '../kit/mutations/update.ts'
import type { Input, InputMembers } from '../kit/request.ts'
import type { InputProblem } from '../mutation/error-types.ts'
import { openEnum } from '../open-enum.ts'
import { platform } from '../platform.ts'
import { builderAppBlocks } from './association.ts'
import { appBlockBuilders } from './type.ts'

const attribute = openEnum<AppBlockBuilderAttribute>(
  'AppStreamAppBlockBuilderAttribute',
  'App block builder setting that an update can remove.',
  {
    IAM_ROLE_ARN: 'IAM role.',
    ACCESS_ENDPOINTS: 'Access endpoints.',
    VPC_CONFIGURATION_SECURITY_GROUP_IDS: 'Security groups.',
  },
)

/** Settings common to creation and update. */
const settings = {
  Platform: [platform, 'Operating system: WINDOWS_SERVER_2019.'],
  InstanceType: 'Instance type, for example `stream.standard.medium`.',
  VpcConfig: [
    VpcConfigInput,
    'Subnets and security groups: at least two subnets in different Availability Zones.',
  ],
  Description: 'Description, at most 256 characters.',
  DisplayName: 'Display name, at most 100 characters.',
  EnableDefaultInternetAccess: 'True to enable default internet access.',
  IamRoleArn: 'ARN of the IAM role of the instance.',
  AccessEndpoints: [
    AccessEndpointInput,
    'VPC endpoints through which to connect to the app block builder: 1 to 4.',
  ],
  DisableIMDSV1: 'True to disable version 1 of the EC2 instance metadata service (IMDSv1).',
} as const

const createMembers: InputMembers<InputOf<'CreateAppBlockBuilder'>, 'Name'> = {
  ...settings,
  Tags: '1 to 50 tags.',
}

const updateMembers: InputMembers<InputOf<'UpdateAppBlockBuilder'>, 'Name'> = {
  ...settings,
  AttributesToDelete: [attribute, 'Settings to remove.'],
}

/** Checks the subnets: the documentation requires two, the service model none. */
function checkSubnets({ vpcConfig }: Input): InputProblem[] {
  const { subnetIds = [] } = Object(vpcConfig)
  const count = new Set(Array.isArray(subnetIds) ? subnetIds : []).size
  const message = `Must contain at least two subnets in different Availability Zones, got ${count}.`
  return count < 2 ? [{ path: 'vpcConfig.subnetIds', message }] : []
}

const ofBuilders = { type: appBlockBuilders } as const
const subscription = 'appStreamAppBlockBuilderStateChanged'

create({
  ...ofBuilders,
  name: 'createAppStreamAppBlockBuilder',
  operation: 'CreateAppBlockBuilder',
  scope: 'appstream:manage',
  description:
    'Creates an app block builder in the state STOPPED. Associate an app block with it before you start it.',
  payloadDescription: 'Payload with the new app block builder, which is STOPPED.',
  structure: 'CreateAppBlockBuilderRequest',
  members: createMembers,
  output: 'AppBlockBuilder',
  // Empty: a new app block builder depends on no resource that could itself be new.
  references: {},
  recognizedBy: ['Platform', 'InstanceType', 'DisplayName', 'Description', 'IamRoleArn'],
  check: checkSubnets,
})

update({
  ...ofBuilders,
  name: 'updateAppStreamAppBlockBuilder',
  operation: 'UpdateAppBlockBuilder',
  scope: 'appstream:manage',
  description:
    'Updates an app block builder. While RUNNING, it accepts display name and description; other changes require it to be STOPPED.',
  payloadDescription: 'Payload with the updated app block builder.',
  structure: 'UpdateAppBlockBuilderRequest',
  members: updateMembers,
  output: 'AppBlockBuilder',
  removes: {
    IAM_ROLE_ARN: 'iamRoleArn',
    ACCESS_ENDPOINTS: 'accessEndpoints',
    VPC_CONFIGURATION_SECURITY_GROUP_IDS: 'vpcConfig.securityGroupIds',
  },
  check: (input) => (Object(input['vpcConfig']).subnetIds == null ? [] : checkSubnets(input)),
})

transition({
  ...ofBuilders,
  name: 'startAppStreamAppBlockBuilder',
  operation: 'StartAppBlockBuilder',
  scope: 'appstream:operate',
  description:
    'Starts a STOPPED app block builder that has an app block, on a new instance. It is RUNNING after some minutes and is billed while it runs.',
  to: ['STARTING', 'RUNNING'],
  response: {
    output: 'AppBlockBuilder',
    from: ['STOPPED'],
    payloadDescription: 'Payload with the starting app block builder.',
    subscription,
  },
})

transition({
  ...ofBuilders,
  name: 'stopAppStreamAppBlockBuilder',
  operation: 'StopAppBlockBuilder',
  scope: 'appstream:operate',
  description: 'Stops a running app block builder. Everything on its instance is lost.',
  to: ['STOPPING', 'STOPPED'],
  response: {
    output: 'AppBlockBuilder',
    from: ['RUNNING'],
    payloadDescription: 'Payload with the stopping app block builder.',
    subscription,
  },
})

remove({
  ...ofBuilders,
  name: 'deleteAppStreamAppBlockBuilder',
  operation: 'DeleteAppBlockBuilder',
  scope: 'appstream:manage',
  description:
    'Deletes an app block builder permanently. It must be STOPPED and must not be associated with an app block.',
  requires: 'STOPPED',
})

streamingUrl({
  ...ofBuilders,
  name: 'createAppStreamAppBlockBuilderStreamingUrl',
  operation: 'CreateAppBlockBuilderStreamingURL',
  scope: 'appstream:operate',
  description:
    'Creates a URL to connect to a RUNNING app block builder as its administrator. The URL grants access without sign-in.',
  requestOf: (AppBlockBuilderName, Validity) => ({ AppBlockBuilderName, Validity }),
})

const ofPairs = {
  association: builderAppBlocks,
  types: { left: appBlockBuilders, right: appBlocks },
  members: { left: 'AppBlockBuilderName', right: { arn: 'AppBlockArn' } },
  scope: 'appstream:manage',
} as const

associate({
  ...ofPairs,
  name: 'associateAppStreamAppBlockBuilderAppBlock',
  operation: 'AssociateAppBlockBuilderAppBlock',
  associates: true,
  description: 'Associates an app block with a STOPPED app block builder, which can then package it.',
})

associate({
  ...ofPairs,
  name: 'disassociateAppStreamAppBlockBuilderAppBlock',
  operation: 'DisassociateAppBlockBuilderAppBlock',
  associates: false,
  subject: 'left',
  requires: { side: 'left', state: 'STOPPED' },
  description: 'Disassociates an app block from an app block builder, which must be STOPPED.',
})
