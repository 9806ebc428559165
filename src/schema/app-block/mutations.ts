import type { ScriptDetails } from '../../appstream/model/model.ts'
import type { InputOf } from '../../appstream/model/operations.ts'
import { create } from '../kit/mutations/create.ts'
import { remove } from '../kit/mutations/remove.ts'
import { defineInput, type Input, type InputMembers } from '../kit/request.ts'
import type { InputProblem } from '../mutation/error-types.ts'
import { S3LocationInput } from '../s3-location.ts'
import { appBlocks, packagingType } from './type.ts'

const ScriptDetailsInput = defineInput<ScriptDetails>(
  'AppStreamScriptDetailsInput',
  'ScriptDetails',
  'Script that runs when an app block is set up on an instance.',
  {
    ScriptS3Location: [S3LocationInput, 'S3 location of the script.'],
    ExecutablePath: 'Path of the executable that runs the script.',
    ExecutableParameters: 'Parameters of the executable.',
    TimeoutInSeconds: 'Maximum duration of the script in seconds.',
  },
)

const createMembers: InputMembers<InputOf<'CreateAppBlock'>, 'Name'> = {
  DisplayName: 'Display name, at most 100 characters.',
  Description: 'Description, at most 256 characters.',
  PackagingType: [packagingType, 'Packaging type. Default: CUSTOM.'],
  SourceS3Location: [
    S3LocationInput,
    'S3 location of the virtual hard disk. For APPSTREAM2, omit the key to create the package on an app block builder.',
  ],
  SetupScriptDetails: [ScriptDetailsInput, 'Setup script. Required for CUSTOM; not allowed for APPSTREAM2.'],
  PostSetupScriptDetails: [ScriptDetailsInput, 'Post-setup script. For APPSTREAM2 only.'],
  Tags: '1 to 50 tags.',
}

/** Checks constraints on a package that are documented but missing in the service model. */
function checkPackage(input: Input): InputProblem[] {
  const isCustom = (input['packagingType'] ?? 'CUSTOM') === 'CUSTOM'
  const { sourceS3Location, setupScriptDetails, postSetupScriptDetails } = input
  const problems: readonly (readonly [isProblem: boolean, path: string, message: string])[] = isCustom
    ? [
        [setupScriptDetails == null, 'setupScriptDetails', 'Required for CUSTOM packaging.'],
        [Object(sourceS3Location).s3Key == null, 'sourceS3Location.s3Key', 'Required for CUSTOM packaging.'],
        [postSetupScriptDetails != null, 'postSetupScriptDetails', 'For APPSTREAM2 packaging only.'],
      ]
    : [[setupScriptDetails != null, 'setupScriptDetails', 'For CUSTOM packaging only.']]
  return problems.flatMap(([isProblem, path, message]) => (isProblem ? [{ path, message }] : []))
}

const ofAppBlocks = { type: appBlocks, scope: 'appstream:manage' } as const

create({
  ...ofAppBlocks,
  name: 'createAppStreamAppBlock',
  operation: 'CreateAppBlock',
  description:
    'Creates an app block, which cannot be changed later. With a package it is ACTIVE; without one it is INACTIVE until it is packaged on an app block builder.',
  payloadDescription: 'Payload with the new app block.',
  structure: 'CreateAppBlockRequest',
  members: createMembers,
  output: 'AppBlock',
  // Empty: a new app block depends on no resource that could itself be new.
  references: {},
  recognizedBy: ['DisplayName', 'Description', 'PackagingType'],
  check: checkPackage,
})

remove({
  ...ofAppBlocks,
  name: 'deleteAppStreamAppBlock',
  operation: 'DeleteAppBlock',
  description:
    'Deletes an app block permanently. AWS rejects this while an application or an app block builder uses it.',
})
