import { z } from 'zod'
import { parseArn } from '../../../appstream/arn.ts'
import type { CreateImageBuilderRequest } from '../../../appstream/writer.ts'
import { isEarlier, wasMadeSince } from '../../../inventory/lineage.ts'
import type { ImageBuilder } from '../../../inventory/resources.ts'
import { builder } from '../../builder.ts'
import { clientTokenField } from '../../mutation/client-token-field.ts'
import {
  anyArn,
  clientToken,
  imageArn,
  listOf,
  nonEmpty,
  resourceName,
  tags,
  text,
  toTagMap,
} from '../../mutation/constraints.ts'
import { defineMutation } from '../../mutation/define.ts'
import { findTarget, targetField } from '../../mutation/own-resource.ts'
import { TagInput } from '../../tag/input.ts'
import { ImageBuilderRef } from '../ref.ts'
import { AccessEndpointInput, DomainJoinInfoInput, VolumeConfigInput, VpcConfigInput } from './inputs.ts'
import { forgetTags, knownImageBuilder, lookAtImageBuilder, writeImageBuilder } from './write.ts'

const CreateImageBuilderInput = builder.inputType('CreateImageBuilderInput', {
  description:
    'The image builder to make, and the image to launch it from: exactly one of `imageName` and `imageArn`.',
  fields: (t) => ({
    name: t.string({
      required: true,
      description: 'Its name, unique in its account and region: 1 to 101 letters, digits, `_`, `.` and `-`.',
    }),
    target: targetField(t),
    imageName: t.string({ description: 'The name of the image; a shared image is found by its ARN only.' }),
    imageArn: t.id({ description: 'The ARN of the image.' }),
    instanceType: t.string({
      required: true,
      description: 'The instance type, e.g. `stream.standard.large`.',
    }),
    description: t.string({ description: 'What it is for; at most 256 characters.' }),
    displayName: t.string({ description: 'The name to show to people; at most 100 characters.' }),
    vpcConfig: t.field({ type: VpcConfigInput, description: 'Where in a VPC it shall run.' }),
    iamRoleArn: t.string({ description: 'The ARN of the IAM role for its instance.' }),
    enableDefaultInternetAccess: t.boolean({
      description: 'Whether it shall have internet access by default.',
    }),
    domainJoinInfo: t.field({ type: DomainJoinInfoInput, description: 'The domain that it shall join.' }),
    appstreamAgentVersion: t.string({
      description:
        'The version of the AppStream agent; `LATEST` for the newest. The image’s own unless given.',
    }),
    tags: t.field({ type: [TagInput], description: 'Its tags: 1 to 50.' }),
    accessEndpoints: t.field({
      type: [AccessEndpointInput],
      description: 'The VPC endpoints to reach it through: 1 to 4.',
    }),
    rootVolumeConfig: t.field({ type: VolumeConfigInput, description: 'Its root disk.' }),
    softwaresToInstall: t.stringList({ description: 'Licence-included software to install.' }),
    softwaresToUninstall: t.stringList({ description: 'Licence-included software to remove.' }),
    disableImdsv1: t.boolean({
      description: 'Whether version 1 of the instance metadata service shall be off.',
    }),
    clientToken: clientTokenField(t),
  }),
})

const accessEndpoint = z.object({
  endpointType: z.string().refine((type) => type === 'STREAMING', 'Must be STREAMING.'),
  vpceId: nonEmpty.nullish(),
})

const constraints = z
  .object({
    name: resourceName,
    imageName: nonEmpty.nullish(),
    imageArn: imageArn.nullish(),
    instanceType: nonEmpty,
    description: text(256).nullish(),
    displayName: text(100).nullish(),
    vpcConfig: z
      .object({
        subnetIds: z
          .array(nonEmpty)
          .refine((ids) => ids.length === 1, 'An image builder takes exactly one subnet.')
          .nullish(),
        securityGroupIds: listOf(nonEmpty, 0, 5, 'security group').nullish(),
      })
      .nullish(),
    iamRoleArn: anyArn.nullish(),
    domainJoinInfo: z.object({ organizationalUnitDistinguishedName: text(2000).nullish() }).nullish(),
    appstreamAgentVersion: text(100, 1).nullish(),
    tags: tags.nullish(),
    accessEndpoints: listOf(accessEndpoint, 1, 4, 'endpoint').nullish(),
    softwaresToInstall: z.array(nonEmpty).nullish(),
    softwaresToUninstall: z.array(nonEmpty).nullish(),
    clientToken: clientToken.nullish(),
  })
  .refine(({ imageName, imageArn: arn }) => (imageName == null) !== (arn == null), {
    path: ['imageName'],
    message: 'Give exactly one of `imageName` and `imageArn`.',
    // Whatever else is wrong: every mistake is told at once.
    when: () => true,
  })

