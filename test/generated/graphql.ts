/* eslint-disable */
/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type { TypedDocumentNode as DocumentNode } from '@graphql-typed-document-node/core';
/** A direction to sort in. */
export type AppStreamOrderDirection =
  /** Smallest, or oldest, first. */
  | 'ASC'
  /** Largest, or newest, first. */
  | 'DESC';

/** An operating system. */
export type AppStreamPlatform =
  /** Amazon Linux 2. */
  | 'AMAZON_LINUX2'
  /** Red Hat Enterprise Linux 8. */
  | 'RHEL8'
  /** Rocky Linux 8. */
  | 'ROCKY_LINUX8'
  /** Ubuntu Pro 24.04. */
  | 'UBUNTU_PRO_2404'
  /** A value that this release does not list. */
  | 'UNKNOWN'
  /** Windows, before the versions were told apart. */
  | 'WINDOWS'
  /** Windows Server 2016. */
  | 'WINDOWS_SERVER_2016'
  /** Windows Server 2019. */
  | 'WINDOWS_SERVER_2019'
  /** Windows Server 2022. */
  | 'WINDOWS_SERVER_2022'
  /** Windows Server 2025. */
  | 'WINDOWS_SERVER_2025';

/** Which image builders to list: every member given must hold, and for a list one of its values; an empty list matches nothing. */
export type ImageBuilderFilter = {
  /** Created after this moment. */
  createdAfter?: string | null | undefined;
  /** Created before this moment. */
  createdBefore?: string | null | undefined;
  /** Launched from the image with this ARN. */
  imageArn?: string | null | undefined;
  /** Names that contain this; not case-sensitive. */
  nameContains?: string | null | undefined;
  /** Names that start so; case-sensitive. */
  namePrefix?: string | null | undefined;
  /** These names exactly. */
  names?: Array<string> | null | undefined;
  /** On one of these platforms. */
  platforms?: Array<AppStreamPlatform> | null | undefined;
  /** In one of these states. */
  states?: Array<ImageBuilderState> | null | undefined;
};

/** How to order image builders: by name ascending unless told; ties by ARN. */
export type ImageBuilderOrder = {
  /** Which way. */
  direction: AppStreamOrderDirection;
  /** What to order by. */
  field: ImageBuilderOrderField;
};

/** What image builders can be ordered by. */
export type ImageBuilderOrderField =
  /** By the time of creation; what has none comes last, in both directions. */
  | 'CREATED_TIME'
  /** By name, by code units. */
  | 'NAME';

/** Where an image builder is in its life. */
export type ImageBuilderState =
  /** Being deleted; it disappears when that is done. */
  | 'DELETING'
  /** Failed; `stateChangeReason` and `imageBuilderErrors` say why. */
  | 'FAILED'
  /** Starting: takes minutes. */
  | 'PENDING'
  /** Waiting for an image that is being imported. */
  | 'PENDING_IMAGE_IMPORT'
  /** Hidden builder of a managed image update: being tested. */
  | 'PENDING_QUALIFICATION'
  /** About to install or remove licence-included software. */
  | 'PENDING_SYNCING_APPS'
  /** Rebooting. */
  | 'REBOOTING'
  /** Running, and billed: it can be connected to. */
  | 'RUNNING'
  /** An image is being made from it. */
  | 'SNAPSHOTTING'
  /** Stopped: it can be started or deleted. */
  | 'STOPPED'
  /** On the way to STOPPED. */
  | 'STOPPING'
  /** Installing or removing licence-included software. */
  | 'SYNCING_APPS'
  /** A value that this release does not list. */
  | 'UNKNOWN'
  /** Hidden builder of a managed image update: installing. */
  | 'UPDATING'
  /** Its agent is being updated, on the way to RUNNING. */
  | 'UPDATING_AGENT';

/** Which images to list: every member given must hold, and for a list one of its values; an empty list matches nothing. */
export type ImageFilter = {
  /** Made from the image with this ARN. */
  baseImageArn?: string | null | undefined;
  /** Created after this moment. */
  createdAfter?: string | null | undefined;
  /** Created before this moment. */
  createdBefore?: string | null | undefined;
  /** Whether a builder can be launched from it. */
  imageBuilderSupported?: boolean | null | undefined;
  /** Names that contain this; not case-sensitive. */
  nameContains?: string | null | undefined;
  /** Names that start so; case-sensitive. */
  namePrefix?: string | null | undefined;
  /** These names exactly. */
  names?: Array<string> | null | undefined;
  /** On one of these platforms. */
  platforms?: Array<AppStreamPlatform> | null | undefined;
  /** In one of these states. */
  states?: Array<ImageState> | null | undefined;
  /** Of these visibilities; without it, the private and the shared ones: AWS’s public images come on request. */
  visibilities?: Array<ImageVisibility> | null | undefined;
};

