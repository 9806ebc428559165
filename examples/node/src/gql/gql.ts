/* eslint-disable */
import * as types from './graphql.ts';



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
    "\n  query Builders($after: String) {\n    imageBuilders(first: 100, after: $after) {\n      nodes {\n        ...Builder\n      }\n      failures {\n        message\n        target {\n          region\n        }\n      }\n      pageInfo {\n        endCursor\n        hasNextPage\n      }\n    }\n  }\n\n  fragment Builder on ImageBuilder {\n    id\n    arn\n    name\n    state\n    image {\n      name\n      baseImage {\n        name\n      }\n    }\n  }\n": typeof types.BuildersDocument,
    "\n  mutation Start($arn: ID!) {\n    startImageBuilder(input: { arn: $arn }) {\n      ... on StartImageBuilderPayload {\n        imageBuilder {\n          ...Builder\n        }\n      }\n      ...AppStreamError\n    }\n  }\n": typeof types.StartDocument,
    "\n  mutation Stop($arn: ID!) {\n    stopImageBuilder(input: { arn: $arn }) {\n      ... on StopImageBuilderPayload {\n        imageBuilder {\n          ...Builder\n        }\n      }\n      ...AppStreamError\n    }\n  }\n": typeof types.StopDocument,
    "\n  subscription BuilderStates($arns: [ID!], $after: String, $snapshot: Boolean) {\n    imageBuilderStateChanged(arns: $arns, after: $after, snapshot: $snapshot) {\n      kind\n      cursor\n      imageBuilder {\n        ...Builder\n      }\n    }\n  }\n": typeof types.BuilderStatesDocument,
    "fragment AppStreamError on AppStreamError {\n  __typename\n  awsRequestId\n  code\n  message\n  retryable\n  ... on AppStreamInputError {\n    fields {\n      message\n      path\n    }\n  }\n}": typeof types.AppStreamErrorFragmentDoc,
};
const documents: Documents = {
    "\n  query Builders($after: String) {\n    imageBuilders(first: 100, after: $after) {\n      nodes {\n        ...Builder\n      }\n      failures {\n        message\n        target {\n          region\n        }\n      }\n      pageInfo {\n        endCursor\n        hasNextPage\n      }\n    }\n  }\n\n  fragment Builder on ImageBuilder {\n    id\n    arn\n    name\n    state\n    image {\n      name\n      baseImage {\n        name\n      }\n    }\n  }\n": types.BuildersDocument,
    "\n  mutation Start($arn: ID!) {\n    startImageBuilder(input: { arn: $arn }) {\n      ... on StartImageBuilderPayload {\n        imageBuilder {\n          ...Builder\n        }\n      }\n      ...AppStreamError\n    }\n  }\n": types.StartDocument,
    "\n  mutation Stop($arn: ID!) {\n    stopImageBuilder(input: { arn: $arn }) {\n      ... on StopImageBuilderPayload {\n        imageBuilder {\n          ...Builder\n        }\n      }\n      ...AppStreamError\n    }\n  }\n": types.StopDocument,
    "\n  subscription BuilderStates($arns: [ID!], $after: String, $snapshot: Boolean) {\n    imageBuilderStateChanged(arns: $arns, after: $after, snapshot: $snapshot) {\n      kind\n      cursor\n      imageBuilder {\n        ...Builder\n      }\n    }\n  }\n": types.BuilderStatesDocument,
    "fragment AppStreamError on AppStreamError {\n  __typename\n  awsRequestId\n  code\n  message\n  retryable\n  ... on AppStreamInputError {\n    fields {\n      message\n      path\n    }\n  }\n}": types.AppStreamErrorFragmentDoc,
};

/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query Builders($after: String) {\n    imageBuilders(first: 100, after: $after) {\n      nodes {\n        ...Builder\n      }\n      failures {\n        message\n        target {\n          region\n        }\n      }\n      pageInfo {\n        endCursor\n        hasNextPage\n      }\n    }\n  }\n\n  fragment Builder on ImageBuilder {\n    id\n    arn\n    name\n    state\n    image {\n      name\n      baseImage {\n        name\n      }\n    }\n  }\n"): typeof import('./graphql.ts').BuildersDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation Start($arn: ID!) {\n    startImageBuilder(input: { arn: $arn }) {\n      ... on StartImageBuilderPayload {\n        imageBuilder {\n          ...Builder\n        }\n      }\n      ...AppStreamError\n    }\n  }\n"): typeof import('./graphql.ts').StartDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation Stop($arn: ID!) {\n    stopImageBuilder(input: { arn: $arn }) {\n      ... on StopImageBuilderPayload {\n        imageBuilder {\n          ...Builder\n        }\n      }\n      ...AppStreamError\n    }\n  }\n"): typeof import('./graphql.ts').StopDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  subscription BuilderStates($arns: [ID!], $after: String, $snapshot: Boolean) {\n    imageBuilderStateChanged(arns: $arns, after: $after, snapshot: $snapshot) {\n      kind\n      cursor\n      imageBuilder {\n        ...Builder\n      }\n    }\n  }\n"): typeof import('./graphql.ts').BuilderStatesDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "fragment AppStreamError on AppStreamError {\n  __typename\n  awsRequestId\n  code\n  message\n  retryable\n  ... on AppStreamInputError {\n    fields {\n      message\n      path\n    }\n  }\n}"): typeof import('./graphql.ts').AppStreamErrorFragmentDoc;


export function graphql(source: string) {
  return (documents as any)[source] ?? {};
}