const CreateImageBuilderPayload = builder
  .objectRef<{ readonly imageBuilder: ImageBuilder }>('CreateImageBuilderPayload')
  .implement({
    description: 'The image builder, which is starting: it takes minutes to be RUNNING.',
    fields: (t) => ({
      imageBuilder: t.field({
        type: ImageBuilderRef,
        description: 'The image builder as AWS returned it.',
        resolve: ({ imageBuilder }) => imageBuilder,
      }),
    }),
  })

defineMutation({
  name: 'createImageBuilder',
  operation: 'CreateImageBuilder',
  description: 'Makes an image builder and starts it; it is billed while it runs.',
  input: CreateImageBuilderInput,
  payload: CreateImageBuilderPayload,
  errors: [
    'LimitExceeded',
    'RequestLimitExceeded',
    'InvalidAccountStatus',
    'ResourceAlreadyExists',
    'ResourceNotAvailable',
    'ResourceNotFound',
    'InvalidRole',
    'ConcurrentModification',
    'InvalidParameterCombination',
    'IncompatibleImage',
    'OperationNotPermitted',
  ],
  creates: true,
  constraints,
  plan(input, context) {
    const { inventory, clock } = context
    const target = findTarget(input.target, inventory)
    if (Array.isArray(target)) return target
    const { name } = input
    const startedAt = clock.now()
    const known = knownImageBuilder(context, { target, name })
    return {
      target,
      name,
      async send(writer) {
        const call = () => writer.createImageBuilder(toAws(input))
        const isBefore = (shown: ImageBuilder | undefined, written: ImageBuilder) =>
          shown === undefined || isEarlier(shown, written)
        try {
          const written = await writeImageBuilder(context, { target, name }, call, isBefore)
          return { ...written, output: { imageBuilder: written.output } }
        } finally {
          forgetTags(context, { target, name })
        }
      },
      async look(read) {
        const imageBuilder = await lookAtImageBuilder(context, { target, name }, read)
        return imageBuilder !== undefined &&
          wasMadeSince(imageBuilder, startedAt, known) &&
          isAsAsked(imageBuilder, toAws(input))
          ? { imageBuilder }
          : undefined
      },
    }
  },
})

/** Whether a builder can be what was asked for: another caller may have taken the name in the same moment. */
function isAsAsked({ aws }: ImageBuilder, asked: CreateImageBuilderRequest): boolean {
  const members = ['InstanceType', 'DisplayName', 'Description', 'IamRoleArn'] as const
  const imageName = aws.ImageArn === undefined ? undefined : parseArn(aws.ImageArn)?.name
  return (
    members.every((member) => (aws[member] ?? asked[member]) === asked[member]) &&
    (asked.ImageArn ?? aws.ImageArn) === aws.ImageArn &&
    (asked.ImageName ?? imageName) === (imageName ?? asked.ImageName)
  )
}

function toAws(input: typeof CreateImageBuilderInput.$inferInput): CreateImageBuilderRequest {
  const { vpcConfig, domainJoinInfo, accessEndpoints, rootVolumeConfig } = input
  return {
    Name: input.name,
    ImageName: input.imageName ?? undefined,
    ImageArn: input.imageArn ?? undefined,
    InstanceType: input.instanceType,
    Description: input.description ?? undefined,
    DisplayName: input.displayName ?? undefined,
    VpcConfig: vpcConfig
      ? {
          SubnetIds: vpcConfig.subnetIds ?? undefined,
          SecurityGroupIds: vpcConfig.securityGroupIds ?? undefined,
        }
      : undefined,
    IamRoleArn: input.iamRoleArn ?? undefined,
    EnableDefaultInternetAccess: input.enableDefaultInternetAccess ?? undefined,
    DomainJoinInfo: domainJoinInfo
      ? {
          DirectoryName: domainJoinInfo.directoryName ?? undefined,
          OrganizationalUnitDistinguishedName:
            domainJoinInfo.organizationalUnitDistinguishedName ?? undefined,
        }
      : undefined,
    AppstreamAgentVersion: input.appstreamAgentVersion ?? undefined,
    Tags: toTagMap(input.tags),
    // The constraints let STREAMING pass alone.
    AccessEndpoints: accessEndpoints?.map(({ vpceId }) => ({
      EndpointType: 'STREAMING',
      VpceId: vpceId ?? undefined,
    })),
    RootVolumeConfig: rootVolumeConfig
      ? { VolumeSizeInGb: rootVolumeConfig.volumeSizeInGb ?? undefined }
      : undefined,
    SoftwaresToInstall: input.softwaresToInstall ?? undefined,
    SoftwaresToUninstall: input.softwaresToUninstall ?? undefined,
    DisableIMDSV1: input.disableImdsv1 ?? undefined,
  }
}
