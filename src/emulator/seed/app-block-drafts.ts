import type { JsonObject } from '../json.ts'
import type { RegionStore } from '../region.ts'

/** App block of the company. */
export interface AppBlockDraft {
  readonly name: string
  readonly title: string
  readonly packagingType: 'CUSTOM' | 'APPSTREAM2'
  /** False for an app block without a package, which is INACTIVE. */
  readonly isPackaged: boolean
  readonly createdDaysAgo: number
  readonly errors?: readonly { readonly code: string; readonly message: string }[]
  readonly tags?: Readonly<Record<string, string>>
}

/** App block builder of the company. */
export interface AppBlockBuilderDraft {
  readonly name: string
  readonly title: string
  readonly state: string
  readonly appBlock?: string
  readonly createdDaysAgo: number
  readonly tags?: Readonly<Record<string, string>>
  readonly details?: JsonObject
}

const dayMs = 86_400_000
const bucket = 'company-app-blocks'

/** Adds the app block of a draft to a region. */
export function putAppBlockDraft(region: RegionStore, draft: AppBlockDraft, nowMs: number): void {
  const { name, packagingType, isPackaged, errors = [] } = draft
  const script = {
    ScriptS3Location: { S3Bucket: bucket, S3Key: `scripts/${name}.ps1` },
    ExecutablePath: 'C:\\Windows\\System32\\WindowsPowerShell\\v1.0\\powershell.exe',
    ExecutableParameters: `-File ${name}.ps1`,
    TimeoutInSeconds: 120,
  }
  const { Arn } = region.appBlocks.put({
    Name: name,
    DisplayName: draft.title,
    Description: `Files of ${draft.title}`,
    PackagingType: packagingType,
    State: isPackaged ? 'ACTIVE' : 'INACTIVE',
    SourceS3Location: { S3Bucket: bucket, ...(isPackaged && { S3Key: `${name}.vhd` }) },
    [packagingType === 'CUSTOM' ? 'SetupScriptDetails' : 'PostSetupScriptDetails']: script,
    AppBlockErrors: errors.map(({ code, message }) => ({ ErrorCode: code, ErrorMessage: message })),
    CreatedTime: new Date(nowMs - draft.createdDaysAgo * dayMs),
  })
  if (Arn !== undefined && draft.tags) region.setTags(Arn, draft.tags)
}

/** Adds the app block builder of a draft to a region, with its app block. */
export function putAppBlockBuilderDraft(
  region: RegionStore,
  draft: AppBlockBuilderDraft,
  nowMs: number,
): void {
  const { Arn } = region.appBlockBuilders.put({
    Name: draft.name,
    DisplayName: draft.title,
    Description: `Packages app blocks: ${draft.title}`,
    State: draft.state,
    InstanceType: 'stream.standard.large',
    VpcConfig: {
      SubnetIds: ['subnet-0a1b2c3d4e5f60718', 'subnet-0b2c3d4e5f6071829'],
      SecurityGroupIds: ['sg-0f1e2d3c4b5a69788'],
    },
    IamRoleArn: `arn:aws:iam::${region.accountId}:role/AppStreamPackaging`,
    DisableIMDSV1: true,
    CreatedTime: new Date(nowMs - draft.createdDaysAgo * dayMs),
    ...draft.details,
  })
  if (Arn !== undefined && draft.tags) region.setTags(Arn, draft.tags)
  if (draft.appBlock !== undefined) region.builderAppBlocks.add(draft.name, draft.appBlock)
}
