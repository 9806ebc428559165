/* eslint-disable */
import * as types from './graphql.ts';
import type { TypedDocumentNode as DocumentNode } from '@graphql-typed-document-node/core';

/**
 * Map of all GraphQL operations in the project.
 *
 * This map has several performance disadvantages:
 * 1. It is not tree-shakeable, so it will include all operations in the project.
 * 2. It is not minifiable, so the string of a GraphQL query will be multiple times inside the bundle.
 * 3. It does not support dead code elimination, so it will add unused operations.
 *
 * Therefore it is highly recommended to use the babel or swc plugin for production.
 * Learn more about it here: https://the-guild.dev/graphql/codegen/plugins/presets/preset-client#reducing-bundle-size
 */
type Documents = {
    "fragment AppStreamError on AppStreamError {\n  __typename\n  awsRequestId\n  code\n  message\n  retryable\n  ... on AppStreamInputError {\n    fields {\n      message\n      path\n    }\n  }\n}": typeof types.AppStreamErrorFragmentDoc,
    "\n  query BuilderDetail($arn: ID!) {\n    imageBuilder(arn: $arn) {\n      id\n      name\n      description\n      state\n      instanceType\n      platform\n      createdTime\n      imageBuilderErrors {\n        errorMessage\n      }\n      image {\n        id\n        name\n        state\n      }\n      createdImages(first: 5) {\n        edges {\n          node {\n            id\n            name\n          }\n        }\n      }\n    }\n  }\n": typeof types.BuilderDetailDocument,
    "\n  query Builders($first: Int!, $after: String) {\n    imageBuilders(first: $first, after: $after) {\n      changeCursor\n      totalCount\n      isStale\n      observedAt\n      edges {\n        node {\n          id\n          ...BuilderRow\n        }\n      }\n      failures {\n        code\n        message\n        target {\n          accountId\n          region\n        }\n      }\n      pageInfo {\n        endCursor\n        hasNextPage\n      }\n    }\n  }\n": typeof types.BuildersDocument,
    "\n  fragment BuilderRow on ImageBuilder {\n    id\n    arn\n    name\n    state\n    availableActions\n    image {\n      id\n      name\n      baseImage {\n        id\n        name\n      }\n    }\n  }\n": typeof types.BuilderRowFragmentDoc,
    "\n  mutation StartBuilder($arn: ID!) {\n    startImageBuilder(input: { arn: $arn }) {\n      ... on StartImageBuilderPayload {\n        imageBuilder {\n          ...BuilderRow\n        }\n      }\n      ...AppStreamError\n    }\n  }\n": typeof types.StartBuilderDocument,
    "\n  mutation StopBuilder($arn: ID!) {\n    stopImageBuilder(input: { arn: $arn }) {\n      ... on StopImageBuilderPayload {\n        imageBuilder {\n          ...BuilderRow\n        }\n      }\n      ...AppStreamError\n    }\n  }\n": typeof types.StopBuilderDocument,
    "\n  subscription BuilderChanges($after: String) {\n    imageBuilderStateChanged(after: $after) {\n      kind\n      cursor\n      imageBuilder {\n        id\n        ...BuilderRow\n      }\n    }\n  }\n": typeof types.BuilderChangesDocument,
};
const documents: Documents = {
    "fragment AppStreamError on AppStreamError {\n  __typename\n  awsRequestId\n  code\n  message\n  retryable\n  ... on AppStreamInputError {\n    fields {\n      message\n      path\n    }\n  }\n}": types.AppStreamErrorFragmentDoc,
    "\n  query BuilderDetail($arn: ID!) {\n    imageBuilder(arn: $arn) {\n      id\n      name\n      description\n      state\n      instanceType\n      platform\n      createdTime\n      imageBuilderErrors {\n        errorMessage\n      }\n      image {\n        id\n        name\n        state\n      }\n      createdImages(first: 5) {\n        edges {\n          node {\n            id\n            name\n          }\n        }\n      }\n    }\n  }\n": types.BuilderDetailDocument,
    "\n  query Builders($first: Int!, $after: String) {\n    imageBuilders(first: $first, after: $after) {\n      changeCursor\n      totalCount\n      isStale\n      observedAt\n      edges {\n        node {\n          id\n          ...BuilderRow\n        }\n      }\n      failures {\n        code\n        message\n        target {\n          accountId\n          region\n        }\n      }\n      pageInfo {\n        endCursor\n        hasNextPage\n      }\n    }\n  }\n": types.BuildersDocument,
    "\n  fragment BuilderRow on ImageBuilder {\n    id\n    arn\n    name\n    state\n    availableActions\n    image {\n      id\n      name\n      baseImage {\n        id\n        name\n      }\n    }\n  }\n": types.BuilderRowFragmentDoc,
    "\n  mutation StartBuilder($arn: ID!) {\n    startImageBuilder(input: { arn: $arn }) {\n      ... on StartImageBuilderPayload {\n        imageBuilder {\n          ...BuilderRow\n        }\n      }\n      ...AppStreamError\n    }\n  }\n": types.StartBuilderDocument,
    "\n  mutation StopBuilder($arn: ID!) {\n    stopImageBuilder(input: { arn: $arn }) {\n      ... on StopImageBuilderPayload {\n        imageBuilder {\n          ...BuilderRow\n        }\n      }\n      ...AppStreamError\n    }\n  }\n": types.StopBuilderDocument,
    "\n  subscription BuilderChanges($after: String) {\n    imageBuilderStateChanged(after: $after) {\n      kind\n      cursor\n      imageBuilder {\n        id\n        ...BuilderRow\n      }\n    }\n  }\n": types.BuilderChangesDocument,
};

