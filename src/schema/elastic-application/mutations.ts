import type { ApplicationAttribute } from '../../appstream/model/model.ts'
import type { InputOf } from '../../appstream/model/operations.ts'
import { fleets } from '../fleet/type.ts'
import { associate } from '../kit/mutations/associate.ts'
import { create } from '../kit/mutations/create.ts'
import { remove } from '../kit/mutations/remove.ts'
import { update } from '../kit/mutations/update.ts'
import type { Input, InputMembers } from '../kit/request.ts'
import type { InputProblem } from '../mutation/error-types.ts'
import { openEnum } from '../open-enum.ts'
import { platform } from '../platform.ts'
import { requireKeys, S3LocationInput } from '../s3-location.ts'
import { applicationFleets } from './association.ts'
import { elasticApplications } from './type.ts'

const attribute = openEnum<ApplicationAttribute>(
  'AppStreamElasticApplicationAttribute',
  'Application setting that an update can remove.',
  { LAUNCH_PARAMETERS: 'Launch parameters.', WORKING_DIRECTORY: 'Working directory.' },
)

/** Settings common to creation and update. */
const settings = {
  DisplayName: 'Display name in the catalog, at most 100 characters.',
  Description: 'Description, at most 256 characters.',
  IconS3Location: [S3LocationInput, 'S3 location of the icon. Requires `s3Key`.'],
  LaunchPath: 'Path of the executable on the instance.',
  WorkingDirectory: 'Working directory of the executable.',
  LaunchParameters: 'Parameters of the executable.',
  AppBlockArn: { id: 'ARN of the app block that holds the files of the application.' },
} as const

const createMembers: InputMembers<InputOf<'CreateApplication'>, 'Name'> = {
  ...settings,
  Platforms: [platform, 'Supported operating systems: 1 to 4. Cannot be changed later.'],
  InstanceFamilies:
    'Supported instance families, at least one: `GENERAL_PURPOSE`, `GRAPHICS_G4`. Cannot be changed later.',
  Tags: '1 to 50 tags.',
}

const updateMembers: InputMembers<InputOf<'UpdateApplication'>, 'Name'> = {
  ...settings,
  AttributesToDelete: [attribute, 'Settings to remove.'],
}

/** Returns the problems of empty lists, which the service model permits. */
function checkLists(input: Input): InputProblem[] {
  return ['platforms', 'instanceFamilies'].flatMap((path) => {
    const list = input[path]
    return Array.isArray(list) && list.length === 0
      ? [{ path, message: 'Must contain at least one item.' }]
      : []
  })
}

const checkIcon = (input: Input) => requireKeys(input, { iconS3Location: 'the icon' })

const ofApplications = { type: elasticApplications, scope: 'appstream:manage' } as const

create({
  ...ofApplications,
  name: 'createAppStreamElasticApplication',
  operation: 'CreateApplication',
  description:
    'Creates an application of Elastic fleets from an app block. Offer it with `associateAppStreamApplicationFleet`.',
  payloadDescription: 'Payload with the new application.',
  structure: 'CreateApplicationRequest',
  members: createMembers,
  output: 'Application',
  references: { AppBlockArn: 'app-block' },
  recognizedBy: [
    'AppBlockArn',
    'LaunchPath',
    'LaunchParameters',
    'WorkingDirectory',
    'DisplayName',
    'Description',
  ],
  check: (input) => [...checkLists(input), ...checkIcon(input)],
})

update({
  ...ofApplications,
  name: 'updateAppStreamElasticApplication',
  operation: 'UpdateApplication',
  description: 'Updates an application. Users see the change from their next session on.',
  payloadDescription: 'Payload with the updated application.',
  structure: 'UpdateApplicationRequest',
  members: updateMembers,
  output: 'Application',
  removes: { LAUNCH_PARAMETERS: 'launchParameters', WORKING_DIRECTORY: 'workingDirectory' },
  check: checkIcon,
})

remove({
  ...ofApplications,
  name: 'deleteAppStreamElasticApplication',
  operation: 'DeleteApplication',
  description: 'Deletes an application permanently. AWS rejects this while a fleet is associated with it.',
})

const ofPairs = {
  association: applicationFleets,
  types: { left: elasticApplications, right: fleets },
  members: { left: { arn: 'ApplicationArn' }, right: 'FleetName' },
  scope: 'appstream:manage',
} as const

associate({
  ...ofPairs,
  name: 'associateAppStreamApplicationFleet',
  operation: 'AssociateApplicationFleet',
  associates: true,
  description:
    'Associates an application with an Elastic fleet, which then offers it. Users see it from their next session on.',
})

associate({
  ...ofPairs,
  name: 'disassociateAppStreamApplicationFleet',
  operation: 'DisassociateApplicationFleet',
  associates: false,
  subject: 'left',
  description: 'Disassociates an application from an Elastic fleet, which then no longer offers it.',
})
