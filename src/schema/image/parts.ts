import type { Application, ImagePermissions, ImageStateChangeReason } from '../../appstream/model.ts'
import { builder } from '../builder.ts'
import { platform } from '../platform.ts'
import { imageStateChangeReasonCode } from './enums.ts'

/** What is known of an image's software. */
export const ImageSoftwareMetadataRef = builder.objectRef<{ readonly nvidiaGridDriverVersion?: string }>(
  'ImageSoftwareMetadata',
)

ImageSoftwareMetadataRef.implement({
  description: 'What AWS knows of the software on an image.',
  fields: (t) => ({
    nvidiaGridDriverVersion: t.string({
      nullable: true,
      description: 'The version of the NVIDIA GRID driver; null on images without one.',
      resolve: ({ nvidiaGridDriverVersion }) => nvidiaGridDriverVersion,
    }),
  }),
})

/** Why an image is in its state. */
export const ImageStateChangeReasonRef = builder.objectRef<ImageStateChangeReason>('ImageStateChangeReason')

ImageStateChangeReasonRef.implement({
  description: 'Why an image is in its state.',
  fields: (t) => ({
    code: t.field({
      type: imageStateChangeReasonCode.ref,
      nullable: true,
      description: 'The reason; null when AWS gives none.',
      resolve: ({ Code }) => imageStateChangeReasonCode.of(Code),
    }),
    rawCode: t.string({
      nullable: true,
      description: 'The reason as AWS said it.',
      resolve: ({ Code }) => Code,
    }),
    message: t.string({
      nullable: true,
      description: 'In words, by AWS.',
      resolve: ({ Message }) => Message,
    }),
  }),
})

/** What the owner of a shared image lets this account do. */
export const ImagePermissionsRef = builder.objectRef<ImagePermissions>('ImagePermissions')

ImagePermissionsRef.implement({
  description: 'What an image’s owner lets an account do with it.',
  fields: (t) => ({
    allowFleet: t.boolean({
      nullable: true,
      description: 'Whether fleets may use it; null when AWS does not say.',
      resolve: ({ allowFleet }) => allowFleet,
    }),
    allowImageBuilder: t.boolean({
      nullable: true,
      description: 'Whether image builders may be launched from it; null when AWS does not say.',
      resolve: ({ allowImageBuilder }) => allowImageBuilder,
    }),
  }),
})

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

const S3LocationRef = builder.objectRef<NonNullable<Application['IconS3Location']>>('AppStreamS3Location')

S3LocationRef.implement({
  description: 'An object in Amazon S3.',
  fields: (t) => ({
    s3Bucket: t.string({ nullable: true, description: 'The bucket.', resolve: ({ S3Bucket }) => S3Bucket }),
    s3Key: t.string({
      nullable: true,
      description: 'The key; null for the bucket alone.',
      resolve: ({ S3Key }) => S3Key,
    }),
  }),
})

/** An application on an image. */
export const ApplicationRef = builder.objectRef<Application>('AppStreamApplication')

ApplicationRef.implement({
  description: 'An application on an image, as its catalog has it.',
  fields: (t) => ({
    name: t.string({ nullable: true, description: 'The application’s name.', resolve: ({ Name }) => Name }),
    displayName: t.string({
      nullable: true,
      description: 'The name that users see.',
      resolve: (a) => a.DisplayName,
    }),
    description: t.string({ nullable: true, description: 'What it is.', resolve: (a) => a.Description }),
    enabled: t.boolean({
      nullable: true,
      description: 'Whether it can be used.',
      resolve: ({ Enabled }) => Enabled,
    }),
    iconUrl: t.string({
      nullable: true,
      description: 'A URL of its icon; may be short-lived.',
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
      description: 'The path of its program.',
      resolve: (a) => a.LaunchPath,
    }),
    launchParameters: t.string({
      nullable: true,
      description: 'The arguments that it is started with.',
      resolve: ({ LaunchParameters }) => LaunchParameters,
    }),
    workingDirectory: t.string({
      nullable: true,
      description: 'The directory that it is started in.',
      resolve: ({ WorkingDirectory }) => WorkingDirectory,
    }),
    metadata: t.field({
      type: [MetadataRef],
      description: 'Further attributes.',
      resolve: ({ Metadata }) => Object.entries(Metadata ?? {}).map(([key, value]) => ({ key, value })),
    }),
    arn: t.id({
      nullable: true,
      description: 'Its ARN; null on applications of an image.',
      resolve: ({ Arn }) => Arn,
    }),
    appBlockArn: t.id({
      nullable: true,
      description: 'The ARN of its app block.',
      resolve: (a) => a.AppBlockArn,
    }),
    platforms: t.field({
      type: [platform.ref],
      description: 'The platforms that it runs on.',
      resolve: ({ Platforms }) => (Platforms ?? []).map((value) => platform.of(value) ?? 'UNKNOWN'),
    }),
    instanceFamilies: t.stringList({
      description: 'The instance families that it runs on.',
      resolve: ({ InstanceFamilies }) => InstanceFamilies ?? [],
    }),
    createdTime: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'When it was created.',
      resolve: ({ CreatedTime }) => CreatedTime,
    }),
  }),
})
