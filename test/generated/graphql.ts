/* eslint-disable */
/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type { TypedDocumentNode as DocumentNode } from '@graphql-typed-document-node/core';
/** Interface VPC endpoint for access to a resource. */
export type AppStreamAccessEndpointInput = {
  /** Type of the endpoint. */
  endpointType: AppStreamAccessEndpointType;
  /** ID of the endpoint, for example `vpce-0a1b2c3d4e5f60718`. */
  vpceId?: string | null | undefined;
};

/** Type of an interface VPC endpoint. */
export type AppStreamAccessEndpointType =
  /** Endpoint for streaming sessions. */
  | 'STREAMING'
  /** Value that this release does not know. */
  | 'UNKNOWN';

/** Active Directory domain for a resource to join. */
export type AppStreamDomainJoinInfoInput = {
  /** Fully qualified name of the directory, for example `corp.example.com`. */
  directoryName?: string | null | undefined;
  /** Distinguished name of the organizational unit for the computer account, at most 2000 characters. */
  organizationalUnitDistinguishedName?: string | null | undefined;
};

/** Sort direction. */
export type AppStreamOrderDirection =
  /** Ascending: smallest or oldest first. */
  | 'ASC'
  /** Descending: largest or newest first. */
  | 'DESC';

/** Operating system. */
export type AppStreamPlatform =
  /** Amazon Linux 2. */
  | 'AMAZON_LINUX2'
  /** Red Hat Enterprise Linux 8. */
  | 'RHEL8'
  /** Rocky Linux 8. */
  | 'ROCKY_LINUX8'
  /** Ubuntu Pro 24.04. */
  | 'UBUNTU_PRO_2404'
  /** Value that this release does not know. */
  | 'UNKNOWN'
  /** Windows of an unspecified version, on old images. */
  | 'WINDOWS'
  /** Windows Server 2016. */
  | 'WINDOWS_SERVER_2016'
  /** Windows Server 2019. */
  | 'WINDOWS_SERVER_2019'
  /** Windows Server 2022. */
  | 'WINDOWS_SERVER_2022'
  /** Windows Server 2025. */
  | 'WINDOWS_SERVER_2025';

/** Tag to add to a resource. */
export type AppStreamTagInput = {
  /** Key: 1 to 128 letters, digits, spaces and `_.:/=+-@`. Must not begin with `aws:`. */
  key: string;
  /** Value: at most 256 letters, digits, spaces and `_.:/=+-@`. May be empty. */
  value: string;
};

/** Selector of targets by account, region or both. */
export type AppStreamTargetInput = {
  /** 12-digit account ID. Default: any account. */
  accountId?: string | null | undefined;
  /** AWS region. Default: any region. */
  region?: string | null | undefined;
};

/** Disk of a resource. */
export type AppStreamVolumeConfigInput = {
  /** Size in GB. Default: chosen by AWS. */
  volumeSizeInGb?: number | null | undefined;
};

/** Subnets and security groups of a resource in a VPC. */
export type AppStreamVpcConfigInput = {
  /** IDs of the security groups, at most five. */
  securityGroupIds?: Array<string> | null | undefined;
  /** IDs of the subnets. An image builder requires exactly one. */
  subnetIds?: Array<string> | null | undefined;
};

/** Settings of the new image builder. Requires exactly one of `imageName` and `imageArn`. */
export type CreateImageBuilderInput = {
  /** VPC endpoints through which to connect to the image builder: 1 to 4. Default: none, it is reached over the internet. */
  accessEndpoints?: Array<AppStreamAccessEndpointInput> | null | undefined;
  /** Version of the AppStream agent, or `LATEST`. Default: the version of the image. */
  appstreamAgentVersion?: string | null | undefined;
  /** Idempotency key. A repeat with the same token and input within ten minutes returns the first result; the same token with another input is an AppStreamInputError. 1 to 128 printable ASCII characters without spaces. */
  clientToken?: string | null | undefined;
  /** Description, at most 256 characters. */
  description?: string | null | undefined;
  /** True to disable version 1 of the EC2 instance metadata service (IMDSv1). */
  disableImdsv1?: boolean | null | undefined;
  /** Display name, at most 100 characters. */
  displayName?: string | null | undefined;
  /** Active Directory domain to join. */
  domainJoinInfo?: AppStreamDomainJoinInfoInput | null | undefined;
  /** True to enable default internet access. */
  enableDefaultInternetAccess?: boolean | null | undefined;
  /** ARN of the IAM role of the instance. */
  iamRoleArn?: string | null | undefined;
  /** ARN of the image. */
  imageArn?: string | null | undefined;
  /** Name of the image. AWS finds shared images by ARN only: use `imageArn` for those. */
  imageName?: string | null | undefined;
  /** Instance type, for example `stream.standard.large`. */
  instanceType: string;
  /** Name, unique per account and region: 1 to 101 letters, digits, `_`, `.` and `-`. */
  name: string;
  /** Root volume. */
  rootVolumeConfig?: AppStreamVolumeConfigInput | null | undefined;
  /** License-included software to install. */
  softwaresToInstall?: Array<string> | null | undefined;
  /** License-included software to remove. */
  softwaresToUninstall?: Array<string> | null | undefined;
  /** 1 to 50 tags. */
  tags?: Array<AppStreamTagInput> | null | undefined;
  /** Account and region of resources identified by name. Required with a name if the gateway serves several targets. */
  target?: AppStreamTargetInput | null | undefined;
  /** Subnet and security groups. */
  vpcConfig?: AppStreamVpcConfigInput | null | undefined;
};

/** The image builder to delete, identified by exactly one of `arn` and `name`. */
export type DeleteImageBuilderInput = {
  /** ARN. Mutually exclusive with `name`. */
  arn?: string | null | undefined;
  /** Name in `target`. Mutually exclusive with `arn`. */
  name?: string | null | undefined;
  /** Account and region of resources identified by name. Required with a name if the gateway serves several targets. */
  target?: AppStreamTargetInput | null | undefined;
};

