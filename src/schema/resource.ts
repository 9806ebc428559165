import type { Image } from '../inventory/resources.ts'
import type { SchemaTypes } from './builder.ts'
import { flag } from './flag.ts'
import { platform } from './platform.ts'
import { TargetRef } from './target/type.ts'
import { timeOf } from './time.ts'

/** Fields that a resource can share with other kinds. */
export function resourceFields<Resource extends Image>(
  t: PothosSchemaTypes.ObjectFieldBuilder<SchemaTypes, Resource>,
) {
  return {
    arn: t.id({
      description: 'ARN of the resource.',
      resolve: ({ arn }) => arn,
    }),
    name: t.string({
      description: 'Name, unique in its account and region.',
      resolve: ({ name }) => name,
    }),
    region: t.string({
      description: 'AWS region, e.g. `us-east-1`.',
      resolve: ({ region }) => region,
    }),
    accountId: t.string({
      nullable: true,
      description:
        '12-digit account id of the owner; null on public images of AWS, and while the account of the target is not known.',
      resolve: ({ accountId }) => accountId,
    }),
    target: t.field({
      type: TargetRef,
      description: 'Account and region through which it was read.',
      resolve: ({ target }) => target,
    }),
    displayName: t.string({
      nullable: true,
      description: 'Display name; null if there is none.',
      resolve: ({ aws }) => aws.DisplayName,
    }),
    description: t.string({
      nullable: true,
      description: 'Description; null if there is none.',
      resolve: ({ aws }) => aws.Description,
    }),
    rawState: t.string({
      nullable: true,
      description: 'State exactly as AWS returns it; null if AWS returns none.',
      resolve: ({ aws }) => aws.State,
    }),
    platform: t.field({
      type: platform.ref,
      nullable: true,
      description: 'Operating system; null if AWS returns none.',
      resolve: ({ aws }) => platform.of(aws.Platform),
    }),
    rawPlatform: t.string({
      nullable: true,
      description: 'Operating system exactly as AWS returns it; null if AWS returns none.',
      resolve: ({ aws }) => aws.Platform,
    }),
    createdTime: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'Time of creation; null if AWS returns none.',
      resolve: ({ aws }) => timeOf(aws.CreatedTime),
    }),
    appstreamAgentVersion: t.string({
      nullable: true,
      description: 'Version of its AppStream agent, e.g. `06-17-2024`; null if AWS returns none.',
      resolve: ({ aws }) => aws.AppstreamAgentVersion,
    }),
    latestAppstreamAgentVersion: t.boolean({
      nullable: true,
      description: 'True if its AppStream agent is the latest version; null if AWS does not report it.',
      resolve: ({ aws }) => flag(aws.LatestAppstreamAgentVersion, 'TRUE', 'FALSE'),
    }),
  }
}

/** Returns true if a value is a resource of a kind; resolves the types of an interface. */
export function isOfKind(kind: string): (value: unknown) => boolean {
  return (value) => typeof value === 'object' && value !== null && 'kind' in value && value.kind === kind
}