/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 *
 *
 * @example
 * ```ts
 * const query = graphql(`query GetUser($id: ID!) { user(id: $id) { name } }`);
 * ```
 *
 * The query argument is unknown!
 * Please regenerate the types.
 */
export function graphql(source: string): unknown;

/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "fragment AppStreamError on AppStreamError {\n  __typename\n  awsRequestId\n  code\n  message\n  retryable\n  ... on AppStreamInputError {\n    fields {\n      message\n      path\n    }\n  }\n}"): (typeof documents)["fragment AppStreamError on AppStreamError {\n  __typename\n  awsRequestId\n  code\n  message\n  retryable\n  ... on AppStreamInputError {\n    fields {\n      message\n      path\n    }\n  }\n}"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query BuilderDetail($arn: ID!) {\n    imageBuilder(arn: $arn) {\n      id\n      name\n      description\n      state\n      instanceType\n      platform\n      createdTime\n      imageBuilderErrors {\n        errorMessage\n      }\n      image {\n        id\n        name\n        state\n      }\n      createdImages(first: 5) {\n        edges {\n          node {\n            id\n            name\n          }\n        }\n      }\n    }\n  }\n"): (typeof documents)["\n  query BuilderDetail($arn: ID!) {\n    imageBuilder(arn: $arn) {\n      id\n      name\n      description\n      state\n      instanceType\n      platform\n      createdTime\n      imageBuilderErrors {\n        errorMessage\n      }\n      image {\n        id\n        name\n        state\n      }\n      createdImages(first: 5) {\n        edges {\n          node {\n            id\n            name\n          }\n        }\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query Builders($first: Int!, $after: String) {\n    imageBuilders(first: $first, after: $after) {\n      changeCursor\n      totalCount\n      isStale\n      observedAt\n      edges {\n        node {\n          id\n          ...BuilderRow\n        }\n      }\n      failures {\n        code\n        message\n        target {\n          accountId\n          region\n        }\n      }\n      pageInfo {\n        endCursor\n        hasNextPage\n      }\n    }\n  }\n"): (typeof documents)["\n  query Builders($first: Int!, $after: String) {\n    imageBuilders(first: $first, after: $after) {\n      changeCursor\n      totalCount\n      isStale\n      observedAt\n      edges {\n        node {\n          id\n          ...BuilderRow\n        }\n      }\n      failures {\n        code\n        message\n        target {\n          accountId\n          region\n        }\n      }\n      pageInfo {\n        endCursor\n        hasNextPage\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  fragment BuilderRow on ImageBuilder {\n    id\n    arn\n    name\n    state\n    availableActions\n    image {\n      id\n      name\n      baseImage {\n        id\n        name\n      }\n    }\n  }\n"): (typeof documents)["\n  fragment BuilderRow on ImageBuilder {\n    id\n    arn\n    name\n    state\n    availableActions\n    image {\n      id\n      name\n      baseImage {\n        id\n        name\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation StartBuilder($arn: ID!) {\n    startImageBuilder(input: { arn: $arn }) {\n      ... on StartImageBuilderPayload {\n        imageBuilder {\n          ...BuilderRow\n        }\n      }\n      ...AppStreamError\n    }\n  }\n"): (typeof documents)["\n  mutation StartBuilder($arn: ID!) {\n    startImageBuilder(input: { arn: $arn }) {\n      ... on StartImageBuilderPayload {\n        imageBuilder {\n          ...BuilderRow\n        }\n      }\n      ...AppStreamError\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation StopBuilder($arn: ID!) {\n    stopImageBuilder(input: { arn: $arn }) {\n      ... on StopImageBuilderPayload {\n        imageBuilder {\n          ...BuilderRow\n        }\n      }\n      ...AppStreamError\n    }\n  }\n"): (typeof documents)["\n  mutation StopBuilder($arn: ID!) {\n    stopImageBuilder(input: { arn: $arn }) {\n      ... on StopImageBuilderPayload {\n        imageBuilder {\n          ...BuilderRow\n        }\n      }\n      ...AppStreamError\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  subscription BuilderChanges($after: String) {\n    imageBuilderStateChanged(after: $after) {\n      kind\n      cursor\n      imageBuilder {\n        id\n        ...BuilderRow\n      }\n    }\n  }\n"): (typeof documents)["\n  subscription BuilderChanges($after: String) {\n    imageBuilderStateChanged(after: $after) {\n      kind\n      cursor\n      imageBuilder {\n        id\n        ...BuilderRow\n      }\n    }\n  }\n"];

export function graphql(source: string) {
  return (documents as any)[source] ?? {};
}

export type DocumentType<TDocumentNode extends DocumentNode<any, any>> = TDocumentNode extends DocumentNode<  infer TType,  any>  ? TType  : never;