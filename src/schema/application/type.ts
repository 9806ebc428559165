import type { Application, S3Location } from '../../appstream/model.ts'
import { builder } from '../builder.ts'
import { platform } from '../platform.ts'
import { timeOf } from '../time.ts'

const MetadataRef = builder.objectRef<{ readonly key: string; readonly value: string }>(
  'AppStreamApplicationMetadata',
)

MetadataRef.implement({
  description: 'Attribute of an application.',
  fields: (t) => ({
    key: t.exposeString('key', { description: 'Name of the attribute.' }),
    value: t.exposeString('value', { description: 'Value of the attribute.' }),
  }),
})

/** Object in Amazon S3. */
export const S3LocationRef = builder.objectRef<S3Location>('AppStreamS3Location')

S3LocationRef.implement({
  description: 'Object in Amazon S3.',
  fields: (t) => ({
    s3Bucket: t.string({
      nullable: true,
      description: 'Name of the bucket. Null if AWS returns none.',
      resolve: ({ S3Bucket }) => S3Bucket,
    }),
    s3Key: t.string({
      nullable: true,
      description: 'Key of the object. Null if AWS returns only the bucket.',
      resolve: ({ S3Key }) => S3Key,
    }),
  }),
})

/** Application of an image. */
export const ApplicationRef = builder.objectRef<Application>('AppStreamApplication')

ApplicationRef.implement({
  description: 'Application that users can stream.',
  fields: (t) => ({
    name: t.string({
      nullable: true,
      description: 'Name, unique per image. Null if AWS returns none.',
      resolve: ({ Name }) => Name,
    }),
    displayName: t.string({
      nullable: true,
      description: 'Display name. Null if AWS returns none.',
      resolve: (a) => a.DisplayName,
    }),
    description: t.string({
      nullable: true,
      description: 'Description. Null if there is none.',
      resolve: (a) => a.Description,
    }),
    enabled: t.boolean({
      nullable: true,
      description:
        'True if users can start the application. AWS may disable an application that has a problem. Null if AWS does not return it.',
      resolve: ({ Enabled }) => Enabled,
    }),
    iconUrl: t.string({
      nullable: true,
      description:
        'URL of the icon. Null if there is none. The URL can expire: load the icon soon and do not store the URL.',
      resolve: (a) => a.IconURL,
    }),
    iconS3Location: t.field({
      type: S3LocationRef,
      nullable: true,
      description: 'S3 location of the icon. Null on applications of an image.',
      resolve: ({ IconS3Location }) => IconS3Location,
    }),
    launchPath: t.string({
      nullable: true,
      description: 'Path of the executable on the instance. Null if AWS returns none.',
      resolve: (a) => a.LaunchPath,
    }),
    launchParameters: t.string({
      nullable: true,
      description: 'Launch arguments. Null if there are none.',
      resolve: ({ LaunchParameters }) => LaunchParameters,
    }),
    workingDirectory: t.string({
      nullable: true,
      description: 'Working directory. Null if the default directory is used.',
      resolve: ({ WorkingDirectory }) => WorkingDirectory,
    }),
    metadata: t.field({
      type: [MetadataRef],
      description: 'Additional attributes, in the order returned by AWS. Empty if there are none.',
      resolve: ({ Metadata }) => Object.entries(Metadata ?? {}).map(([key, value]) => ({ key, value })),
    }),
    arn: t.id({
      nullable: true,
      description: 'ARN. Null on applications of an image.',
      resolve: ({ Arn }) => Arn,
    }),
    appBlockArn: t.id({
      nullable: true,
      description: 'ARN of the app block. Null on applications of an image.',
      resolve: (a) => a.AppBlockArn,
    }),
    platforms: t.field({
      type: [platform.ref],
      description:
        'Supported operating systems. `UNKNOWN` for a system that this release does not know. Empty if AWS returns none.',
      resolve: ({ Platforms }) => (Platforms ?? []).map((value) => platform.of(value) ?? 'UNKNOWN'),
    }),
    rawPlatforms: t.stringList({
      description:
        'Raw AWS values of `platforms`, in the same order, including values that this release does not know.',
      resolve: ({ Platforms }) => Platforms ?? [],
    }),
    instanceFamilies: t.stringList({
      description: 'Supported instance families. Empty if AWS returns none.',
      resolve: ({ InstanceFamilies }) => InstanceFamilies ?? [],
    }),
    createdTime: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'Creation time. Null on applications of an image.',
      resolve: ({ CreatedTime }) => timeOf(CreatedTime),
    }),
  }),
})
