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
    "query BuilderImages {\n  imageBuilders(first: 100) {\n    nodes {\n      name\n      imageArn\n      image {\n        arn\n        name\n        state\n        visibility\n      }\n    }\n  }\n}": typeof types.BuilderImagesDocument,
    "query BuilderRelations($name: String!) {\n  imageBuilder(name: $name) {\n    image {\n      name\n    }\n    createdImages {\n      totalCount\n      nodes {\n        name\n      }\n    }\n  }\n}": typeof types.BuilderRelationsDocument,
    "query EveryView($builder: String!, $builderArn: ID!, $builderStates: [ImageBuilderState!], $image: String!, $imageArn: ID!, $imageStates: [ImageState!]) {\n  builderByName: imageBuilder(name: $builder) {\n    ...BuilderView\n  }\n  builderByArn: imageBuilder(arn: $builderArn) {\n    ...BuilderView\n  }\n  builders: imageBuilders(first: 100, filter: {names: [$builder]}) {\n    nodes {\n      ...BuilderView\n    }\n  }\n  buildersInState: imageBuilders(first: 100, filter: {states: $builderStates}) {\n    nodes {\n      name\n    }\n  }\n  imageByName: image(name: $image) {\n    ...ImageView\n  }\n  imageByArn: image(arn: $imageArn) {\n    ...ImageView\n  }\n  images(first: 100, filter: {names: [$image]}) {\n    nodes {\n      ...ImageView\n    }\n  }\n  imagesInState: images(first: 100, filter: {states: $imageStates}) {\n    nodes {\n      name\n    }\n  }\n}\n\nfragment BuilderView on ImageBuilder {\n  id\n  name\n  state\n}\n\nfragment ImageView on Image {\n  id\n  name\n  state\n}": typeof types.EveryViewDocument,
    "query ImageBuilderPage($first: Int, $after: String, $last: Int, $before: String, $filter: ImageBuilderFilter, $orderBy: ImageBuilderOrder) {\n  imageBuilders(\n    first: $first\n    after: $after\n    last: $last\n    before: $before\n    filter: $filter\n    orderBy: $orderBy\n  ) {\n    nodes {\n      name\n    }\n    totalCount\n    pageInfo {\n      hasNextPage\n      hasPreviousPage\n      startCursor\n      endCursor\n    }\n  }\n}": typeof types.ImageBuilderPageDocument,
    "query ImagePage($first: Int, $after: String, $last: Int, $before: String, $filter: ImageFilter, $orderBy: ImageOrder) {\n  images(\n    first: $first\n    after: $after\n    last: $last\n    before: $before\n    filter: $filter\n    orderBy: $orderBy\n  ) {\n    nodes {\n      name\n    }\n    totalCount\n    pageInfo {\n      hasNextPage\n      hasPreviousPage\n      startCursor\n      endCursor\n    }\n  }\n}": typeof types.ImagePageDocument,
    "query ImageRelations($arn: ID!) {\n  image(arn: $arn) {\n    name\n    baseImage {\n      name\n      visibility\n    }\n    imageBuilder {\n      name\n    }\n    derivedImages {\n      nodes {\n        arn\n      }\n    }\n    launchedImageBuilders {\n      nodes {\n        arn\n      }\n    }\n  }\n}": typeof types.ImageRelationsDocument,
    "query ImageShares($arn: ID!, $first: Int, $after: String) {\n  image(arn: $arn) {\n    visibility\n    tags {\n      key\n      value\n    }\n    sharedWith(first: $first, after: $after) {\n      totalCount\n      nodes {\n        accountId\n        allowFleet\n        allowImageBuilder\n      }\n      pageInfo {\n        hasNextPage\n        endCursor\n      }\n    }\n  }\n}": typeof types.ImageSharesDocument,
    "query ImageStates {\n  images {\n    nodes {\n      name\n      state\n    }\n    observedAt\n    failures {\n      code\n      message\n    }\n  }\n}": typeof types.ImageStatesDocument,
    "query ImageTags($first: Int = 100) {\n  images(first: $first) {\n    nodes {\n      name\n      tags {\n        key\n        value\n      }\n    }\n  }\n}": typeof types.ImageTagsDocument,
    "query LatestImage($namePrefix: String!) {\n  images(\n    first: 1\n    filter: {namePrefix: $namePrefix, states: [AVAILABLE]}\n    orderBy: {field: CREATED_TIME, direction: DESC}\n  ) {\n    nodes {\n      name\n      createdTime\n    }\n  }\n}": typeof types.LatestImageDocument,
    "query Lineage($first: Int = 25) {\n  imageBuilders(first: $first) {\n    nodes {\n      name\n      image {\n        name\n        imageBuilder {\n          name\n          image {\n            name\n          }\n        }\n      }\n    }\n  }\n}": typeof types.LineageDocument,
    "query Nodes($ids: [ID!]!) {\n  nodes(ids: $ids) {\n    __typename\n    id\n    ... on Image {\n      name\n    }\n    ... on ImageBuilder {\n      name\n    }\n  }\n}": typeof types.NodesDocument,
    "query TargetImages($targets: [AppStreamTargetInput!], $filter: ImageFilter) {\n  images(first: 100, targets: $targets, filter: $filter) {\n    nodes {\n      arn\n      visibility\n      imageSharedWithOthers\n      target {\n        accountId\n        region\n      }\n    }\n    totalCount\n    observedAt\n    failures {\n      target {\n        accountId\n        region\n      }\n      code\n      message\n      awsRequestId\n      retryable\n    }\n  }\n}": typeof types.TargetImagesDocument,
    "query Targets {\n  appStreamTargets {\n    accountId\n    region\n    endpoint\n    reachable\n    lastError\n  }\n}": typeof types.TargetsDocument,
};
const documents: Documents = {
    "query BuilderImages {\n  imageBuilders(first: 100) {\n    nodes {\n      name\n      imageArn\n      image {\n        arn\n        name\n        state\n        visibility\n      }\n    }\n  }\n}": types.BuilderImagesDocument,
    "query BuilderRelations($name: String!) {\n  imageBuilder(name: $name) {\n    image {\n      name\n    }\n    createdImages {\n      totalCount\n      nodes {\n        name\n      }\n    }\n  }\n}": types.BuilderRelationsDocument,
    "query EveryView($builder: String!, $builderArn: ID!, $builderStates: [ImageBuilderState!], $image: String!, $imageArn: ID!, $imageStates: [ImageState!]) {\n  builderByName: imageBuilder(name: $builder) {\n    ...BuilderView\n  }\n  builderByArn: imageBuilder(arn: $builderArn) {\n    ...BuilderView\n  }\n  builders: imageBuilders(first: 100, filter: {names: [$builder]}) {\n    nodes {\n      ...BuilderView\n    }\n  }\n  buildersInState: imageBuilders(first: 100, filter: {states: $builderStates}) {\n    nodes {\n      name\n    }\n  }\n  imageByName: image(name: $image) {\n    ...ImageView\n  }\n  imageByArn: image(arn: $imageArn) {\n    ...ImageView\n  }\n  images(first: 100, filter: {names: [$image]}) {\n    nodes {\n      ...ImageView\n    }\n  }\n  imagesInState: images(first: 100, filter: {states: $imageStates}) {\n    nodes {\n      name\n    }\n  }\n}\n\nfragment BuilderView on ImageBuilder {\n  id\n  name\n  state\n}\n\nfragment ImageView on Image {\n  id\n  name\n  state\n}": types.EveryViewDocument,
    "query ImageBuilderPage($first: Int, $after: String, $last: Int, $before: String, $filter: ImageBuilderFilter, $orderBy: ImageBuilderOrder) {\n  imageBuilders(\n    first: $first\n    after: $after\n    last: $last\n    before: $before\n    filter: $filter\n    orderBy: $orderBy\n  ) {\n    nodes {\n      name\n    }\n    totalCount\n    pageInfo {\n      hasNextPage\n      hasPreviousPage\n      startCursor\n      endCursor\n    }\n  }\n}": types.ImageBuilderPageDocument,
    "query ImagePage($first: Int, $after: String, $last: Int, $before: String, $filter: ImageFilter, $orderBy: ImageOrder) {\n  images(\n    first: $first\n    after: $after\n    last: $last\n    before: $before\n    filter: $filter\n    orderBy: $orderBy\n  ) {\n    nodes {\n      name\n    }\n    totalCount\n    pageInfo {\n      hasNextPage\n      hasPreviousPage\n      startCursor\n      endCursor\n    }\n  }\n}": types.ImagePageDocument,
    "query ImageRelations($arn: ID!) {\n  image(arn: $arn) {\n    name\n    baseImage {\n      name\n      visibility\n    }\n    imageBuilder {\n      name\n    }\n    derivedImages {\n      nodes {\n        arn\n      }\n    }\n    launchedImageBuilders {\n      nodes {\n        arn\n      }\n    }\n  }\n}": types.ImageRelationsDocument,
    "query ImageShares($arn: ID!, $first: Int, $after: String) {\n  image(arn: $arn) {\n    visibility\n    tags {\n      key\n      value\n    }\n    sharedWith(first: $first, after: $after) {\n      totalCount\n      nodes {\n        accountId\n        allowFleet\n        allowImageBuilder\n      }\n      pageInfo {\n        hasNextPage\n        endCursor\n      }\n    }\n  }\n}": types.ImageSharesDocument,
    "query ImageStates {\n  images {\n    nodes {\n      name\n      state\n    }\n    observedAt\n    failures {\n      code\n      message\n    }\n  }\n}": types.ImageStatesDocument,
    "query ImageTags($first: Int = 100) {\n  images(first: $first) {\n    nodes {\n      name\n      tags {\n        key\n        value\n      }\n    }\n  }\n}": types.ImageTagsDocument,
    "query LatestImage($namePrefix: String!) {\n  images(\n    first: 1\n    filter: {namePrefix: $namePrefix, states: [AVAILABLE]}\n    orderBy: {field: CREATED_TIME, direction: DESC}\n  ) {\n    nodes {\n      name\n      createdTime\n    }\n  }\n}": types.LatestImageDocument,
    "query Lineage($first: Int = 25) {\n  imageBuilders(first: $first) {\n    nodes {\n      name\n      image {\n        name\n        imageBuilder {\n          name\n          image {\n            name\n          }\n        }\n      }\n    }\n  }\n}": types.LineageDocument,
    "query Nodes($ids: [ID!]!) {\n  nodes(ids: $ids) {\n    __typename\n    id\n    ... on Image {\n      name\n    }\n    ... on ImageBuilder {\n      name\n    }\n  }\n}": types.NodesDocument,
    "query TargetImages($targets: [AppStreamTargetInput!], $filter: ImageFilter) {\n  images(first: 100, targets: $targets, filter: $filter) {\n    nodes {\n      arn\n      visibility\n      imageSharedWithOthers\n      target {\n        accountId\n        region\n      }\n    }\n    totalCount\n    observedAt\n    failures {\n      target {\n        accountId\n        region\n      }\n      code\n      message\n      awsRequestId\n      retryable\n    }\n  }\n}": types.TargetImagesDocument,
    "query Targets {\n  appStreamTargets {\n    accountId\n    region\n    endpoint\n    reachable\n    lastError\n  }\n}": types.TargetsDocument,
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
export function graphql(source: "query BuilderImages {\n  imageBuilders(first: 100) {\n    nodes {\n      name\n      imageArn\n      image {\n        arn\n        name\n        state\n        visibility\n      }\n    }\n  }\n}"): (typeof documents)["query BuilderImages {\n  imageBuilders(first: 100) {\n    nodes {\n      name\n      imageArn\n      image {\n        arn\n        name\n        state\n        visibility\n      }\n    }\n  }\n}"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "query BuilderRelations($name: String!) {\n  imageBuilder(name: $name) {\n    image {\n      name\n    }\n    createdImages {\n      totalCount\n      nodes {\n        name\n      }\n    }\n  }\n}"): (typeof documents)["query BuilderRelations($name: String!) {\n  imageBuilder(name: $name) {\n    image {\n      name\n    }\n    createdImages {\n      totalCount\n      nodes {\n        name\n      }\n    }\n  }\n}"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "query EveryView($builder: String!, $builderArn: ID!, $builderStates: [ImageBuilderState!], $image: String!, $imageArn: ID!, $imageStates: [ImageState!]) {\n  builderByName: imageBuilder(name: $builder) {\n    ...BuilderView\n  }\n  builderByArn: imageBuilder(arn: $builderArn) {\n    ...BuilderView\n  }\n  builders: imageBuilders(first: 100, filter: {names: [$builder]}) {\n    nodes {\n      ...BuilderView\n    }\n  }\n  buildersInState: imageBuilders(first: 100, filter: {states: $builderStates}) {\n    nodes {\n      name\n    }\n  }\n  imageByName: image(name: $image) {\n    ...ImageView\n  }\n  imageByArn: image(arn: $imageArn) {\n    ...ImageView\n  }\n  images(first: 100, filter: {names: [$image]}) {\n    nodes {\n      ...ImageView\n    }\n  }\n  imagesInState: images(first: 100, filter: {states: $imageStates}) {\n    nodes {\n      name\n    }\n  }\n}\n\nfragment BuilderView on ImageBuilder {\n  id\n  name\n  state\n}\n\nfragment ImageView on Image {\n  id\n  name\n  state\n}"): (typeof documents)["query EveryView($builder: String!, $builderArn: ID!, $builderStates: [ImageBuilderState!], $image: String!, $imageArn: ID!, $imageStates: [ImageState!]) {\n  builderByName: imageBuilder(name: $builder) {\n    ...BuilderView\n  }\n  builderByArn: imageBuilder(arn: $builderArn) {\n    ...BuilderView\n  }\n  builders: imageBuilders(first: 100, filter: {names: [$builder]}) {\n    nodes {\n      ...BuilderView\n    }\n  }\n  buildersInState: imageBuilders(first: 100, filter: {states: $builderStates}) {\n    nodes {\n      name\n    }\n  }\n  imageByName: image(name: $image) {\n    ...ImageView\n  }\n  imageByArn: image(arn: $imageArn) {\n    ...ImageView\n  }\n  images(first: 100, filter: {names: [$image]}) {\n    nodes {\n      ...ImageView\n    }\n  }\n  imagesInState: images(first: 100, filter: {states: $imageStates}) {\n    nodes {\n      name\n    }\n  }\n}\n\nfragment BuilderView on ImageBuilder {\n  id\n  name\n  state\n}\n\nfragment ImageView on Image {\n  id\n  name\n  state\n}"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "query ImageBuilderPage($first: Int, $after: String, $last: Int, $before: String, $filter: ImageBuilderFilter, $orderBy: ImageBuilderOrder) {\n  imageBuilders(\n    first: $first\n    after: $after\n    last: $last\n    before: $before\n    filter: $filter\n    orderBy: $orderBy\n  ) {\n    nodes {\n      name\n    }\n    totalCount\n    pageInfo {\n      hasNextPage\n      hasPreviousPage\n      startCursor\n      endCursor\n    }\n  }\n}"): (typeof documents)["query ImageBuilderPage($first: Int, $after: String, $last: Int, $before: String, $filter: ImageBuilderFilter, $orderBy: ImageBuilderOrder) {\n  imageBuilders(\n    first: $first\n    after: $after\n    last: $last\n    before: $before\n    filter: $filter\n    orderBy: $orderBy\n  ) {\n    nodes {\n      name\n    }\n    totalCount\n    pageInfo {\n      hasNextPage\n      hasPreviousPage\n      startCursor\n      endCursor\n    }\n  }\n}"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "query ImagePage($first: Int, $after: String, $last: Int, $before: String, $filter: ImageFilter, $orderBy: ImageOrder) {\n  images(\n    first: $first\n    after: $after\n    last: $last\n    before: $before\n    filter: $filter\n    orderBy: $orderBy\n  ) {\n    nodes {\n      name\n    }\n    totalCount\n    pageInfo {\n      hasNextPage\n      hasPreviousPage\n      startCursor\n      endCursor\n    }\n  }\n}"): (typeof documents)["query ImagePage($first: Int, $after: String, $last: Int, $before: String, $filter: ImageFilter, $orderBy: ImageOrder) {\n  images(\n    first: $first\n    after: $after\n    last: $last\n    before: $before\n    filter: $filter\n    orderBy: $orderBy\n  ) {\n    nodes {\n      name\n    }\n    totalCount\n    pageInfo {\n      hasNextPage\n      hasPreviousPage\n      startCursor\n      endCursor\n    }\n  }\n}"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "query ImageRelations($arn: ID!) {\n  image(arn: $arn) {\n    name\n    baseImage {\n      name\n      visibility\n    }\n    imageBuilder {\n      name\n    }\n    derivedImages {\n      nodes {\n        arn\n      }\n    }\n    launchedImageBuilders {\n      nodes {\n        arn\n      }\n    }\n  }\n}"): (typeof documents)["query ImageRelations($arn: ID!) {\n  image(arn: $arn) {\n    name\n    baseImage {\n      name\n      visibility\n    }\n    imageBuilder {\n      name\n    }\n    derivedImages {\n      nodes {\n        arn\n      }\n    }\n    launchedImageBuilders {\n      nodes {\n        arn\n      }\n    }\n  }\n}"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "query ImageShares($arn: ID!, $first: Int, $after: String) {\n  image(arn: $arn) {\n    visibility\n    tags {\n      key\n      value\n    }\n    sharedWith(first: $first, after: $after) {\n      totalCount\n      nodes {\n        accountId\n        allowFleet\n        allowImageBuilder\n      }\n      pageInfo {\n        hasNextPage\n        endCursor\n      }\n    }\n  }\n}"): (typeof documents)["query ImageShares($arn: ID!, $first: Int, $after: String) {\n  image(arn: $arn) {\n    visibility\n    tags {\n      key\n      value\n    }\n    sharedWith(first: $first, after: $after) {\n      totalCount\n      nodes {\n        accountId\n        allowFleet\n        allowImageBuilder\n      }\n      pageInfo {\n        hasNextPage\n        endCursor\n      }\n    }\n  }\n}"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "query ImageStates {\n  images {\n    nodes {\n      name\n      state\n    }\n    observedAt\n    failures {\n      code\n      message\n    }\n  }\n}"): (typeof documents)["query ImageStates {\n  images {\n    nodes {\n      name\n      state\n    }\n    observedAt\n    failures {\n      code\n      message\n    }\n  }\n}"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "query ImageTags($first: Int = 100) {\n  images(first: $first) {\n    nodes {\n      name\n      tags {\n        key\n        value\n      }\n    }\n  }\n}"): (typeof documents)["query ImageTags($first: Int = 100) {\n  images(first: $first) {\n    nodes {\n      name\n      tags {\n        key\n        value\n      }\n    }\n  }\n}"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "query LatestImage($namePrefix: String!) {\n  images(\n    first: 1\n    filter: {namePrefix: $namePrefix, states: [AVAILABLE]}\n    orderBy: {field: CREATED_TIME, direction: DESC}\n  ) {\n    nodes {\n      name\n      createdTime\n    }\n  }\n}"): (typeof documents)["query LatestImage($namePrefix: String!) {\n  images(\n    first: 1\n    filter: {namePrefix: $namePrefix, states: [AVAILABLE]}\n    orderBy: {field: CREATED_TIME, direction: DESC}\n  ) {\n    nodes {\n      name\n      createdTime\n    }\n  }\n}"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "query Lineage($first: Int = 25) {\n  imageBuilders(first: $first) {\n    nodes {\n      name\n      image {\n        name\n        imageBuilder {\n          name\n          image {\n            name\n          }\n        }\n      }\n    }\n  }\n}"): (typeof documents)["query Lineage($first: Int = 25) {\n  imageBuilders(first: $first) {\n    nodes {\n      name\n      image {\n        name\n        imageBuilder {\n          name\n          image {\n            name\n          }\n        }\n      }\n    }\n  }\n}"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "query Nodes($ids: [ID!]!) {\n  nodes(ids: $ids) {\n    __typename\n    id\n    ... on Image {\n      name\n    }\n    ... on ImageBuilder {\n      name\n    }\n  }\n}"): (typeof documents)["query Nodes($ids: [ID!]!) {\n  nodes(ids: $ids) {\n    __typename\n    id\n    ... on Image {\n      name\n    }\n    ... on ImageBuilder {\n      name\n    }\n  }\n}"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "query TargetImages($targets: [AppStreamTargetInput!], $filter: ImageFilter) {\n  images(first: 100, targets: $targets, filter: $filter) {\n    nodes {\n      arn\n      visibility\n      imageSharedWithOthers\n      target {\n        accountId\n        region\n      }\n    }\n    totalCount\n    observedAt\n    failures {\n      target {\n        accountId\n        region\n      }\n      code\n      message\n      awsRequestId\n      retryable\n    }\n  }\n}"): (typeof documents)["query TargetImages($targets: [AppStreamTargetInput!], $filter: ImageFilter) {\n  images(first: 100, targets: $targets, filter: $filter) {\n    nodes {\n      arn\n      visibility\n      imageSharedWithOthers\n      target {\n        accountId\n        region\n      }\n    }\n    totalCount\n    observedAt\n    failures {\n      target {\n        accountId\n        region\n      }\n      code\n      message\n      awsRequestId\n      retryable\n    }\n  }\n}"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "query Targets {\n  appStreamTargets {\n    accountId\n    region\n    endpoint\n    reachable\n    lastError\n  }\n}"): (typeof documents)["query Targets {\n  appStreamTargets {\n    accountId\n    region\n    endpoint\n    reachable\n    lastError\n  }\n}"];

export function graphql(source: string) {
  return (documents as any)[source] ?? {};
}

export type DocumentType<TDocumentNode extends DocumentNode<any, any>> = TDocumentNode extends DocumentNode<  infer TType,  any>  ? TType  : never;