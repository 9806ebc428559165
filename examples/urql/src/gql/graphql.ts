/* eslint-disable */
/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type { TypedDocumentNode as DocumentNode } from '@graphql-typed-document-node/core';
/** Kind of an event. */
export type AppStreamChangeKind =
  /** The resource was created. */
  | 'CREATED'
  /** The resource was deleted. */
  | 'DELETED'
  /** The cursor cannot be resumed. Drop your local state; a snapshot follows. */
  | 'RESET'
  /** The resource exists. A snapshot has one such event per matching resource. */
  | 'SNAPSHOT'
  /** The state of the resource changed, or the resource started or stopped matching `filter`; see `matches`. States between two polls are not reported. */
  | 'STATE_CHANGED'
  /** All events of the snapshot, or all missed changes, were sent. Repeated periodically, so that you always have a resumable cursor. */
  | 'SYNCED';

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

/** Mutation that can act on an existing image builder. */
export type ImageBuilderAction =
  /** `associateSoftwareToImageBuilder`: available in the states STOPPED, RUNNING, with the scope `appstream:manage`. */
  | 'ASSOCIATE_SOFTWARE'
  /** `createImageBuilderStreamingUrl`: available in the state RUNNING, with the scope `appstream:operate`. */
  | 'CREATE_STREAMING_URL'
  /** `deleteImageBuilder`: available in the states STOPPED, RUNNING, FAILED, with the scope `appstream:manage`. */
  | 'DELETE'
  /** `disassociateSoftwareFromImageBuilder`: available in the states STOPPED, RUNNING, with the scope `appstream:manage`. */
  | 'DISASSOCIATE_SOFTWARE'
  /** `startImageBuilder`: available in the state STOPPED, with the scope `appstream:operate`. */
  | 'START'
  /** `startSoftwareDeploymentToImageBuilder`: available in the state RUNNING, with the scope `appstream:operate`. */
  | 'START_SOFTWARE_DEPLOYMENT'
  /** `stopImageBuilder`: available in the state RUNNING, with the scope `appstream:operate`. */
  | 'STOP';

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

type AppStreamError_AppStreamAccessDeniedError_Fragment = { __typename: 'AppStreamAccessDeniedError', awsRequestId: string | null, code: string, message: string, retryable: boolean };

type AppStreamError_AppStreamConcurrentModificationError_Fragment = { __typename: 'AppStreamConcurrentModificationError', awsRequestId: string | null, code: string, message: string, retryable: boolean };

type AppStreamError_AppStreamEntitlementAlreadyExistsError_Fragment = { __typename: 'AppStreamEntitlementAlreadyExistsError', awsRequestId: string | null, code: string, message: string, retryable: boolean };

type AppStreamError_AppStreamEntitlementNotFoundError_Fragment = { __typename: 'AppStreamEntitlementNotFoundError', awsRequestId: string | null, code: string, message: string, retryable: boolean };

type AppStreamError_AppStreamIncompatibleImageError_Fragment = { __typename: 'AppStreamIncompatibleImageError', awsRequestId: string | null, code: string, message: string, retryable: boolean };

type AppStreamError_AppStreamInputError_Fragment = { __typename: 'AppStreamInputError', awsRequestId: string | null, code: string, message: string, retryable: boolean, fields: Array<{ message: string, path: string }> };

type AppStreamError_AppStreamInvalidAccountStatusError_Fragment = { __typename: 'AppStreamInvalidAccountStatusError', awsRequestId: string | null, code: string, message: string, retryable: boolean };

type AppStreamError_AppStreamInvalidParameterCombinationError_Fragment = { __typename: 'AppStreamInvalidParameterCombinationError', awsRequestId: string | null, code: string, message: string, retryable: boolean };

type AppStreamError_AppStreamInvalidRoleError_Fragment = { __typename: 'AppStreamInvalidRoleError', awsRequestId: string | null, code: string, message: string, retryable: boolean };

type AppStreamError_AppStreamLimitExceededError_Fragment = { __typename: 'AppStreamLimitExceededError', awsRequestId: string | null, code: string, message: string, retryable: boolean };