/** The image to delete, identified by exactly one of `arn` and `name`. */
export type DeleteImageInput = {
  /** ARN. Mutually exclusive with `name`. */
  arn?: string | null | undefined;
  /** Name in `target`. Mutually exclusive with `arn`. */
  name?: string | null | undefined;
  /** Account and region of resources identified by name. Required with a name if the gateway serves several targets. */
  target?: AppStreamTargetInput | null | undefined;
};

/** Filter of image builders. A resource must match all given members. A list matches if any of its values does; an empty list matches nothing. */
export type ImageBuilderFilter = {
  /** Filters by creation time: later than this time. */
  createdAfter?: string | null | undefined;
  /** Filters by creation time: earlier than this time. */
  createdBefore?: string | null | undefined;
  /** Filters by ARN of the image from which the image builder was launched. */
  imageArn?: string | null | undefined;
  /** Filters by a substring of the name, case-insensitive. */
  nameContains?: string | null | undefined;
  /** Filters by name prefix, case-sensitive. */
  namePrefix?: string | null | undefined;
  /** Filters by exact name, case-sensitive. */
  names?: Array<string> | null | undefined;
  /** Filters by operating system. Image builders without `platform` never match. */
  platforms?: Array<AppStreamPlatform> | null | undefined;
  /** Filters by state. `UNKNOWN` matches states that this release does not know. */
  states?: Array<ImageBuilderState> | null | undefined;
};

/** Sort order of image builders. Ties are broken by ARN. */
export type ImageBuilderOrder = {
  /** Sort direction. */
  direction: AppStreamOrderDirection;
  /** Sort field. */
  field: ImageBuilderOrderField;
};

/** Sort fields of image builders. */
export type ImageBuilderOrderField =
  /** Creation time. Resources without one come last in both directions. */
  | 'CREATED_TIME'
  /** Name, compared by UTF-16 code units. */
  | 'NAME';

/** State of an image builder. */
export type ImageBuilderState =
  /** Being deleted. It is no longer listed after the deletion. */
  | 'DELETING'
  /** Failed; see `stateChangeReason` and `imageBuilderErrors`. */
  | 'FAILED'
  /** Starting. Takes minutes. */
  | 'PENDING'
  /** Waiting for the import of an image. */
  | 'PENDING_IMAGE_IMPORT'
  /** Being tested after a managed image update. Applies to hidden image builders of AWS. */
  | 'PENDING_QUALIFICATION'
  /** Waiting to install or remove license-included software. */
  | 'PENDING_SYNCING_APPS'
  /** Rebooting. */
  | 'REBOOTING'
  /** Running and billed. Users can connect to the image builder. */
  | 'RUNNING'
  /** An image is being created from the image builder. */
  | 'SNAPSHOTTING'
  /** Stopped. The image builder can be started or deleted. */
  | 'STOPPED'
  /** Stopping. The next state is STOPPED. */
  | 'STOPPING'
  /** Installing or removing license-included software. */
  | 'SYNCING_APPS'
  /** Value that this release does not know. */
  | 'UNKNOWN'
  /** Installing a managed image update. Applies to hidden image builders of AWS. */
  | 'UPDATING'
  /** Updating its AppStream agent. The next state is RUNNING. */
  | 'UPDATING_AGENT';

/** Filter of images. A resource must match all given members. A list matches if any of its values does; an empty list matches nothing. */
export type ImageFilter = {
  /** Filters by ARN of the image from which the image was created directly. */
  baseImageArn?: string | null | undefined;
  /** Filters by creation time: later than this time. */
  createdAfter?: string | null | undefined;
  /** Filters by creation time: earlier than this time. */
  createdBefore?: string | null | undefined;
  /** Filters by `imageBuilderSupported`. Images with a null value never match. */
  imageBuilderSupported?: boolean | null | undefined;
  /** Filters by a substring of the name, case-insensitive. */
  nameContains?: string | null | undefined;
  /** Filters by name prefix, case-sensitive. */
  namePrefix?: string | null | undefined;
  /** Filters by exact name, case-sensitive. */
  names?: Array<string> | null | undefined;
  /** Filters by operating system. Images without `platform` never match. */
  platforms?: Array<AppStreamPlatform> | null | undefined;
  /** Filters by state. `UNKNOWN` matches states that this release does not know. */
  states?: Array<ImageState> | null | undefined;
  /** Filters by visibility. Default: PRIVATE and SHARED. An image owned by an account that this gateway serves counts as PRIVATE, even where it is shared. */
  visibilities?: Array<ImageVisibility> | null | undefined;
};

/** Sort order of images. Ties are broken by ARN. */
export type ImageOrder = {
  /** Sort direction. */
  direction: AppStreamOrderDirection;
  /** Sort field. */
  field: ImageOrderField;
};

/** Sort fields of images. */
export type ImageOrderField =
  /** Creation time. Resources without one come last in both directions. */
  | 'CREATED_TIME'
  /** Name, compared by UTF-16 code units. */
  | 'NAME';

/** State of an image. */
export type ImageState =
  /** Ready. Fleets and image builders can be launched from the image. */
  | 'AVAILABLE'
  /** Being copied from another image. */
  | 'COPYING'
  /** Being created by a managed update. */
  | 'CREATING'
  /** Being deleted. It is no longer listed after the deletion. */
  | 'DELETING'
  /** Creation failed; see `stateChangeReason` and `imageErrors`. */
  | 'FAILED'
  /** Being imported from an EC2 AMI. */
  | 'IMPORTING'
  /** Being created from an image builder. */
  | 'PENDING'
  /** Value that this release does not know. */
  | 'UNKNOWN'
  /** Imported and being validated. */
  | 'VALIDATING';

/** Visibility of an image: private, shared or public. */
export type ImageVisibility =
  /** Owned by the account of `target`. */
  | 'PRIVATE'
  /** Public base image of AWS. */
  | 'PUBLIC'
  /** Owned by another account and shared with the account of `target`. */
  | 'SHARED'
  /** Value that this release does not know. */
  | 'UNKNOWN';

