import type { Image } from '../inventory/resources.ts'
import type { SchemaTypes } from './builder.ts'
import { flag } from './flag.ts'
import { platform } from './platform.ts'
import { TargetRef } from './target/type.ts'
import { timeOf } from './time.ts'

/** The fields that images and image builders have in common. */
export function resourceFields<Resource extends Image>(
  t: PothosSchemaTypes.ObjectFieldBuilder<SchemaTypes, Resource>,
) {
  return {
    arn: t.id({
      description: 'The ARN: what AWS identifies it by.',
      resolve: ({ arn }) => arn,
    }),
    name: t.string({
      description: 'The name, unique in its account and region.',
      resolve: ({ name }) => name,
    }),
    region: t.string({
      description: 'The AWS region, e.g. `us-east-1`.',
      resolve: ({ region }) => region,
    }),
    accountId: t.string({
      nullable: true,
      description:
        'The owner’s 12-digit account; null on AWS’s public images, and as long as a target’s account is not known.',
      resolve: ({ accountId }) => accountId,
    }),
    target: t.field({
      type: TargetRef,
      description: 'The account and region that it was read through.',
      resolve: ({ target }) => target,
    }),
    displayName: t.string({
      nullable: true,
      description: 'The name to show to people; null where none was given.',
      resolve: ({ aws }) => aws.DisplayName,
    }),
    description: t.string({
      nullable: true,
      description: 'What it is, in its maker’s words; null where none were given.',
      resolve: ({ aws }) => aws.Description,
    }),
    rawState: t.string({
      nullable: true,
      description: 'The state as AWS said it, listed here or not; null when AWS does not say.',
      resolve: ({ aws }) => aws.State,
    }),
    platform: t.field({
      type: platform.ref,
      nullable: true,
      description: 'Its operating system; null when AWS does not say.',
      resolve: ({ aws }) => platform.of(aws.Platform),
    }),
    rawPlatform: t.string({
      nullable: true,
      description: 'Its operating system as AWS said it, listed here or not; null when AWS does not say.',
      resolve: ({ aws }) => aws.Platform,
    }),
    createdTime: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'When it was created; null when AWS does not say.',
      resolve: ({ aws }) => timeOf(aws.CreatedTime),
    }),
    appstreamAgentVersion: t.string({
      nullable: true,
      description: 'The version of the AppStream agent on it, e.g. `06-17-2024`; null when AWS does not say.',
      resolve: ({ aws }) => aws.AppstreamAgentVersion,
    }),
    latestAppstreamAgentVersion: t.boolean({
      nullable: true,
      description: 'Whether its agent is the latest version; null when AWS does not say.',
      resolve: ({ aws }) => flag(aws.LatestAppstreamAgentVersion, 'TRUE', 'FALSE'),
    }),
  }
}

/** Tells whether a value is a resource of a kind, for the types that an interface has to choose between. */
export function isOfKind(kind: string): (value: unknown) => boolean {
  return (value) => typeof value === 'object' && value !== null && 'kind' in value && value.kind === kind
}