type AppStreamError_AppStreamOperationNotPermittedError_Fragment = { __typename: 'AppStreamOperationNotPermittedError', awsRequestId: string | null, code: string, message: string, retryable: boolean };

type AppStreamError_AppStreamOutcomeUnknownError_Fragment = { __typename: 'AppStreamOutcomeUnknownError', awsRequestId: string | null, code: string, message: string, retryable: boolean };

type AppStreamError_AppStreamRequestLimitExceededError_Fragment = { __typename: 'AppStreamRequestLimitExceededError', awsRequestId: string | null, code: string, message: string, retryable: boolean };

type AppStreamError_AppStreamResourceAlreadyExistsError_Fragment = { __typename: 'AppStreamResourceAlreadyExistsError', awsRequestId: string | null, code: string, message: string, retryable: boolean };

type AppStreamError_AppStreamResourceInUseError_Fragment = { __typename: 'AppStreamResourceInUseError', awsRequestId: string | null, code: string, message: string, retryable: boolean };

type AppStreamError_AppStreamResourceNotAvailableError_Fragment = { __typename: 'AppStreamResourceNotAvailableError', awsRequestId: string | null, code: string, message: string, retryable: boolean };

type AppStreamError_AppStreamResourceNotFoundError_Fragment = { __typename: 'AppStreamResourceNotFoundError', awsRequestId: string | null, code: string, message: string, retryable: boolean };

type AppStreamError_AppStreamThrottledError_Fragment = { __typename: 'AppStreamThrottledError', awsRequestId: string | null, code: string, message: string, retryable: boolean };

export type AppStreamErrorFragment =
  | AppStreamError_AppStreamAccessDeniedError_Fragment
  | AppStreamError_AppStreamConcurrentModificationError_Fragment
  | AppStreamError_AppStreamEntitlementAlreadyExistsError_Fragment
  | AppStreamError_AppStreamEntitlementNotFoundError_Fragment
  | AppStreamError_AppStreamIncompatibleImageError_Fragment
  | AppStreamError_AppStreamInputError_Fragment
  | AppStreamError_AppStreamInvalidAccountStatusError_Fragment
  | AppStreamError_AppStreamInvalidParameterCombinationError_Fragment
  | AppStreamError_AppStreamInvalidRoleError_Fragment
  | AppStreamError_AppStreamLimitExceededError_Fragment
  | AppStreamError_AppStreamOperationNotPermittedError_Fragment
  | AppStreamError_AppStreamOutcomeUnknownError_Fragment
  | AppStreamError_AppStreamRequestLimitExceededError_Fragment
  | AppStreamError_AppStreamResourceAlreadyExistsError_Fragment
  | AppStreamError_AppStreamResourceInUseError_Fragment
  | AppStreamError_AppStreamResourceNotAvailableError_Fragment
  | AppStreamError_AppStreamResourceNotFoundError_Fragment
  | AppStreamError_AppStreamThrottledError_Fragment
;

export type BuilderDetailQueryVariables = Exact<{
  arn: string;
}>;


export type BuilderDetailQuery = { imageBuilder: { id: string, name: string, description: string | null, state: ImageBuilderState, instanceType: string | null, platform: AppStreamPlatform | null, createdTime: string | null, imageBuilderErrors: Array<{ errorMessage: string | null }>, image: { id: string, name: string, state: ImageState } | null, createdImages: { edges: Array<{ node: { id: string, name: string } }> } | null } | null };

export type BuildersQueryVariables = Exact<{
  first: number;
  after?: string | null | undefined;
}>;


export type BuildersQuery = { imageBuilders: { changeCursor: string, totalCount: number, isStale: boolean, observedAt: string | null, edges: Array<{ node: { id: string, arn: string, name: string, state: ImageBuilderState, availableActions: Array<ImageBuilderAction>, image: { id: string, name: string, baseImage: { id: string, name: string } | null } | null } }>, failures: Array<{ code: string, message: string, target: { accountId: string | null, region: string } }>, pageInfo: { endCursor: string | null, hasNextPage: boolean } } | null };

