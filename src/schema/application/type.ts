import type { Application, S3Location } from '../../appstream/model/model.ts'
import { builder } from '../builder.ts'
import { platform } from '../platform.ts'
import { timeOf } from '../time.ts'
import { CatalogApplicationRef } from './catalog-application.ts'

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
  interfaces: [CatalogApplicationRef],
  fields: (t) => ({
    iconS3Location: t.field({
      type: S3LocationRef,
      nullable: true,
      description: 'S3 location of the icon. Null on applications of an image.',
      resolve: ({ IconS3Location }) => IconS3Location,
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
