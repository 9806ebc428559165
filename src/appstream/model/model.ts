import {
  type AdminAppLicenseUsageRecord,
  type Application,
  CreateStackRequest$,
  type EntitledApplication,
  Image$,
  type Image as SdkImage,
  type ImageBuilder as SdkImageBuilder,
  type Stack as SdkStack,
  type Session,
  type SoftwareAssociations,
  Stack$,
  UpdateStackRequest$,
} from '@aws-sdk/client-appstream'
import type { $SchemaRef, StaticStructureSchema } from '@smithy/types'
import { type CompressedList, uncompressedList } from './compressed-list.ts'

export type {
  AccessEndpoint,
  AgentAccessConfig,
  AgentAccessConfigForUpdate,
  AgentAccessSetting,
  AppBlock as AwsAppBlock,
  AppBlockBuilder as AwsAppBlockBuilder,
  AppBlockBuilderStateChangeReason,
  Application,
  ApplicationConfig,
  ApplicationSettings,
  ApplicationSettingsResponse,
  CertificateBasedAuthProperties,
  ComputeCapacity,
  ComputeCapacityStatus,
  ContentRedirection,
  DirectoryConfig as AwsDirectoryConfig,
  DomainJoinInfo,
  Entitlement as AwsEntitlement,
  EntitlementAttribute,
  ErrorDetails,
  ExportImageTask as AwsExportImageTask,
  Fleet as AwsFleet,
  FleetError,
  ImageBuilderStateChangeReason,
  ImagePermissions,
  ImageStateChangeReason,
  LastReportGenerationExecutionError,
  NetworkAccessConfiguration,
  ResourceError,
  RuntimeValidationConfig,
  S3Location,
  ScriptDetails,
  ServiceAccountCredentials,
  SharedImagePermissions,
  StackError,
  StorageConnector,
  StreamingExperienceSettings,
  Theme as AwsTheme,
  ThemeFooterLink,
  UrlRedirectionConfig,
  UsageReportSubscription as AwsUsageReport,
  User as AwsUser,
  UserSetting,
  UserStackAssociationError,
  VolumeConfig,
  VpcConfig,
} from '@aws-sdk/client-appstream'
// The SDK's enums for the schema; only this folder imports the SDK.
export {
  AccessEndpointType,
  Action,
  AgentAction,
  AgentSoftwareVersion,
  AppBlockBuilderAttribute,
  AppBlockBuilderState,
  AppBlockBuilderStateChangeReasonCode,
  AppBlockState,
  ApplicationAttribute,
  AppVisibility,
  AuthenticationType,
  CertificateBasedAuthStatus,
  ExportImageTaskState,
  FleetAttribute,
  FleetErrorCode,
  FleetState,
  FleetType,
  ImageBuilderState,
  ImageBuilderStateChangeReasonCode,
  ImageState,
  ImageStateChangeReasonCode,
  ImageType,
  InstanceDrainStatus,
  PackagingType,
  Permission,
  PlatformType,
  PreferredProtocol,
  ScreenImageFormat,
  ScreenResolution,
  SessionConnectionState,
  SessionState,
  SoftwareDeploymentStatus,
  StackAttribute,
  StackErrorCode,
  StorageConnectorType,
  StreamView,
  ThemeAttribute,
  ThemeState,
  ThemeStyling,
  UsageReportExecutionErrorCode,
  UsageReportSchedule,
  UserControlMode,
  VisibilityType,
} from '@aws-sdk/client-appstream'

/** Image as returned by DescribeImages; every member except the name may be absent. */
export interface AwsImage extends Omit<SdkImage, 'Applications'> {
  /** Compressed, because it is by far the largest member and rarely read. */
  readonly Applications?: CompressedList<Application>
  readonly ImageSoftwareMetadata?: { readonly nvidiaGridDriverVersion?: string }
}

/** Converts an image that the SDK deserialized. */
export function fromSdkImage({ Applications, ...image }: SdkImage): AwsImage {
  return Applications === undefined ? image : { ...image, Applications: uncompressedList(Applications) }
}

/** Image builder as returned by DescribeImageBuilders; every member except the name may be absent. */
export type AwsImageBuilder = SdkImageBuilder

/** Stack as returned by DescribeStacks; every member except the name may be absent. */
export interface AwsStack extends SdkStack {
  readonly StorageConnectorAuthentication?: StorageConnectorAuthentication
}

/** Session as returned by DescribeSessions. `CreatedTime`, which other kinds may have, is always absent. */
export type AwsSession = Session & { readonly CreatedTime?: undefined }

/** License usage as returned by DescribeAppLicenseUsage. Members that other kinds may have are always absent. */
export type AwsLicenseUsage = AdminAppLicenseUsageRecord & {
  readonly CreatedTime?: undefined
  readonly State?: undefined
}

/** Application as returned by ListEntitledApplications. Members that other kinds may have are always absent. */
export type AwsEntitledApplication = EntitledApplication & {
  readonly CreatedTime?: undefined
  readonly State?: undefined
}

/** Software as returned by DescribeSoftwareAssociations. Members that other kinds may have are always absent. */
export type AwsSoftwareAssociation = SoftwareAssociations & {
  readonly CreatedTime?: undefined
  readonly State?: undefined
}

/** Sign-in policy for the storage connectors of a stack; missing from client-appstream 3.1112.0. */
export type StorageConnectorAuthentication = 'FORCE_REAUTHENTICATION' | 'REUSE_CREDENTIALS'

/**
 * Adds members of the service model (botocore 1.43.117) that client-appstream 3.1112.0 lacks to the SDK's schema. The
 * SDK would drop them from requests and responses. Does nothing for members that the SDK has.
 */
export function patchSdkSchema(): void {
  const [, namespace] = Image$
  const metadata: StaticStructureSchema = [
    3,
    namespace,
    'ImageSoftwareMetadata',
    0,
    ['nvidiaGridDriverVersion'],
    [0],
  ]
  addMember(Image$, 'ImageSoftwareMetadata', metadata)
  for (const stack of [Stack$, CreateStackRequest$, UpdateStackRequest$]) {
    addMember(stack, 'StorageConnectorAuthentication', 0)
  }
}

function addMember(
  [, , , , members, schemas]: StaticStructureSchema,
  member: string,
  schema: $SchemaRef,
): void {
  if (members.includes(member)) return
  members.push(member)
  schemas.push(schema)
}

/** Years 0000 to 9999: RFC 3339 has no others. */
const FIRST_MS = Date.UTC(2000, 0, 1) - 2000 * 365.2425 * 86_400_000
const LAST_MS = Date.UTC(9999, 11, 31, 23, 59, 59, 999)

/** Returns a time of AWS in epoch milliseconds; undefined if it is absent, unreadable or outside RFC 3339. */
export function knownTime(time: Date | undefined): number | undefined {
  const ms = time?.getTime() ?? Number.NaN
  return ms >= FIRST_MS && ms <= LAST_MS ? ms : undefined
}