export type BuilderRowFragment = { id: string, arn: string, name: string, state: ImageBuilderState, availableActions: Array<ImageBuilderAction>, image: { id: string, name: string, baseImage: { id: string, name: string } | null } | null };

export type StartBuilderMutationVariables = Exact<{
  arn: string;
}>;


export type StartBuilderMutation = { startImageBuilder:
    | { __typename: 'AppStreamAccessDeniedError', awsRequestId: string | null, code: string, message: string, retryable: boolean }
    | { __typename: 'AppStreamConcurrentModificationError', awsRequestId: string | null, code: string, message: string, retryable: boolean }
    | { __typename: 'AppStreamIncompatibleImageError', awsRequestId: string | null, code: string, message: string, retryable: boolean }
    | { __typename: 'AppStreamInputError', awsRequestId: string | null, code: string, message: string, retryable: boolean, fields: Array<{ message: string, path: string }> }
    | { __typename: 'AppStreamInvalidAccountStatusError', awsRequestId: string | null, code: string, message: string, retryable: boolean }
    | { __typename: 'AppStreamResourceNotAvailableError', awsRequestId: string | null, code: string, message: string, retryable: boolean }
    | { __typename: 'AppStreamResourceNotFoundError', awsRequestId: string | null, code: string, message: string, retryable: boolean }
    | { __typename: 'AppStreamThrottledError', awsRequestId: string | null, code: string, message: string, retryable: boolean }
    | { imageBuilder: { id: string, arn: string, name: string, state: ImageBuilderState, availableActions: Array<ImageBuilderAction>, image: { id: string, name: string, baseImage: { id: string, name: string } | null } | null } }
   };

export type StopBuilderMutationVariables = Exact<{
  arn: string;
}>;


export type StopBuilderMutation = { stopImageBuilder:
    | { __typename: 'AppStreamAccessDeniedError', awsRequestId: string | null, code: string, message: string, retryable: boolean }
    | { __typename: 'AppStreamConcurrentModificationError', awsRequestId: string | null, code: string, message: string, retryable: boolean }
    | { __typename: 'AppStreamInputError', awsRequestId: string | null, code: string, message: string, retryable: boolean, fields: Array<{ message: string, path: string }> }
    | { __typename: 'AppStreamOperationNotPermittedError', awsRequestId: string | null, code: string, message: string, retryable: boolean }
    | { __typename: 'AppStreamResourceNotFoundError', awsRequestId: string | null, code: string, message: string, retryable: boolean }
    | { __typename: 'AppStreamThrottledError', awsRequestId: string | null, code: string, message: string, retryable: boolean }
    | { imageBuilder: { id: string, arn: string, name: string, state: ImageBuilderState, availableActions: Array<ImageBuilderAction>, image: { id: string, name: string, baseImage: { id: string, name: string } | null } | null } }
   };

export type BuilderChangesSubscriptionVariables = Exact<{
  after?: string | null | undefined;
}>;


export type BuilderChangesSubscription = { imageBuilderStateChanged: { kind: AppStreamChangeKind, cursor: string, imageBuilder: { id: string, arn: string, name: string, state: ImageBuilderState, availableActions: Array<ImageBuilderAction>, image: { id: string, name: string, baseImage: { id: string, name: string } | null } | null } | null } };

