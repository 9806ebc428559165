import { imageArn, imageBuilderArn } from '../../support/gateway.ts'

/** Cursors of a running gateway for building invalid operations. */
export interface Cursors {
  readonly imagesByName: string
  readonly imagesByTime: string
  readonly imageBuilders: string
}

/** Operation with one mistake, and the expected error. */
export interface Mistake {
  readonly mistake: string
  readonly query: string | ((cursors: Cursors) => string)
  readonly variables?: Readonly<Record<string, unknown>>
  readonly says: string | RegExp
  /** Requires a gateway with two regions. */
  readonly severalTargets?: true
}

const globalId = (text: string) => Buffer.from(text).toString('base64')
const cursor = (...parts: readonly unknown[]) => Buffer.from(JSON.stringify(parts)).toString('base64url')

/** Every mistake that read operations detect before reading. */
export const mistakes: readonly Mistake[] = [
  {
    mistake: 'both arn and name',
    query: `{ image(arn: "${imageArn('a')}", name: "a") { name } }`,
    says: 'Specify `arn` or `name`, not both.',
  },
  { mistake: 'neither arn nor name', query: '{ image { name } }', says: 'Specify `arn` or `name`.' },
  {
    mistake: 'null for both',
    query: '{ imageBuilder(arn: null, name: null) { name } }',
    says: 'Specify `arn` or `name`.',
  },
  {
    mistake: 'neither, but a target',
    query: '{ imageBuilder(target: { region: "us-east-1" }) { name } }',
    says: 'Specify `arn` or `name`.',
  },
  {
    mistake: 'a malformed ARN',
    query: '{ image(arn: "arn:aws:appstream:us-east-1") { name } }',
    says: '`arn` must be the ARN of an AppStream image, got `arn:aws:appstream:us-east-1`.',
  },
  {
    mistake: 'an ARN of another service',
    query: '{ image(arn: "arn:aws:ec2:us-east-1:123456789012:image/ami-1") { name } }',
    says: /must be the ARN of an AppStream image/,
  },
  {
    mistake: 'an empty ARN',
    query: '{ imageBuilder(arn: "") { name } }',
    says: /must be the ARN of an AppStream image builder/,
  },
  {
    mistake: 'a very long ARN',
    query: `{ imageBuilder(arn: "${'x'.repeat(5000)}") { name } }`,
    says: /^`arn` must be the ARN of an AppStream image builder, got `x{200}…`\.$/,
  },
  {
    mistake: 'the ARN of a builder where an image is meant',
    query: `{ image(arn: "${imageBuilderArn('a')}") { name } }`,
    says: /`arn` must be the ARN of an AppStream image, got `arn:.*image-builder\/a`/,
  },
  {
    mistake: 'the ARN of an image where a builder is meant',
    query: `{ imageBuilder(arn: "${imageArn('a')}") { name } }`,
    says: /`arn` must be the ARN of an AppStream image builder, got `arn:.*image\/a`/,
  },
  {
    mistake: 'a target with an ARN',
    query: `{ image(arn: "${imageArn('a')}", target: { region: "us-east-1" }) { name } }`,
    says: '`target` applies to `name` only: an ARN already contains account and region.',
  },
  {
    mistake: 'a name that can be none',
    query: '{ image(name: "a b") { name } }',
    says: /`name` must have 1 to 101 letters/,
  },
  {
    mistake: 'an empty name',
    query: '{ imageBuilder(name: "") { name } }',
    says: /`name` must have 1 to 101 letters/,
  },
  {
    mistake: 'an unknown region',
    query: '{ image(name: "a", target: { region: "eu-north-1" }) { name } }',
    says: 'No target matches `eu-north-1`. Configured: 123456789012 / us-east-1.',
  },
  {
    mistake: 'an unknown account',
    query: '{ images(targets: [{ accountId: "999999999999", region: "us-east-1" }]) { totalCount } }',
    says: 'No target matches `999999999999 / us-east-1`. Configured: 123456789012 / us-east-1.',
  },
  {
    mistake: 'one unknown target among known ones',
    query: '{ imageBuilders(targets: [{ region: "us-east-1" }, { region: "mars" }]) { totalCount } }',
    says: /No target matches `mars`/,
  },
  {
    mistake: 'a name without a target where several are configured',
    query: '{ image(name: "a") { name } }',
    severalTargets: true,
    says: '`target` is required with a name because several targets are configured: 123456789012 / us-east-1, 123456789012 / eu-west-1.',
  },
  {
    mistake: 'a target that is several',
    query: '{ imageBuilder(name: "a", target: { accountId: "123456789012" }) { name } }',
    severalTargets: true,
    says: '`target` is ambiguous, it matches 123456789012 / us-east-1, 123456789012 / eu-west-1. Specify both `accountId` and `region`.',
  },
  {
    mistake: 'first: 0',
    query: '{ images(first: 0) { totalCount } }',
    says: '`first` must be between 1 and 100, got 0.',
  },
  {
    mistake: 'first: 101',
    query: '{ imageBuilders(first: 101) { totalCount } }',
    says: '`first` must be between 1 and 100, got 101.',
  },
  {
    mistake: 'first: -1',
    query: '{ images(first: -1) { totalCount } }',
    says: '`first` must be between 1 and 100, got -1.',
  },
  {
    mistake: 'last: 0',
    query: '{ images(last: 0) { totalCount } }',
    says: '`last` must be between 1 and 100, got 0.',
  },
  {
    mistake: 'last: 101',
    query: '{ imageBuilders(last: 101) { totalCount } }',
    says: '`last` must be between 1 and 100, got 101.',
  },
  {
    mistake: 'first with last',
    query: '{ images(first: 1, last: 1) { totalCount } }',
    says: '`first` and `last` cannot be used together.',
  },
  {
    mistake: 'a first that is no number',
    query: 'query ($first: Int) { images(first: $first) { totalCount } }',
    variables: { first: 'many' },
    says: /\$first.*Int cannot represent/,
  },
  ...[
    '',
    'x',
    '=',
    'bm9uc2Vuc2U',
    cursor('Image', 'NAME ASC'),
    cursor('Image', 'NAME ASC', {}, 'x'),
    cursor('Image', 'NAME ASC', 'x', 7),
    `${cursor('Image', 'NAME ASC', 'x', 'y')}!`,
    `${cursor('Image', 'NAME ASC', 'x', 'y')}=`,
  ].map((broken) => ({
    mistake: `the broken cursor "${broken}"`,
    query: `{ images(after: "${broken}") { totalCount } }`,
    says: '`after` is not a valid cursor. Pass a cursor that this list returned.',
  })),
  {
    mistake: 'a broken cursor to go before',
    query: '{ imageBuilders(before: "x") { totalCount } }',
    says: '`before` is not a valid cursor. Pass a cursor that this list returned.',
  },
  {
    mistake: 'a cursor of builders among images',
    query: ({ imageBuilders }) => `{ images(after: "${imageBuilders}") { totalCount } }`,
    says: '`after` was returned by another list (ImageBuilder). Pass a cursor that this list returned.',
  },
  {
    mistake: 'a cursor of images among builders',
    query: ({ imagesByName }) => `{ imageBuilders(before: "${imagesByName}") { totalCount } }`,
    says: '`before` was returned by another list (Image). Pass a cursor that this list returned.',
  },
  {
    mistake: 'a cursor of another order',
    query: ({ imagesByTime }) => `{ images(after: "${imagesByTime}") { totalCount } }`,
    says: '`after` was created with `orderBy` CREATED_TIME DESC, but this request uses NAME ASC. Keep `orderBy` unchanged while paging.',
  },
  {
    mistake: 'a cursor of the same field in the other direction',
    query: ({ imagesByName }) =>
      `{ images(after: "${imagesByName}", orderBy: { field: NAME, direction: DESC }) { totalCount } }`,
    says: '`after` was created with `orderBy` NAME ASC, but this request uses NAME DESC. Keep `orderBy` unchanged while paging.',
  },
  {
    mistake: 'a malformed ARN in a filter',
    query: '{ images(filter: { baseImageArn: "nonsense" }) { totalCount } }',
    says: '`filter.baseImageArn` must be the ARN of an AppStream image, got `nonsense`.',
  },
  {
    mistake: 'the ARN of a builder in a filter of builders',
    query: `{ imageBuilders(filter: { imageArn: "${imageBuilderArn('a')}" }) { totalCount } }`,
    says: /`filter.imageArn` must be the ARN of an AppStream image/,
  },
  {
    mistake: 'a moment that is none',
    query: 'query ($filter: ImageFilter) { images(filter: $filter) { totalCount } }',
    variables: { filter: { createdAfter: 'yesterday' } },
    says: /\$filter.*createdAfter.*yesterday/,
  },
  {
    mistake: 'a state that is none',
    query: 'query ($filter: ImageFilter) { images(filter: $filter) { totalCount } }',
    variables: { filter: { states: ['ASLEEP'] } },
    says: /\$filter.*ASLEEP.*ImageState/,
  },
  ...['', 'x', 'Image', globalId('Image'), globalId(':x'), `${globalId(`Image:${imageArn('a')}`)} `].map(
    (id) => ({
      mistake: `the malformed global id "${id}"`,
      query: `{ node(id: "${id}") { id } }`,
      says: `\`${id}\` is not a valid global id: pass an \`id\` that this gateway returned.`,
    }),
  ),
  {
    mistake: 'the global id of what is no node here',
    query: `{ node(id: "${globalId('User:1')}") { id } }`,
    says: /is a global id of the type `User`, which is not a node of this gateway/,
  },
  {
    mistake: 'a global id whose ARN is of another type',
    query: `{ node(id: "${globalId(`Image:${imageBuilderArn('a')}`)}") { id } }`,
    says: /`id` must be the ARN of an AppStream image/,
  },
  {
    mistake: 'one malformed global id among good ones',
    query: `{ nodes(ids: ["${globalId(`Image:${imageArn('a')}`)}", "nonsense"]) { id } }`,
    says: '`nonsense` is not a valid global id: pass an `id` that this gateway returned.',
  },
  {
    mistake: '101 global ids',
    query: 'query ($ids: [ID!]!) { nodes(ids: $ids) { id } }',
    variables: {
      ids: Array.from({ length: 101 }, (_, index) => globalId(`Image:${imageArn(`image-${index}`)}`)),
    },
    says: '`ids` must contain at most 100 ids, got 101.',
  },
]