/** The image builder, identified by exactly one of `arn` and `name`. */
export type StartImageBuilderInput = {
  /** Version of the AppStream agent to run, or `LATEST`. Default: the installed version. */
  appstreamAgentVersion?: string | null | undefined;
  /** ARN. Mutually exclusive with `name`. */
  arn?: string | null | undefined;
  /** Name in `target`. Mutually exclusive with `arn`. */
  name?: string | null | undefined;
  /** Account and region of resources identified by name. Required with a name if the gateway serves several targets. */
  target?: AppStreamTargetInput | null | undefined;
};

/** The image builder, identified by exactly one of `arn` and `name`. */
export type StopImageBuilderInput = {
  /** ARN. Mutually exclusive with `name`. */
  arn?: string | null | undefined;
  /** Name in `target`. Mutually exclusive with `arn`. */
  name?: string | null | undefined;
  /** Account and region of resources identified by name. Required with a name if the gateway serves several targets. */
  target?: AppStreamTargetInput | null | undefined;
};

export type BuilderImagesQueryVariables = Exact<{ [key: string]: never; }>;


export type BuilderImagesQuery = { imageBuilders: { nodes: Array<{ name: string, imageArn: string | null, image: { arn: string, name: string, state: ImageState, visibility: ImageVisibility } | null }> } | null };

export type BuilderRelationsQueryVariables = Exact<{
  name: string;
}>;


export type BuilderRelationsQuery = { imageBuilder: { image: { name: string } | null, createdImages: { totalCount: number, nodes: Array<{ name: string }> } | null } | null };

export type EveryViewQueryVariables = Exact<{
  builder: string;
  builderArn: string;
  builderStates?: Array<ImageBuilderState> | ImageBuilderState | null | undefined;
  image: string;
  imageArn: string;
  imageStates?: Array<ImageState> | ImageState | null | undefined;
}>;


export type EveryViewQuery = { builderByName: { id: string, name: string, state: ImageBuilderState } | null, builderByArn: { id: string, name: string, state: ImageBuilderState } | null, builders: { nodes: Array<{ id: string, name: string, state: ImageBuilderState }> } | null, buildersInState: { nodes: Array<{ name: string }> } | null, imageByName: { id: string, name: string, state: ImageState } | null, imageByArn: { id: string, name: string, state: ImageState } | null, images: { nodes: Array<{ id: string, name: string, state: ImageState }> } | null, imagesInState: { nodes: Array<{ name: string }> } | null };

export type BuilderViewFragment = { id: string, name: string, state: ImageBuilderState };

export type ImageViewFragment = { id: string, name: string, state: ImageState };

export type ImageBuilderPageQueryVariables = Exact<{
  first?: number | null | undefined;
  after?: string | null | undefined;
  last?: number | null | undefined;
  before?: string | null | undefined;
  filter?: ImageBuilderFilter | null | undefined;
  orderBy?: ImageBuilderOrder | null | undefined;
}>;


export type ImageBuilderPageQuery = { imageBuilders: { totalCount: number, nodes: Array<{ name: string }>, pageInfo: { hasNextPage: boolean, hasPreviousPage: boolean, startCursor: string | null, endCursor: string | null } } | null };

export type ImagePageQueryVariables = Exact<{
  first?: number | null | undefined;
  after?: string | null | undefined;
  last?: number | null | undefined;
  before?: string | null | undefined;
  filter?: ImageFilter | null | undefined;
  orderBy?: ImageOrder | null | undefined;
}>;


export type ImagePageQuery = { images: { totalCount: number, nodes: Array<{ name: string }>, pageInfo: { hasNextPage: boolean, hasPreviousPage: boolean, startCursor: string | null, endCursor: string | null } } | null };

export type ImageRelationsQueryVariables = Exact<{
  arn: string;
}>;


export type ImageRelationsQuery = { image: { name: string, baseImage: { name: string, visibility: ImageVisibility } | null, imageBuilder: { name: string } | null, derivedImages: { nodes: Array<{ arn: string }> } | null, launchedImageBuilders: { nodes: Array<{ arn: string }> } | null } | null };

export type ImageSharesQueryVariables = Exact<{
  arn: string;
  first?: number | null | undefined;
  after?: string | null | undefined;
}>;


export type ImageSharesQuery = { image: { visibility: ImageVisibility, tags: Array<{ key: string, value: string }> | null, sharedWith: { totalCount: number, nodes: Array<{ accountId: string, allowFleet: boolean | null, allowImageBuilder: boolean | null }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } | null } | null };

export type ImageStatesQueryVariables = Exact<{ [key: string]: never; }>;


export type ImageStatesQuery = { images: { observedAt: string | null, nodes: Array<{ name: string, state: ImageState }>, failures: Array<{ code: string, message: string }> } | null };

export type ImageTagsQueryVariables = Exact<{
  first?: number | null | undefined;
}>;


export type ImageTagsQuery = { images: { nodes: Array<{ name: string, tags: Array<{ key: string, value: string }> | null }> } | null };

export type LatestImageQueryVariables = Exact<{
  namePrefix: string;
}>;


export type LatestImageQuery = { images: { nodes: Array<{ name: string, createdTime: string | null }> } | null };

export type CreateBuilderMutationVariables = Exact<{
  input: CreateImageBuilderInput;
}>;