export const AppStreamErrorFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"AppStreamError"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"AppStreamError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"awsRequestId"}},{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"retryable"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"AppStreamInputError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"fields"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"path"}}]}}]}}]}}]} as unknown as DocumentNode<AppStreamErrorFragment, unknown>;
export const BuilderRowFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"BuilderRow"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ImageBuilder"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"arn"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"availableActions"}},{"kind":"Field","name":{"kind":"Name","value":"image"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"baseImage"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}}]}}]}}]} as unknown as DocumentNode<BuilderRowFragment, unknown>;
export const BuilderDetailDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"BuilderDetail"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"arn"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"imageBuilder"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"arn"},"value":{"kind":"Variable","name":{"kind":"Name","value":"arn"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"description"}},{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"instanceType"}},{"kind":"Field","name":{"kind":"Name","value":"platform"}},{"kind":"Field","name":{"kind":"Name","value":"createdTime"}},{"kind":"Field","name":{"kind":"Name","value":"imageBuilderErrors"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"errorMessage"}}]}},{"kind":"Field","name":{"kind":"Name","value":"image"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"state"}}]}},{"kind":"Field","name":{"kind":"Name","value":"createdImages"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"IntValue","value":"5"}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"edges"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"node"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}}]}}]}}]}}]}}]} as unknown as DocumentNode<BuilderDetailQuery, BuilderDetailQueryVariables>;
export const BuildersDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"Builders"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"first"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"Int"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"after"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"imageBuilders"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"Variable","name":{"kind":"Name","value":"first"}}},{"kind":"Argument","name":{"kind":"Name","value":"after"},"value":{"kind":"Variable","name":{"kind":"Name","value":"after"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"changeCursor"}},{"kind":"Field","name":{"kind":"Name","value":"totalCount"}},{"kind":"Field","name":{"kind":"Name","value":"isStale"}},{"kind":"Field","name":{"kind":"Name","value":"observedAt"}},{"kind":"Field","name":{"kind":"Name","value":"edges"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"node"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"BuilderRow"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"failures"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"target"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"accountId"}},{"kind":"Field","name":{"kind":"Name","value":"region"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"pageInfo"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"endCursor"}},{"kind":"Field","name":{"kind":"Name","value":"hasNextPage"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"BuilderRow"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ImageBuilder"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"arn"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"availableActions"}},{"kind":"Field","name":{"kind":"Name","value":"image"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"baseImage"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}}]}}]}}]} as unknown as DocumentNode<BuildersQuery, BuildersQueryVariables>;
export const StartBuilderDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"StartBuilder"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"arn"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"startImageBuilder"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"ObjectValue","fields":[{"kind":"ObjectField","name":{"kind":"Name","value":"arn"},"value":{"kind":"Variable","name":{"kind":"Name","value":"arn"}}}]}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"StartImageBuilderPayload"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"imageBuilder"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"BuilderRow"}}]}}]}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"AppStreamError"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"BuilderRow"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ImageBuilder"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"arn"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"availableActions"}},{"kind":"Field","name":{"kind":"Name","value":"image"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"baseImage"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"AppStreamError"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"AppStreamError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"awsRequestId"}},{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"retryable"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"AppStreamInputError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"fields"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"path"}}]}}]}}]}}]} as unknown as DocumentNode<StartBuilderMutation, StartBuilderMutationVariables>;
export const StopBuilderDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"StopBuilder"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"arn"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"stopImageBuilder"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"ObjectValue","fields":[{"kind":"ObjectField","name":{"kind":"Name","value":"arn"},"value":{"kind":"Variable","name":{"kind":"Name","value":"arn"}}}]}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"StopImageBuilderPayload"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"imageBuilder"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"BuilderRow"}}]}}]}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"AppStreamError"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"BuilderRow"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ImageBuilder"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"arn"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"availableActions"}},{"kind":"Field","name":{"kind":"Name","value":"image"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"baseImage"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"AppStreamError"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"AppStreamError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"awsRequestId"}},{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"retryable"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"AppStreamInputError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"fields"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"path"}}]}}]}}]}}]} as unknown as DocumentNode<StopBuilderMutation, StopBuilderMutationVariables>;
export const BuilderChangesDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"subscription","name":{"kind":"Name","value":"BuilderChanges"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"after"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"imageBuilderStateChanged"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"after"},"value":{"kind":"Variable","name":{"kind":"Name","value":"after"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"cursor"}},{"kind":"Field","name":{"kind":"Name","value":"imageBuilder"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"BuilderRow"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"BuilderRow"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ImageBuilder"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"arn"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"availableActions"}},{"kind":"Field","name":{"kind":"Name","value":"image"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"baseImage"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}}]}}]}}]} as unknown as DocumentNode<BuilderChangesSubscription, BuilderChangesSubscriptionVariables>;