/** How to order images: by name ascending unless told; ties by ARN. */
export type ImageOrder = {
  /** Which way. */
  direction: AppStreamOrderDirection;
  /** What to order by. */
  field: ImageOrderField;
};

/** What images can be ordered by. */
export type ImageOrderField =
  /** By the time of creation; what has none comes last, in both directions. */
  | 'CREATED_TIME'
  /** By name, by code units. */
  | 'NAME';

/** Where an image is in its life. */
export type ImageState =
  /** Ready: fleets and builders can be launched from it. */
  | 'AVAILABLE'
  /** Being copied from another image. */
  | 'COPYING'
  /** Being made by a managed update. */
  | 'CREATING'
  /** Being deleted; it disappears when that is done. */
  | 'DELETING'
  /** Could not be made; `stateChangeReason` and `imageErrors` say why. */
  | 'FAILED'
  /** Being imported from an EC2 AMI. */
  | 'IMPORTING'
  /** Being made from a builder’s snapshot. */
  | 'PENDING'
  /** A value that this release does not list. */
  | 'UNKNOWN'
  /** Imported, and being tested. */
  | 'VALIDATING';

/** Whose an image is. */
export type ImageVisibility =
  /** This account’s own. */
  | 'PRIVATE'
  /** One of AWS’s own base images. */
  | 'PUBLIC'
  /** Another account’s, shared with this one. */
  | 'SHARED'
  /** A value that this release does not list. */
  | 'UNKNOWN';

export type BuilderImagesQueryVariables = Exact<{ [key: string]: never; }>;


export type BuilderImagesQuery = { imageBuilders: { nodes: Array<{ name: string, imageArn: string | null, image: { arn: string, name: string, state: ImageState, visibility: ImageVisibility } | null }> } | null };

export type ImageBuilderPageQueryVariables = Exact<{
  first?: number | null | undefined;
  after?: string | null | undefined;
  filter?: ImageBuilderFilter | null | undefined;
  orderBy?: ImageBuilderOrder | null | undefined;
}>;


export type ImageBuilderPageQuery = { imageBuilders: { totalCount: number, nodes: Array<{ name: string }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } | null };

export type ImagePageQueryVariables = Exact<{
  first?: number | null | undefined;
  after?: string | null | undefined;
  last?: number | null | undefined;
  before?: string | null | undefined;
  filter?: ImageFilter | null | undefined;
  orderBy?: ImageOrder | null | undefined;
}>;


export type ImagePageQuery = { images: { totalCount: number, nodes: Array<{ name: string }>, pageInfo: { hasNextPage: boolean, hasPreviousPage: boolean, startCursor: string | null, endCursor: string | null } } | null };

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

export type LineageQueryVariables = Exact<{
  first?: number | null | undefined;
}>;


export type LineageQuery = { imageBuilders: { nodes: Array<{ name: string, image: { name: string, imageBuilder: { name: string, image: { name: string } | null } | null } | null }> } | null };