export type CreateBuilderMutation = { createImageBuilder:
    | { __typename: 'AppStreamAccessDeniedError', message: string, code: string, awsRequestId: string | null, retryable: boolean }
    | { __typename: 'AppStreamConcurrentModificationError', message: string, code: string, awsRequestId: string | null, retryable: boolean }
    | { __typename: 'AppStreamIncompatibleImageError', message: string, code: string, awsRequestId: string | null, retryable: boolean }
    | { __typename: 'AppStreamInputError', message: string, code: string, awsRequestId: string | null, retryable: boolean }
    | { __typename: 'AppStreamInvalidAccountStatusError', message: string, code: string, awsRequestId: string | null, retryable: boolean }
    | { __typename: 'AppStreamInvalidParameterCombinationError', message: string, code: string, awsRequestId: string | null, retryable: boolean }
    | { __typename: 'AppStreamInvalidRoleError', message: string, code: string, awsRequestId: string | null, retryable: boolean }
    | { __typename: 'AppStreamLimitExceededError', message: string, code: string, awsRequestId: string | null, retryable: boolean }
    | { __typename: 'AppStreamOperationNotPermittedError', message: string, code: string, awsRequestId: string | null, retryable: boolean }
    | { __typename: 'AppStreamOutcomeUnknownError', message: string, code: string, awsRequestId: string | null, retryable: boolean }
    | { __typename: 'AppStreamRequestLimitExceededError', message: string, code: string, awsRequestId: string | null, retryable: boolean }
    | { __typename: 'AppStreamResourceAlreadyExistsError', message: string, code: string, awsRequestId: string | null, retryable: boolean }
    | { __typename: 'AppStreamResourceNotAvailableError', message: string, code: string, awsRequestId: string | null, retryable: boolean }
    | { __typename: 'AppStreamResourceNotFoundError', message: string, code: string, awsRequestId: string | null, retryable: boolean }
    | { __typename: 'AppStreamThrottledError', message: string, code: string, awsRequestId: string | null, retryable: boolean }
    | { __typename: 'CreateImageBuilderPayload', imageBuilder: { arn: string, state: ImageBuilderState, image: { name: string } | null, tags: Array<{ key: string, value: string }> | null } }
   };

export type StartBuilderMutationVariables = Exact<{
  input: StartImageBuilderInput;
}>;


export type StartBuilderMutation = { startImageBuilder:
    | { __typename: 'AppStreamAccessDeniedError', message: string, code: string, awsRequestId: string | null, retryable: boolean }
    | { __typename: 'AppStreamConcurrentModificationError', message: string, code: string, awsRequestId: string | null, retryable: boolean }
    | { __typename: 'AppStreamIncompatibleImageError', message: string, code: string, awsRequestId: string | null, retryable: boolean }
    | { __typename: 'AppStreamInputError', message: string, code: string, awsRequestId: string | null, retryable: boolean }
    | { __typename: 'AppStreamInvalidAccountStatusError', message: string, code: string, awsRequestId: string | null, retryable: boolean }
    | { __typename: 'AppStreamResourceNotAvailableError', message: string, code: string, awsRequestId: string | null, retryable: boolean }
    | { __typename: 'AppStreamResourceNotFoundError', message: string, code: string, awsRequestId: string | null, retryable: boolean }
    | { __typename: 'AppStreamThrottledError', message: string, code: string, awsRequestId: string | null, retryable: boolean }
    | { __typename: 'StartImageBuilderPayload', imageBuilder: { state: ImageBuilderState } }
   };

export type StopBuilderMutationVariables = Exact<{
  input: StopImageBuilderInput;
}>;


export type StopBuilderMutation = { stopImageBuilder:
    | { __typename: 'AppStreamAccessDeniedError', message: string, code: string, awsRequestId: string | null, retryable: boolean }
    | { __typename: 'AppStreamConcurrentModificationError', message: string, code: string, awsRequestId: string | null, retryable: boolean }
    | { __typename: 'AppStreamInputError', message: string, code: string, awsRequestId: string | null, retryable: boolean }
    | { __typename: 'AppStreamOperationNotPermittedError', message: string, code: string, awsRequestId: string | null, retryable: boolean }
    | { __typename: 'AppStreamResourceNotFoundError', message: string, code: string, awsRequestId: string | null, retryable: boolean }
    | { __typename: 'AppStreamThrottledError', message: string, code: string, awsRequestId: string | null, retryable: boolean }
    | { __typename: 'StopImageBuilderPayload', imageBuilder: { state: ImageBuilderState } }
   };

export type DeleteBuilderMutationVariables = Exact<{
  input: DeleteImageBuilderInput;
}>;


export type DeleteBuilderMutation = { deleteImageBuilder:
    | { __typename: 'AppStreamAccessDeniedError', message: string, code: string, awsRequestId: string | null, retryable: boolean }
    | { __typename: 'AppStreamConcurrentModificationError', message: string, code: string, awsRequestId: string | null, retryable: boolean }
    | { __typename: 'AppStreamInputError', message: string, code: string, awsRequestId: string | null, retryable: boolean }
    | { __typename: 'AppStreamOperationNotPermittedError', message: string, code: string, awsRequestId: string | null, retryable: boolean }
    | { __typename: 'AppStreamResourceNotFoundError', message: string, code: string, awsRequestId: string | null, retryable: boolean }
    | { __typename: 'AppStreamThrottledError', message: string, code: string, awsRequestId: string | null, retryable: boolean }
    | { __typename: 'DeleteImageBuilderPayload', deletedArn: string, deletedId: string, imageBuilder: { state: ImageBuilderState } }
   };

export type DeleteImageMutationVariables = Exact<{
  input: DeleteImageInput;
}>;


export type DeleteImageMutation = { deleteImage:
    | { __typename: 'AppStreamAccessDeniedError', message: string, code: string, awsRequestId: string | null, retryable: boolean }
    | { __typename: 'AppStreamConcurrentModificationError', message: string, code: string, awsRequestId: string | null, retryable: boolean }
    | { __typename: 'AppStreamInputError', message: string, code: string, awsRequestId: string | null, retryable: boolean }
    | { __typename: 'AppStreamOperationNotPermittedError', message: string, code: string, awsRequestId: string | null, retryable: boolean }
    | { __typename: 'AppStreamResourceInUseError', message: string, code: string, awsRequestId: string | null, retryable: boolean }
    | { __typename: 'AppStreamResourceNotFoundError', message: string, code: string, awsRequestId: string | null, retryable: boolean }
    | { __typename: 'AppStreamThrottledError', message: string, code: string, awsRequestId: string | null, retryable: boolean }
    | { __typename: 'DeleteImagePayload', deletedArn: string, image: { state: ImageState } }
   };

