/* eslint-disable */
/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type { DocumentTypeDecoration } from '@graphql-typed-document-node/core';
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

export type BuildersQueryVariables = Exact<{
  after?: string | null | undefined;
}>;


export type BuildersQuery = { imageBuilders: { nodes: Array<{ id: string, arn: string, name: string, state: ImageBuilderState, image: { name: string, baseImage: { name: string } | null } | null }>, failures: Array<{ message: string, target: { region: string } }>, pageInfo: { endCursor: string | null, hasNextPage: boolean } } | null };

export type BuilderFragment = { id: string, arn: string, name: string, state: ImageBuilderState, image: { name: string, baseImage: { name: string } | null } | null };

export type StartMutationVariables = Exact<{
  arn: string;
}>;


export type StartMutation = { startImageBuilder:
    | { __typename: 'AppStreamAccessDeniedError', awsRequestId: string | null, code: string, message: string, retryable: boolean }
    | { __typename: 'AppStreamConcurrentModificationError', awsRequestId: string | null, code: string, message: string, retryable: boolean }
    | { __typename: 'AppStreamIncompatibleImageError', awsRequestId: string | null, code: string, message: string, retryable: boolean }
    | { __typename: 'AppStreamInputError', awsRequestId: string | null, code: string, message: string, retryable: boolean, fields: Array<{ message: string, path: string }> }
    | { __typename: 'AppStreamInvalidAccountStatusError', awsRequestId: string | null, code: string, message: string, retryable: boolean }
    | { __typename: 'AppStreamResourceNotAvailableError', awsRequestId: string | null, code: string, message: string, retryable: boolean }
    | { __typename: 'AppStreamResourceNotFoundError', awsRequestId: string | null, code: string, message: string, retryable: boolean }
    | { __typename: 'AppStreamThrottledError', awsRequestId: string | null, code: string, message: string, retryable: boolean }
    | { imageBuilder: { id: string, arn: string, name: string, state: ImageBuilderState, image: { name: string, baseImage: { name: string } | null } | null } }
   };

export type StopMutationVariables = Exact<{
  arn: string;
}>;


export type StopMutation = { stopImageBuilder:
    | { __typename: 'AppStreamAccessDeniedError', awsRequestId: string | null, code: string, message: string, retryable: boolean }
    | { __typename: 'AppStreamConcurrentModificationError', awsRequestId: string | null, code: string, message: string, retryable: boolean }
    | { __typename: 'AppStreamInputError', awsRequestId: string | null, code: string, message: string, retryable: boolean, fields: Array<{ message: string, path: string }> }
    | { __typename: 'AppStreamOperationNotPermittedError', awsRequestId: string | null, code: string, message: string, retryable: boolean }
    | { __typename: 'AppStreamResourceNotFoundError', awsRequestId: string | null, code: string, message: string, retryable: boolean }
    | { __typename: 'AppStreamThrottledError', awsRequestId: string | null, code: string, message: string, retryable: boolean }
    | { imageBuilder: { id: string, arn: string, name: string, state: ImageBuilderState, image: { name: string, baseImage: { name: string } | null } | null } }
   };

export type BuilderStatesSubscriptionVariables = Exact<{
  arns?: Array<string> | string | null | undefined;
  after?: string | null | undefined;
  snapshot?: boolean | null | undefined;
}>;


export type BuilderStatesSubscription = { imageBuilderStateChanged: { kind: AppStreamChangeKind, cursor: string, imageBuilder: { id: string, arn: string, name: string, state: ImageBuilderState, image: { name: string, baseImage: { name: string } | null } | null } | null } };

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

export class TypedDocumentString<TResult, TVariables>
  extends String
  implements DocumentTypeDecoration<TResult, TVariables>
{
  __apiType?: NonNullable<DocumentTypeDecoration<TResult, TVariables>['__apiType']>;
  private value: string;
  public __meta__?: Record<string, any> | undefined;

  constructor(value: string, __meta__?: Record<string, any> | undefined) {
    super(value);
    this.value = value;
    this.__meta__ = __meta__;
  }

  override toString(): string & DocumentTypeDecoration<TResult, TVariables> {
    return this.value;
  }
}
export const BuilderFragmentDoc = new TypedDocumentString(`
    fragment Builder on ImageBuilder {
  id
  arn
  name
  state
  image {
    name
    baseImage {
      name
    }
  }
}
    `, {"fragmentName":"Builder"}) as unknown as TypedDocumentString<BuilderFragment, unknown>;
export const AppStreamErrorFragmentDoc = new TypedDocumentString(`
    fragment AppStreamError on AppStreamError {
  __typename
  awsRequestId
  code
  message
  retryable
  ... on AppStreamInputError {
    fields {
      message
      path
    }
  }
}
    `, {"fragmentName":"AppStreamError"}) as unknown as TypedDocumentString<AppStreamErrorFragment, unknown>;
export const BuildersDocument = new TypedDocumentString(`
    query Builders($after: String) {
  imageBuilders(first: 100, after: $after) {
    nodes {
      ...Builder
    }
    failures {
      message
      target {
        region
      }
    }
    pageInfo {
      endCursor
      hasNextPage
    }
  }
}
    fragment Builder on ImageBuilder {
  id
  arn
  name
  state
  image {
    name
    baseImage {
      name
    }
  }
}`) as unknown as TypedDocumentString<BuildersQuery, BuildersQueryVariables>;
export const StartDocument = new TypedDocumentString(`
    mutation Start($arn: ID!) {
  startImageBuilder(input: {arn: $arn}) {
    ... on StartImageBuilderPayload {
      imageBuilder {
        ...Builder
      }
    }
    ...AppStreamError
  }
}
    fragment Builder on ImageBuilder {
  id
  arn
  name
  state
  image {
    name
    baseImage {
      name
    }
  }
}
fragment AppStreamError on AppStreamError {
  __typename
  awsRequestId
  code
  message
  retryable
  ... on AppStreamInputError {
    fields {
      message
      path
    }
  }
}`) as unknown as TypedDocumentString<StartMutation, StartMutationVariables>;
export const StopDocument = new TypedDocumentString(`
    mutation Stop($arn: ID!) {
  stopImageBuilder(input: {arn: $arn}) {
    ... on StopImageBuilderPayload {
      imageBuilder {
        ...Builder
      }
    }
    ...AppStreamError
  }
}
    fragment Builder on ImageBuilder {
  id
  arn
  name
  state
  image {
    name
    baseImage {
      name
    }
  }
}
fragment AppStreamError on AppStreamError {
  __typename
  awsRequestId
  code
  message
  retryable
  ... on AppStreamInputError {
    fields {
      message
      path
    }
  }
}`) as unknown as TypedDocumentString<StopMutation, StopMutationVariables>;
export const BuilderStatesDocument = new TypedDocumentString(`
    subscription BuilderStates($arns: [ID!], $after: String, $snapshot: Boolean) {
  imageBuilderStateChanged(arns: $arns, after: $after, snapshot: $snapshot) {
    kind
    cursor
    imageBuilder {
      ...Builder
    }
  }
}
    fragment Builder on ImageBuilder {
  id
  arn
  name
  state
  image {
    name
    baseImage {
      name
    }
  }
}`) as unknown as TypedDocumentString<BuilderStatesSubscription, BuilderStatesSubscriptionVariables>;