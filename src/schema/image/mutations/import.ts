import type {
  AgentSoftwareVersion,
  ApplicationConfig,
  RuntimeValidationConfig,
} from '../../../appstream/model/model.ts'
import type { InputOf } from '../../../appstream/model/operations.ts'
import { builder } from '../../builder.ts'
import { create } from '../../kit/mutations/create.ts'
import { defineInput, exclusive, type Input, type InputMembers } from '../../kit/request.ts'
import type { InputProblem } from '../../mutation/error-types.ts'
import { images } from '../type.ts'
import { checkNewName } from './new-image.ts'

const RuntimeValidationConfigInput = defineInput<RuntimeValidationConfig>(
  'AppStreamRuntimeValidationConfigInput',
  'RuntimeValidationConfig',
  'Settings of the validation of an imported image.',
  {
    IntendedInstanceType:
      'Instance type on which AWS validates the image, for example `stream.standard.large`. Default: AWS chooses.',
  },
)

const ApplicationConfigInput = defineInput<ApplicationConfig>(
  'AppStreamApplicationConfigInput',
  'ApplicationConfig',
  'Application to add to the catalog of an imported image. Sensitive: the gateway neither logs nor stores it.',
  {
    Name: 'Name, unique in the catalog: 1 to 100 letters, digits, `_`, `.` and `-`.',
    DisplayName: 'Display name: at most 100 letters, digits, spaces, `_`, `.` and `-`.',
    AbsoluteAppPath: 'Absolute path of the executable.',
    AbsoluteIconPath: 'Absolute path of the icon, a PNG image. Default: the icon of the executable.',
    AbsoluteManifestPath: 'Absolute path of the manifest of the files to load before the first start.',
    WorkingDirectory: 'Working directory of the application.',
    LaunchParameters: 'Launch parameters of the application, at most 1024 characters.',
  },
)

const AGENT_SOFTWARE_VERSIONS: Readonly<Record<AgentSoftwareVersion, string>> = {
  CURRENT_LATEST: 'The version that is the latest at the time of the import.',
  ALWAYS_LATEST: 'The latest version at each start of an instance.',
}

const members: InputMembers<InputOf<'CreateImportedImage'>, 'Name'> = {
  SourceAmiId: 'EC2 AMI to import. Mutually exclusive with `workspaceImageId`.',
  WorkspaceImageId:
    'WorkSpaces image to import, with your own licenses (BYOL). Mutually exclusive with `sourceAmiId`.',
  IamRoleArn: 'ARN of the IAM role with which AWS reads the AMI. Required with `sourceAmiId`.',
  Description: 'Description, at most 256 letters, digits, spaces and `_.()-`.',
  DisplayName: 'Display name, at most 100 letters, digits, spaces and `_.()-`.',
  Tags: '1 to 50 tags of the image.',
  RuntimeValidationConfig: [RuntimeValidationConfigInput, 'Settings of the validation.'],
  AgentSoftwareVersion: [
    {
      ref: builder.enumType('AppStreamAgentSoftwareVersion', {
        description: 'Version of the AppStream agent on an imported image.',
        values: Object.fromEntries(
          Object.entries(AGENT_SOFTWARE_VERSIONS).map(([value, description]) => [value, { description }]),
        ),
      }),
      values: AGENT_SOFTWARE_VERSIONS,
    },
    'Version of the AppStream agent. Default: AWS chooses.',
  ],
  AppCatalogConfig: [
    ApplicationConfigInput,
    'Applications of the image, at most 50. They are its `applications` once it is AVAILABLE.',
  ],
  DryRun: 'True to check the request without an import. Default: false.',
}

/** Checks constraints on an import that are missing in the service model. */
function checkImport(input: Input): InputProblem[] {
  const { sourceAmiId, iamRoleArn, appCatalogConfig } = input
  return [
    ...checkNewName('name', input['name']),
    ...exclusive(input, ['sourceAmiId', 'workspaceImageId'], { isRequired: true }),
    ...(sourceAmiId != null && iamRoleArn == null
      ? [{ path: 'iamRoleArn', message: 'Required with `sourceAmiId`.' }]
      : []),
    ...repeatedNames(appCatalogConfig),
  ]
}

function repeatedNames(applications: unknown): InputProblem[] {
  const names = Array.isArray(applications) ? applications.map(({ name }) => name) : []
  return names.flatMap((name, index) =>
    names.indexOf(name) < index
      ? [{ path: `appCatalogConfig.${index}.name`, message: 'Duplicate name of an application.' }]
      : [],
  )
}

create({
  type: images,
  name: 'createImportedImage',
  operation: 'CreateImportedImage',
  scope: 'appstream:manage',
  description:
    'Imports an EC2 AMI or a WorkSpaces image as an AppStream image: it is IMPORTING, then VALIDATING, then AVAILABLE or FAILED. Takes hours; `imageStateChanged` emits each state.',
  inputDescription:
    'Source, by exactly one of `sourceAmiId` and `workspaceImageId`, and settings of the new image.',
  payloadDescription: 'Payload with the new image, which AWS is importing, or with the result of a dry run.',
  structure: 'CreateImportedImageRequest',
  members,
  output: 'Image',
  // Empty: an import depends on no resource of AppStream that could itself be new.
  references: {},
  recognizedBy: ['Description', 'DisplayName'],
  hasDryRun: true,
  check: checkImport,
})