export type ImageAndBuilderQueryVariables = Exact<{
  builder: string;
  image: string;
}>;


export type ImageAndBuilderQuery = { imageBuilder: { state: ImageBuilderState, createdImages: { nodes: Array<{ name: string }> } | null } | null, image: { state: ImageState, imageBuilderName: string | null, imageBuilder: { arn: string, state: ImageBuilderState } | null, baseImage: { name: string } | null } | null };

type Failure_AppStreamAccessDeniedError_Fragment = { message: string, code: string, awsRequestId: string | null, retryable: boolean };

type Failure_AppStreamConcurrentModificationError_Fragment = { message: string, code: string, awsRequestId: string | null, retryable: boolean };

type Failure_AppStreamEntitlementAlreadyExistsError_Fragment = { message: string, code: string, awsRequestId: string | null, retryable: boolean };

type Failure_AppStreamEntitlementNotFoundError_Fragment = { message: string, code: string, awsRequestId: string | null, retryable: boolean };

type Failure_AppStreamIncompatibleImageError_Fragment = { message: string, code: string, awsRequestId: string | null, retryable: boolean };

type Failure_AppStreamInputError_Fragment = { message: string, code: string, awsRequestId: string | null, retryable: boolean };

type Failure_AppStreamInvalidAccountStatusError_Fragment = { message: string, code: string, awsRequestId: string | null, retryable: boolean };

type Failure_AppStreamInvalidParameterCombinationError_Fragment = { message: string, code: string, awsRequestId: string | null, retryable: boolean };

type Failure_AppStreamInvalidRoleError_Fragment = { message: string, code: string, awsRequestId: string | null, retryable: boolean };

type Failure_AppStreamLimitExceededError_Fragment = { message: string, code: string, awsRequestId: string | null, retryable: boolean };

type Failure_AppStreamOperationNotPermittedError_Fragment = { message: string, code: string, awsRequestId: string | null, retryable: boolean };

type Failure_AppStreamOutcomeUnknownError_Fragment = { message: string, code: string, awsRequestId: string | null, retryable: boolean };

type Failure_AppStreamRequestLimitExceededError_Fragment = { message: string, code: string, awsRequestId: string | null, retryable: boolean };

type Failure_AppStreamResourceAlreadyExistsError_Fragment = { message: string, code: string, awsRequestId: string | null, retryable: boolean };

type Failure_AppStreamResourceInUseError_Fragment = { message: string, code: string, awsRequestId: string | null, retryable: boolean };

type Failure_AppStreamResourceNotAvailableError_Fragment = { message: string, code: string, awsRequestId: string | null, retryable: boolean };

type Failure_AppStreamResourceNotFoundError_Fragment = { message: string, code: string, awsRequestId: string | null, retryable: boolean };

type Failure_AppStreamThrottledError_Fragment = { message: string, code: string, awsRequestId: string | null, retryable: boolean };

export type FailureFragment =
  | Failure_AppStreamAccessDeniedError_Fragment
  | Failure_AppStreamConcurrentModificationError_Fragment
  | Failure_AppStreamEntitlementAlreadyExistsError_Fragment
  | Failure_AppStreamEntitlementNotFoundError_Fragment
  | Failure_AppStreamIncompatibleImageError_Fragment
  | Failure_AppStreamInputError_Fragment
  | Failure_AppStreamInvalidAccountStatusError_Fragment
  | Failure_AppStreamInvalidParameterCombinationError_Fragment
  | Failure_AppStreamInvalidRoleError_Fragment
  | Failure_AppStreamLimitExceededError_Fragment
  | Failure_AppStreamOperationNotPermittedError_Fragment
  | Failure_AppStreamOutcomeUnknownError_Fragment
  | Failure_AppStreamRequestLimitExceededError_Fragment
  | Failure_AppStreamResourceAlreadyExistsError_Fragment
  | Failure_AppStreamResourceInUseError_Fragment
  | Failure_AppStreamResourceNotAvailableError_Fragment
  | Failure_AppStreamResourceNotFoundError_Fragment
  | Failure_AppStreamThrottledError_Fragment
;

export type LineageQueryVariables = Exact<{
  first?: number | null | undefined;
}>;


export type LineageQuery = { imageBuilders: { nodes: Array<{ name: string, image: { name: string, imageBuilder: { name: string, image: { name: string } | null } | null } | null }> } | null };

export type NodesQueryVariables = Exact<{
  ids: Array<string> | string;
}>;


export type NodesQuery = { nodes: Array<
    | { __typename: 'AppStreamAppBlock', id: string }
    | { __typename: 'AppStreamAppBlockBuilder', id: string }
    | { __typename: 'AppStreamDirectoryConfig', id: string }
    | { __typename: 'AppStreamElasticApplication', id: string }
    | { __typename: 'AppStreamEntitlement', id: string }
    | { __typename: 'AppStreamExportImageTask', id: string }
    | { __typename: 'AppStreamFleet', id: string }
    | { __typename: 'AppStreamSession', id: string }
    | { __typename: 'AppStreamStack', id: string }
    | { __typename: 'AppStreamTheme', id: string }
    | { __typename: 'AppStreamUsageReportSubscription', id: string }
    | { __typename: 'AppStreamUser', id: string }
    | { __typename: 'Image', name: string, id: string }
    | { __typename: 'ImageBuilder', name: string, id: string }
   | null> };

export type TargetImagesQueryVariables = Exact<{
  targets?: Array<AppStreamTargetInput> | AppStreamTargetInput | null | undefined;
  filter?: ImageFilter | null | undefined;
}>;


