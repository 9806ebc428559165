import type { AppBlockState, AwsAppBlock, PackagingType, ScriptDetails } from '../../appstream/model/model.ts'
import { S3LocationRef } from '../application/type.ts'
import { anyOf, createdFilters, errorsFilter, nameFilters, stateFilter } from '../kit/filter.ts'
import { defineStructure, type Members } from '../kit/members.ts'
import { defineResource } from '../kit/resource.ts'
import { defineStateSubscription } from '../kit/subscription.ts'
import { openEnum } from '../open-enum.ts'
import { ErrorDetailsRef } from '../resource-error.ts'
import { type AppBlock, appBlockKind } from './kind.ts'

/** State of an app block. */
export const appBlockState = openEnum<AppBlockState>('AppStreamAppBlockState', 'State of an app block.', {
  INACTIVE: 'Has no package yet. A packager creates it on an app block builder.',
  ACTIVE: 'Has a package, so applications can use it. CUSTOM app blocks are always ACTIVE.',
})

/** Packaging type of an app block. */
export const packagingType = openEnum<PackagingType>(
  'AppStreamPackagingType',
  'Packaging type of an app block.',
  {
    CUSTOM: 'Virtual hard disk that you create, with a setup script.',
    APPSTREAM2: 'Package that is created on an app block builder.',
  },
)

const ScriptDetailsRef = defineStructure<ScriptDetails>({
  name: 'AppStreamScriptDetails',
  structure: 'ScriptDetails',
  description: 'Script that runs when an app block is set up on an instance.',
  members: {
    ScriptS3Location: [S3LocationRef, 'S3 location of the script.'],
    ExecutablePath: 'Path of the executable that runs the script.',
    ExecutableParameters: 'Parameters of the executable. Null if there are none.',
    TimeoutInSeconds: 'Maximum duration of the script in seconds.',
  },
})

const members: Members<AwsAppBlock, 'Arn' | 'Name' | 'State'> = {
  DisplayName: 'Display name. Null if there is none.',
  Description: 'Description. Null if there is none.',
  PackagingType: [packagingType, 'Packaging type. Null if AWS does not return it.'],
  SourceS3Location: [
    S3LocationRef,
    'S3 location of the package; without a key while INACTIVE. Null if AWS does not return it.',
  ],
  SetupScriptDetails: [ScriptDetailsRef, 'Setup script of a CUSTOM app block. Null if there is none.'],
  PostSetupScriptDetails: [
    ScriptDetailsRef,
    'Post-setup script of an APPSTREAM2 app block. Null if there is none.',
  ],
  AppBlockErrors: [ErrorDetailsRef, 'Errors that AWS reports. Empty if there are none.'],
  CreatedTime: 'Creation time.',
}

/** Resource type of app blocks. */
export const appBlocks = defineResource({
  kind: appBlockKind,
  structure: 'AppBlock',
  description:
    'App block: the files of applications of Elastic fleets, and the scripts that set them up. Identified by its ARN.',
  noun: 'app block',
  plural: 'app blocks',
  queries: { one: 'appStreamAppBlock', many: 'appStreamAppBlocks' },
  state: appBlockState,
  members,
  filters: {
    ...nameFilters,
    ...createdFilters,
    states: stateFilter<AppBlock>(appBlockState),
    packagingTypes: anyOf<AppBlock, string>(
      'Filters by packaging type.',
      packagingType,
      ({ aws }) => aws.PackagingType,
    ),
    hasErrors: errorsFilter<AppBlock>('app blocks', ({ aws }) => aws.AppBlockErrors),
  },
})

defineStateSubscription({
  type: appBlocks,
  name: 'appStreamAppBlockStateChanged',
  event: 'AppStreamAppBlockStateChangeEvent',
  state: appBlockState,
  description:
    'Emits an event when an app block is created, is deleted, or changes its state: from INACTIVE to ACTIVE once it is packaged. All subscribers share the same AWS polling.',
})
