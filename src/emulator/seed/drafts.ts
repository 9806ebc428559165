import { formatArn } from '../arn.ts'
import type { RegionStore } from '../region.ts'
import type { ImageRecord } from '../resources/image/kind.ts'
import type { ImageBuilderRecord } from '../resources/image-builder/kind.ts'

/** Distinguishing members of an image of the company. The others are derived. */
export interface ImageDraft {
  readonly name: string
  readonly title: string
  /** Name of the base image: one of the same account, or one of AWS if the name starts with `AppStream-`. */
  readonly base: string
  readonly builder?: string
  readonly createdDaysAgo: number
  readonly applications?: readonly string[]
  readonly tags?: Readonly<Record<string, string>>
  readonly errors?: readonly DraftError[]
  /** Names of license-included software. */
  readonly software?: readonly string[]
  readonly details?: Partial<ImageRecord>
}

/** Distinguishing members of an image builder. */
export interface ImageBuilderDraft {
  readonly name: string
  readonly title: string
  /** Image of the builder: a name as in `ImageDraft.base`, or an ARN. */
  readonly image: string
  readonly createdDaysAgo: number
  readonly state: string
  readonly instanceType?: string
  readonly tags?: Readonly<Record<string, string>>
  readonly errors?: readonly DraftError[]
  /** License-included software, by name, with its status or the error of its installation. */
  readonly software?: SoftwareDraft
  readonly details?: Partial<ImageBuilderRecord>
}

/** Status of license-included software, or the error of its installation, by name. */
export type SoftwareDraft = Readonly<Record<string, string | DraftError>>

/** Error of a failed creation. */
export interface DraftError {
  readonly code: string
  readonly message: string
}

const dayMs = 86_400_000
/** Time from the start of a creation to its failure. */
const failureMs = 1_260_000

/** Adds the image of a draft to a region. */
export function putImageDraft(region: RegionStore, draft: ImageDraft, nowMs: number): void {
  const arn = formatArn(region.region, region.accountId, 'image', draft.name)
  const createdMs = nowMs - draft.createdDaysAgo * dayMs
  region.putImage({
    Name: draft.name,
    Arn: arn,
    BaseImageArn: arnOfImage(region, draft.base),
    DisplayName: draft.title,
    Description: `${draft.title}, built on ${draft.base}`,
    ImageBuilderSupported: true,
    Platform: 'WINDOWS_SERVER_2022',
    ImageType: 'CUSTOM',
    AppstreamAgentVersion: '10-05-2026',
    LatestAppstreamAgentVersion: 'TRUE',
    SupportedInstanceFamilies: ['GeneralPurpose', 'Compute', 'Memory'],
    DynamicAppProvidersEnabled: 'DISABLED',
    ManagedSoftwareIncluded: draft.software !== undefined,
    Applications: (draft.applications ?? []).map(applicationOf),
    CreatedTime: new Date(createdMs),
    ...(draft.builder !== undefined && { ImageBuilderName: draft.builder }),
    ...(draft.errors && { ImageErrors: draft.errors.map((error) => resourceErrorOf(error, createdMs)) }),
    ...draft.details,
  })
  if (draft.tags) region.setTags(arn, draft.tags)
  for (const SoftwareName of draft.software ?? []) region.software.put({ Resource: arn, SoftwareName })
}

/** Adds the image builder of a draft to a region. */
export function putImageBuilderDraft(region: RegionStore, draft: ImageBuilderDraft, nowMs: number): void {
  const arn = formatArn(region.region, region.accountId, 'image-builder', draft.name)
  const createdMs = nowMs - draft.createdDaysAgo * dayMs
  region.putImageBuilder({
    Name: draft.name,
    Arn: arn,
    ImageArn: arnOfImage(region, draft.image),
    DisplayName: draft.title,
    Description: `Builds ${draft.title}`,
    InstanceType: draft.instanceType ?? 'stream.standard.large',
    Platform: 'WINDOWS_SERVER_2022',
    State: draft.state,
    VpcConfig: { SubnetIds: ['subnet-0a1b2c3d4e5f60718'], SecurityGroupIds: ['sg-0f1e2d3c4b5a69788'] },
    EnableDefaultInternetAccess: false,
    NetworkAccessConfiguration: { EniId: 'eni-04c2f6a1b3d5e7f90', EniPrivateIpAddress: '10.20.4.17' },
    IamRoleArn: `arn:aws:iam::${region.accountId}:role/AppStreamImageBuilder`,
    AppstreamAgentVersion: '10-05-2026',
    LatestAppstreamAgentVersion: 'TRUE',
    RootVolumeConfig: { VolumeSizeInGb: 200 },
    DisableIMDSV1: true,
    CreatedTime: new Date(createdMs),
    ...(draft.errors && {
      ImageBuilderErrors: draft.errors.map((error) => resourceErrorOf(error, createdMs)),
    }),
    ...draft.details,
  })
  if (draft.tags) region.setTags(arn, draft.tags)
  for (const [SoftwareName, status] of Object.entries(draft.software ?? {})) {
    const isFailed = typeof status !== 'string'
    region.software.put({
      Resource: arn,
      SoftwareName,
      State: isFailed ? 'FAILED_TO_INSTALL' : status,
      ...(isFailed && { DeploymentError: [{ ErrorCode: status.code, ErrorMessage: status.message }] }),
    })
  }
}

function arnOfImage(region: RegionStore, name: string): string {
  if (name.startsWith('arn:')) return name
  return formatArn(region.region, name.startsWith('AppStream-') ? '' : region.accountId, 'image', name)
}

function resourceErrorOf(
  { code, message }: DraftError,
  createdMs: number,
): Readonly<Record<string, unknown>> {
  return { ErrorCode: code, ErrorMessage: message, ErrorTimestamp: new Date(createdMs + failureMs) }
}

function applicationOf(title: string): Readonly<Record<string, unknown>> {
  const name = title.replaceAll(' ', '')
  return {
    Name: name,
    DisplayName: title,
    IconURL: `https://icons.example.com/${name.toLowerCase()}.png`,
    LaunchPath: `C:\\Program Files\\${title}\\${name}.exe`,
    Enabled: true,
    Metadata: {},
    Platforms: ['WINDOWS_SERVER_2022'],
  }
}