export const BuilderImagesDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"BuilderImages"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"imageBuilders"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"IntValue","value":"100"}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"nodes"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"imageArn"}},{"kind":"Field","name":{"kind":"Name","value":"image"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"arn"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"visibility"}}]}}]}}]}}]}}]} as unknown as DocumentNode<BuilderImagesQuery, BuilderImagesQueryVariables>;
export const ImageBuilderPageDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"ImageBuilderPage"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"first"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"Int"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"after"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"filter"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"ImageBuilderFilter"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"orderBy"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"ImageBuilderOrder"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"imageBuilders"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"Variable","name":{"kind":"Name","value":"first"}}},{"kind":"Argument","name":{"kind":"Name","value":"after"},"value":{"kind":"Variable","name":{"kind":"Name","value":"after"}}},{"kind":"Argument","name":{"kind":"Name","value":"filter"},"value":{"kind":"Variable","name":{"kind":"Name","value":"filter"}}},{"kind":"Argument","name":{"kind":"Name","value":"orderBy"},"value":{"kind":"Variable","name":{"kind":"Name","value":"orderBy"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"nodes"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"totalCount"}},{"kind":"Field","name":{"kind":"Name","value":"pageInfo"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"hasNextPage"}},{"kind":"Field","name":{"kind":"Name","value":"endCursor"}}]}}]}}]}}]} as unknown as DocumentNode<ImageBuilderPageQuery, ImageBuilderPageQueryVariables>;
export const ImagePageDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"ImagePage"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"first"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"Int"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"after"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"last"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"Int"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"before"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"filter"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"ImageFilter"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"orderBy"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"ImageOrder"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"images"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"Variable","name":{"kind":"Name","value":"first"}}},{"kind":"Argument","name":{"kind":"Name","value":"after"},"value":{"kind":"Variable","name":{"kind":"Name","value":"after"}}},{"kind":"Argument","name":{"kind":"Name","value":"last"},"value":{"kind":"Variable","name":{"kind":"Name","value":"last"}}},{"kind":"Argument","name":{"kind":"Name","value":"before"},"value":{"kind":"Variable","name":{"kind":"Name","value":"before"}}},{"kind":"Argument","name":{"kind":"Name","value":"filter"},"value":{"kind":"Variable","name":{"kind":"Name","value":"filter"}}},{"kind":"Argument","name":{"kind":"Name","value":"orderBy"},"value":{"kind":"Variable","name":{"kind":"Name","value":"orderBy"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"nodes"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"totalCount"}},{"kind":"Field","name":{"kind":"Name","value":"pageInfo"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"hasNextPage"}},{"kind":"Field","name":{"kind":"Name","value":"hasPreviousPage"}},{"kind":"Field","name":{"kind":"Name","value":"startCursor"}},{"kind":"Field","name":{"kind":"Name","value":"endCursor"}}]}}]}}]}}]} as unknown as DocumentNode<ImagePageQuery, ImagePageQueryVariables>;
export const ImageStatesDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"ImageStates"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"images"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"nodes"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"state"}}]}},{"kind":"Field","name":{"kind":"Name","value":"observedAt"}},{"kind":"Field","name":{"kind":"Name","value":"failures"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}}]}}]}}]}}]} as unknown as DocumentNode<ImageStatesQuery, ImageStatesQueryVariables>;
export const ImageTagsDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"ImageTags"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"first"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"Int"}},"defaultValue":{"kind":"IntValue","value":"100"}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"images"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"Variable","name":{"kind":"Name","value":"first"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"nodes"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"tags"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"key"}},{"kind":"Field","name":{"kind":"Name","value":"value"}}]}}]}}]}}]}}]} as unknown as DocumentNode<ImageTagsQuery, ImageTagsQueryVariables>;
export const LatestImageDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"LatestImage"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"namePrefix"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"images"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"IntValue","value":"1"}},{"kind":"Argument","name":{"kind":"Name","value":"filter"},"value":{"kind":"ObjectValue","fields":[{"kind":"ObjectField","name":{"kind":"Name","value":"namePrefix"},"value":{"kind":"Variable","name":{"kind":"Name","value":"namePrefix"}}},{"kind":"ObjectField","name":{"kind":"Name","value":"states"},"value":{"kind":"ListValue","values":[{"kind":"EnumValue","value":"AVAILABLE"}]}}]}},{"kind":"Argument","name":{"kind":"Name","value":"orderBy"},"value":{"kind":"ObjectValue","fields":[{"kind":"ObjectField","name":{"kind":"Name","value":"field"},"value":{"kind":"EnumValue","value":"CREATED_TIME"}},{"kind":"ObjectField","name":{"kind":"Name","value":"direction"},"value":{"kind":"EnumValue","value":"DESC"}}]}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"nodes"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"createdTime"}}]}}]}}]}}]} as unknown as DocumentNode<LatestImageQuery, LatestImageQueryVariables>;
export const LineageDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"Lineage"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"first"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"Int"}},"defaultValue":{"kind":"IntValue","value":"25"}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"imageBuilders"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"Variable","name":{"kind":"Name","value":"first"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"nodes"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"image"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"imageBuilder"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"image"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}}]}}]}}]}}]}}]}}]}}]} as unknown as DocumentNode<LineageQuery, LineageQueryVariables>;