export type TargetImagesQuery = { images: { totalCount: number, observedAt: string | null, nodes: Array<{ arn: string, visibility: ImageVisibility, imageSharedWithOthers: boolean | null, target: { accountId: string | null, region: string } }>, failures: Array<{ code: string, message: string, awsRequestId: string | null, retryable: boolean, target: { accountId: string | null, region: string } }> } | null };

export type TargetsQueryVariables = Exact<{ [key: string]: never; }>;


export type TargetsQuery = { appStreamTargets: Array<{ accountId: string | null, region: string, endpoint: string, reachable: boolean | null, lastError: string | null }> | null };

export const BuilderViewFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"BuilderView"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ImageBuilder"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"state"}}]}}]} as unknown as DocumentNode<BuilderViewFragment, unknown>;
export const ImageViewFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"ImageView"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Image"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"state"}}]}}]} as unknown as DocumentNode<ImageViewFragment, unknown>;
export const FailureFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Failure"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"AppStreamError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"awsRequestId"}},{"kind":"Field","name":{"kind":"Name","value":"retryable"}}]}}]} as unknown as DocumentNode<FailureFragment, unknown>;
export const BuilderImagesDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"BuilderImages"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"imageBuilders"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"IntValue","value":"100"}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"nodes"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"imageArn"}},{"kind":"Field","name":{"kind":"Name","value":"image"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"arn"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"visibility"}}]}}]}}]}}]}}]} as unknown as DocumentNode<BuilderImagesQuery, BuilderImagesQueryVariables>;
export const BuilderRelationsDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"BuilderRelations"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"name"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"imageBuilder"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"name"},"value":{"kind":"Variable","name":{"kind":"Name","value":"name"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"image"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"createdImages"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"totalCount"}},{"kind":"Field","name":{"kind":"Name","value":"nodes"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}}]}}]}}]}}]}}]} as unknown as DocumentNode<BuilderRelationsQuery, BuilderRelationsQueryVariables>;
export const EveryViewDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"EveryView"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"builder"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"builderArn"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"builderStates"}},"type":{"kind":"ListType","type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ImageBuilderState"}}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"image"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"imageArn"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"imageStates"}},"type":{"kind":"ListType","type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ImageState"}}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","alias":{"kind":"Name","value":"builderByName"},"name":{"kind":"Name","value":"imageBuilder"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"name"},"value":{"kind":"Variable","name":{"kind":"Name","value":"builder"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"BuilderView"}}]}},{"kind":"Field","alias":{"kind":"Name","value":"builderByArn"},"name":{"kind":"Name","value":"imageBuilder"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"arn"},"value":{"kind":"Variable","name":{"kind":"Name","value":"builderArn"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"BuilderView"}}]}},{"kind":"Field","alias":{"kind":"Name","value":"builders"},"name":{"kind":"Name","value":"imageBuilders"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"IntValue","value":"100"}},{"kind":"Argument","name":{"kind":"Name","value":"filter"},"value":{"kind":"ObjectValue","fields":[{"kind":"ObjectField","name":{"kind":"Name","value":"names"},"value":{"kind":"ListValue","values":[{"kind":"Variable","name":{"kind":"Name","value":"builder"}}]}}]}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"nodes"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"BuilderView"}}]}}]}},{"kind":"Field","alias":{"kind":"Name","value":"buildersInState"},"name":{"kind":"Name","value":"imageBuilders"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"IntValue","value":"100"}},{"kind":"Argument","name":{"kind":"Name","value":"filter"},"value":{"kind":"ObjectValue","fields":[{"kind":"ObjectField","name":{"kind":"Name","value":"states"},"value":{"kind":"Variable","name":{"kind":"Name","value":"builderStates"}}}]}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"nodes"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}}]}}]}},{"kind":"Field","alias":{"kind":"Name","value":"imageByName"},"name":{"kind":"Name","value":"image"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"name"},"value":{"kind":"Variable","name":{"kind":"Name","value":"image"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"ImageView"}}]}},{"kind":"Field","alias":{"kind":"Name","value":"imageByArn"},"name":{"kind":"Name","value":"image"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"arn"},"value":{"kind":"Variable","name":{"kind":"Name","value":"imageArn"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"ImageView"}}]}},{"kind":"Field","name":{"kind":"Name","value":"images"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"IntValue","value":"100"}},{"kind":"Argument","name":{"kind":"Name","value":"filter"},"value":{"kind":"ObjectValue","fields":[{"kind":"ObjectField","name":{"kind":"Name","value":"names"},"value":{"kind":"ListValue","values":[{"kind":"Variable","name":{"kind":"Name","value":"image"}}]}}]}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"nodes"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"ImageView"}}]}}]}},{"kind":"Field","alias":{"kind":"Name","value":"imagesInState"},"name":{"kind":"Name","value":"images"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"IntValue","value":"100"}},{"kind":"Argument","name":{"kind":"Name","value":"filter"},"value":{"kind":"ObjectValue","fields":[{"kind":"ObjectField","name":{"kind":"Name","value":"states"},"value":{"kind":"Variable","name":{"kind":"Name","value":"imageStates"}}}]}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"nodes"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"BuilderView"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ImageBuilder"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"state"}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"ImageView"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Image"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"state"}}]}}]} as unknown as DocumentNode<EveryViewQuery, EveryViewQueryVariables>;
export const ImageBuilderPageDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"ImageBuilderPage"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"first"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"Int"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"after"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"last"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"Int"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"before"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"filter"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"ImageBuilderFilter"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"orderBy"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"ImageBuilderOrder"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"imageBuilders"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"Variable","name":{"kind":"Name","value":"first"}}},{"kind":"Argument","name":{"kind":"Name","value":"after"},"value":{"kind":"Variable","name":{"kind":"Name","value":"after"}}},{"kind":"Argument","name":{"kind":"Name","value":"last"},"value":{"kind":"Variable","name":{"kind":"Name","value":"last"}}},{"kind":"Argument","name":{"kind":"Name","value":"before"},"value":{"kind":"Variable","name":{"kind":"Name","value":"before"}}},{"kind":"Argument","name":{"kind":"Name","value":"filter"},"value":{"kind":"Variable","name":{"kind":"Name","value":"filter"}}},{"kind":"Argument","name":{"kind":"Name","value":"orderBy"},"value":{"kind":"Variable","name":{"kind":"Name","value":"orderBy"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"nodes"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"totalCount"}},{"kind":"Field","name":{"kind":"Name","value":"pageInfo"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"hasNextPage"}},{"kind":"Field","name":{"kind":"Name","value":"hasPreviousPage"}},{"kind":"Field","name":{"kind":"Name","value":"startCursor"}},{"kind":"Field","name":{"kind":"Name","value":"endCursor"}}]}}]}}]}}]} as unknown as DocumentNode<ImageBuilderPageQuery, ImageBuilderPageQueryVariables>;
export const ImagePageDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"ImagePage"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"first"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"Int"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"after"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"last"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"Int"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"before"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"filter"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"ImageFilter"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"orderBy"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"ImageOrder"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"images"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"Variable","name":{"kind":"Name","value":"first"}}},{"kind":"Argument","name":{"kind":"Name","value":"after"},"value":{"kind":"Variable","name":{"kind":"Name","value":"after"}}},{"kind":"Argument","name":{"kind":"Name","value":"last"},"value":{"kind":"Variable","name":{"kind":"Name","value":"last"}}},{"kind":"Argument","name":{"kind":"Name","value":"before"},"value":{"kind":"Variable","name":{"kind":"Name","value":"before"}}},{"kind":"Argument","name":{"kind":"Name","value":"filter"},"value":{"kind":"Variable","name":{"kind":"Name","value":"filter"}}},{"kind":"Argument","name":{"kind":"Name","value":"orderBy"},"value":{"kind":"Variable","name":{"kind":"Name","value":"orderBy"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"nodes"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"totalCount"}},{"kind":"Field","name":{"kind":"Name","value":"pageInfo"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"hasNextPage"}},{"kind":"Field","name":{"kind":"Name","value":"hasPreviousPage"}},{"kind":"Field","name":{"kind":"Name","value":"startCursor"}},{"kind":"Field","name":{"kind":"Name","value":"endCursor"}}]}}]}}]}}]} as unknown as DocumentNode<ImagePageQuery, ImagePageQueryVariables>;
export const ImageRelationsDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"ImageRelations"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"arn"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"image"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"arn"},"value":{"kind":"Variable","name":{"kind":"Name","value":"arn"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"baseImage"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"visibility"}}]}},{"kind":"Field","name":{"kind":"Name","value":"imageBuilder"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"derivedImages"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"nodes"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"arn"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"launchedImageBuilders"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"nodes"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"arn"}}]}}]}}]}}]}}]} as unknown as DocumentNode<ImageRelationsQuery, ImageRelationsQueryVariables>;
export const ImageSharesDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"ImageShares"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"arn"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"first"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"Int"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"after"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"image"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"arn"},"value":{"kind":"Variable","name":{"kind":"Name","value":"arn"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"visibility"}},{"kind":"Field","name":{"kind":"Name","value":"tags"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"key"}},{"kind":"Field","name":{"kind":"Name","value":"value"}}]}},{"kind":"Field","name":{"kind":"Name","value":"sharedWith"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"Variable","name":{"kind":"Name","value":"first"}}},{"kind":"Argument","name":{"kind":"Name","value":"after"},"value":{"kind":"Variable","name":{"kind":"Name","value":"after"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"totalCount"}},{"kind":"Field","name":{"kind":"Name","value":"nodes"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"accountId"}},{"kind":"Field","name":{"kind":"Name","value":"allowFleet"}},{"kind":"Field","name":{"kind":"Name","value":"allowImageBuilder"}}]}},{"kind":"Field","name":{"kind":"Name","value":"pageInfo"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"hasNextPage"}},{"kind":"Field","name":{"kind":"Name","value":"endCursor"}}]}}]}}]}}]}}]} as unknown as DocumentNode<ImageSharesQuery, ImageSharesQueryVariables>;
export const ImageStatesDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"ImageStates"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"images"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"nodes"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"state"}}]}},{"kind":"Field","name":{"kind":"Name","value":"observedAt"}},{"kind":"Field","name":{"kind":"Name","value":"failures"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}}]}}]}}]}}]} as unknown as DocumentNode<ImageStatesQuery, ImageStatesQueryVariables>;
export const ImageTagsDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"ImageTags"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"first"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"Int"}},"defaultValue":{"kind":"IntValue","value":"100"}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"images"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"Variable","name":{"kind":"Name","value":"first"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"nodes"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"tags"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"key"}},{"kind":"Field","name":{"kind":"Name","value":"value"}}]}}]}}]}}]}}]} as unknown as DocumentNode<ImageTagsQuery, ImageTagsQueryVariables>;
export const LatestImageDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"LatestImage"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"namePrefix"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"images"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"IntValue","value":"1"}},{"kind":"Argument","name":{"kind":"Name","value":"filter"},"value":{"kind":"ObjectValue","fields":[{"kind":"ObjectField","name":{"kind":"Name","value":"namePrefix"},"value":{"kind":"Variable","name":{"kind":"Name","value":"namePrefix"}}},{"kind":"ObjectField","name":{"kind":"Name","value":"states"},"value":{"kind":"ListValue","values":[{"kind":"EnumValue","value":"AVAILABLE"}]}}]}},{"kind":"Argument","name":{"kind":"Name","value":"orderBy"},"value":{"kind":"ObjectValue","fields":[{"kind":"ObjectField","name":{"kind":"Name","value":"field"},"value":{"kind":"EnumValue","value":"CREATED_TIME"}},{"kind":"ObjectField","name":{"kind":"Name","value":"direction"},"value":{"kind":"EnumValue","value":"DESC"}}]}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"nodes"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"createdTime"}}]}}]}}]}}]} as unknown as DocumentNode<LatestImageQuery, LatestImageQueryVariables>;
export const CreateBuilderDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"CreateBuilder"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"CreateImageBuilderInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"createImageBuilder"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"CreateImageBuilderPayload"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"imageBuilder"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"arn"}},{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"image"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"tags"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"key"}},{"kind":"Field","name":{"kind":"Name","value":"value"}}]}}]}}]}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"Failure"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Failure"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"AppStreamError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"awsRequestId"}},{"kind":"Field","name":{"kind":"Name","value":"retryable"}}]}}]} as unknown as DocumentNode<CreateBuilderMutation, CreateBuilderMutationVariables>;
export const StartBuilderDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"StartBuilder"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"StartImageBuilderInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"startImageBuilder"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"StartImageBuilderPayload"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"imageBuilder"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"state"}}]}}]}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"Failure"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Failure"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"AppStreamError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"awsRequestId"}},{"kind":"Field","name":{"kind":"Name","value":"retryable"}}]}}]} as unknown as DocumentNode<StartBuilderMutation, StartBuilderMutationVariables>;
export const StopBuilderDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"StopBuilder"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"StopImageBuilderInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"stopImageBuilder"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"StopImageBuilderPayload"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"imageBuilder"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"state"}}]}}]}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"Failure"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Failure"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"AppStreamError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"awsRequestId"}},{"kind":"Field","name":{"kind":"Name","value":"retryable"}}]}}]} as unknown as DocumentNode<StopBuilderMutation, StopBuilderMutationVariables>;
export const DeleteBuilderDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"DeleteBuilder"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"DeleteImageBuilderInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"deleteImageBuilder"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"DeleteImageBuilderPayload"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"imageBuilder"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"state"}}]}},{"kind":"Field","name":{"kind":"Name","value":"deletedArn"}},{"kind":"Field","name":{"kind":"Name","value":"deletedId"}}]}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"Failure"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Failure"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"AppStreamError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"awsRequestId"}},{"kind":"Field","name":{"kind":"Name","value":"retryable"}}]}}]} as unknown as DocumentNode<DeleteBuilderMutation, DeleteBuilderMutationVariables>;
export const DeleteImageDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"DeleteImage"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"DeleteImageInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"deleteImage"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"DeleteImagePayload"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"image"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"state"}}]}},{"kind":"Field","name":{"kind":"Name","value":"deletedArn"}}]}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"Failure"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Failure"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"AppStreamError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"awsRequestId"}},{"kind":"Field","name":{"kind":"Name","value":"retryable"}}]}}]} as unknown as DocumentNode<DeleteImageMutation, DeleteImageMutationVariables>;
export const ImageAndBuilderDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"ImageAndBuilder"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"builder"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"image"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"imageBuilder"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"name"},"value":{"kind":"Variable","name":{"kind":"Name","value":"builder"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"createdImages"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"nodes"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}}]}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"image"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"name"},"value":{"kind":"Variable","name":{"kind":"Name","value":"image"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"imageBuilderName"}},{"kind":"Field","name":{"kind":"Name","value":"imageBuilder"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"arn"}},{"kind":"Field","name":{"kind":"Name","value":"state"}}]}},{"kind":"Field","name":{"kind":"Name","value":"baseImage"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}}]}}]}}]}}]} as unknown as DocumentNode<ImageAndBuilderQuery, ImageAndBuilderQueryVariables>;
export const LineageDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"Lineage"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"first"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"Int"}},"defaultValue":{"kind":"IntValue","value":"25"}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"imageBuilders"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"Variable","name":{"kind":"Name","value":"first"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"nodes"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"image"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"imageBuilder"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"image"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}}]}}]}}]}}]}}]}}]}}]} as unknown as DocumentNode<LineageQuery, LineageQueryVariables>;
export const NodesDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"Nodes"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"ids"}},"type":{"kind":"NonNullType","type":{"kind":"ListType","type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"nodes"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"ids"},"value":{"kind":"Variable","name":{"kind":"Name","value":"ids"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Image"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ImageBuilder"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}}]}}]}}]}}]} as unknown as DocumentNode<NodesQuery, NodesQueryVariables>;
export const TargetImagesDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"TargetImages"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"targets"}},"type":{"kind":"ListType","type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"AppStreamTargetInput"}}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"filter"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"ImageFilter"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"images"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"IntValue","value":"100"}},{"kind":"Argument","name":{"kind":"Name","value":"targets"},"value":{"kind":"Variable","name":{"kind":"Name","value":"targets"}}},{"kind":"Argument","name":{"kind":"Name","value":"filter"},"value":{"kind":"Variable","name":{"kind":"Name","value":"filter"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"nodes"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"arn"}},{"kind":"Field","name":{"kind":"Name","value":"visibility"}},{"kind":"Field","name":{"kind":"Name","value":"imageSharedWithOthers"}},{"kind":"Field","name":{"kind":"Name","value":"target"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"accountId"}},{"kind":"Field","name":{"kind":"Name","value":"region"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"totalCount"}},{"kind":"Field","name":{"kind":"Name","value":"observedAt"}},{"kind":"Field","name":{"kind":"Name","value":"failures"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"target"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"accountId"}},{"kind":"Field","name":{"kind":"Name","value":"region"}}]}},{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"awsRequestId"}},{"kind":"Field","name":{"kind":"Name","value":"retryable"}}]}}]}}]}}]} as unknown as DocumentNode<TargetImagesQuery, TargetImagesQueryVariables>;
export const TargetsDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"Targets"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"appStreamTargets"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"accountId"}},{"kind":"Field","name":{"kind":"Name","value":"region"}},{"kind":"Field","name":{"kind":"Name","value":"endpoint"}},{"kind":"Field","name":{"kind":"Name","value":"reachable"}},{"kind":"Field","name":{"kind":"Name","value":"lastError"}}]}}]}}]} as unknown as DocumentNode<TargetsQuery, TargetsQueryVariables>;