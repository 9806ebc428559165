import type { Application, S3Location } from '../../appstream/model.ts'
import { builder } from '../builder.ts'
import { platform } from '../platform.ts'
import { timeOf } from '../time.ts'

const MetadataRef = builder.objectRef<{ readonly key: string; readonly value: string }>(
  'AppStreamApplicationMetadata',
)

MetadataRef.implement({
  description: 'An attribute of an application.',
  fields: (t) => ({
    key: t.exposeString('key', { description: 'The attribute’s name.' }),
    value: t.exposeString('value', { description: 'The attribute’s value.' }),
  }),
})

/** An object in Amazon S3. */
export const S3LocationRef = builder.objectRef<S3Location>('AppStreamS3Location')

S3LocationRef.implement({
  description: 'An object in Amazon S3.',
  fields: (t) => ({
    s3Bucket: t.string({
      nullable: true,
      description: 'The bucket’s name; null when AWS does not say.',
      resolve: ({ S3Bucket }) => S3Bucket,
    }),
    s3Key: t.string({
      nullable: true,
      description: 'The object’s key; null where only the bucket is named.',
      resolve: ({ S3Key }) => S3Key,
    }),
  }),
})

/** An application. */
export const ApplicationRef = builder.objectRef<Application>('AppStreamApplication')

ApplicationRef.implement({
  description: 'An application that users can stream, as the catalog of its image describes it.',
  fields: (t) => ({
    name: t.string({
      nullable: true,
      description: 'The name, unique on its image; null when AWS does not say.',
      resolve: ({ Name }) => Name,
    }),
    displayName: t.string({
      nullable: true,
      description: 'The name that users see; null when AWS does not say.',
      resolve: (a) => a.DisplayName,
    }),
    description: t.string({
      nullable: true,
      description: 'What it is, in its maker’s words; null where none were given.',
      resolve: (a) => a.Description,
    }),
    enabled: t.boolean({
      nullable: true,
      description:
        'Whether users can start it: one with a problem may be disabled. Null when AWS does not say.',
      resolve: ({ Enabled }) => Enabled,
    }),
    iconUrl: t.string({
      nullable: true,
      description:
        'A URL of its icon, which may expire: load it soon, do not store it. Null when there is none.',
      resolve: (a) => a.IconURL,
    }),
    iconS3Location: t.field({
      type: S3LocationRef,
      nullable: true,
      description: 'Where its icon lies; null on applications of an image.',
      resolve: ({ IconS3Location }) => IconS3Location,
    }),
    launchPath: t.string({
      nullable: true,
      description: 'The path of its program on the instance; null when AWS does not say.',
      resolve: (a) => a.LaunchPath,
    }),
    launchParameters: t.string({
      nullable: true,
      description: 'The arguments that it is started with; null where there are none.',
      resolve: ({ LaunchParameters }) => LaunchParameters,
    }),
    workingDirectory: t.string({
      nullable: true,
      description: 'The directory that it is started in; null for the default one.',
      resolve: ({ WorkingDirectory }) => WorkingDirectory,
    }),
    metadata: t.field({
      type: [MetadataRef],
      description: 'Further attributes, in the order that AWS gives them.',
      resolve: ({ Metadata }) => Object.entries(Metadata ?? {}).map(([key, value]) => ({ key, value })),
    }),
    arn: t.id({
      nullable: true,
      description: 'Its ARN; null on applications of an image.',
      resolve: ({ Arn }) => Arn,
    }),
    appBlockArn: t.id({
      nullable: true,
      description: 'The ARN of its app block; null on applications of an image.',
      resolve: (a) => a.AppBlockArn,
    }),
    platforms: t.field({
      type: [platform.ref],
      description:
        'The operating systems that it runs on; UNKNOWN for one that this release does not list. Empty when AWS does not say.',
      resolve: ({ Platforms }) => (Platforms ?? []).map((value) => platform.of(value) ?? 'UNKNOWN'),
    }),
    rawPlatforms: t.stringList({
      description: 'The operating systems that it runs on, as AWS said them and in the same order.',
      resolve: ({ Platforms }) => Platforms ?? [],
    }),
    instanceFamilies: t.stringList({
      description: 'The instance families that it runs on; empty when AWS does not say.',
      resolve: ({ InstanceFamilies }) => InstanceFamilies ?? [],
    }),
    createdTime: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'When it was created; null on applications of an image.',
      resolve: ({ CreatedTime }) => timeOf(CreatedTime),
    }),
  }),
})
