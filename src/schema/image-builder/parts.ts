import type {
  AccessEndpoint,
  DomainJoinInfo,
  ImageBuilderStateChangeReason,
  NetworkAccessConfiguration,
  VolumeConfig,
  VpcConfig,
} from '../../appstream/model.ts'
import { builder } from '../builder.ts'
import { accessEndpointType, imageBuilderStateChangeReasonCode } from './enums.ts'

/** Why an image builder is in its state. */
export const ImageBuilderStateChangeReasonRef = builder.objectRef<ImageBuilderStateChangeReason>(
  'ImageBuilderStateChangeReason',
)

ImageBuilderStateChangeReasonRef.implement({
  description: 'Why an image builder is in its state.',
  fields: (t) => ({
    code: t.field({
      type: imageBuilderStateChangeReasonCode.ref,
      nullable: true,
      description: 'The reason; null when AWS gives none.',
      resolve: ({ Code }) => imageBuilderStateChangeReasonCode.of(Code),
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

/** Where in a VPC a builder runs. */
export const VpcConfigRef = builder.objectRef<VpcConfig>('AppStreamVpcConfig')

VpcConfigRef.implement({
  description: 'Where in a VPC a resource runs.',
  fields: (t) => ({
    subnetIds: t.stringList({
      description: 'The subnets; one for a builder.',
      resolve: (vpc) => vpc.SubnetIds ?? [],
    }),
    securityGroupIds: t.stringList({
      description: 'The security groups, at most five.',
      resolve: ({ SecurityGroupIds }) => SecurityGroupIds ?? [],
    }),
  }),
})

/** The Active Directory domain that a builder is joined to. */
export const DomainJoinInfoRef = builder.objectRef<DomainJoinInfo>('AppStreamDomainJoinInfo')

DomainJoinInfoRef.implement({
  description: 'The Active Directory domain that a resource is joined to.',
  fields: (t) => ({
    directoryName: t.string({
      nullable: true,
      description: 'The fully qualified name of the directory.',
      resolve: ({ DirectoryName }) => DirectoryName,
    }),
    organizationalUnitDistinguishedName: t.string({
      nullable: true,
      description: 'The distinguished name of the organizational unit for its computer account.',
      resolve: ({ OrganizationalUnitDistinguishedName }) => OrganizationalUnitDistinguishedName,
    }),
  }),
})

/** The network interface that a builder is reached through. */
export const NetworkAccessConfigurationRef = builder.objectRef<NetworkAccessConfiguration>(
  'AppStreamNetworkAccessConfiguration',
)

NetworkAccessConfigurationRef.implement({
  description: 'The network interface in the customer’s VPC.',
  fields: (t) => ({
    eniId: t.string({ nullable: true, description: 'The interface’s id.', resolve: ({ EniId }) => EniId }),
    eniPrivateIpAddress: t.string({
      nullable: true,
      description: 'Its private IPv4 address.',
      resolve: ({ EniPrivateIpAddress }) => EniPrivateIpAddress,
    }),
    eniIpv6Addresses: t.stringList({
      description: 'Its IPv6 addresses.',
      resolve: ({ EniIpv6Addresses }) => EniIpv6Addresses ?? [],
    }),
  }),
})

/** A VPC endpoint that users stream through. */
export const AccessEndpointRef = builder.objectRef<AccessEndpoint>('AppStreamAccessEndpoint')

AccessEndpointRef.implement({
  description: 'An interface VPC endpoint that a resource is reached through.',
  fields: (t) => ({
    endpointType: t.field({
      type: accessEndpointType.ref,
      nullable: true,
      description: 'What it is for.',
      resolve: ({ EndpointType }) => accessEndpointType.of(EndpointType),
    }),
    vpceId: t.string({ nullable: true, description: 'The endpoint’s id.', resolve: ({ VpceId }) => VpceId }),
  }),
})

/** A disk. */
export const VolumeConfigRef = builder.objectRef<VolumeConfig>('AppStreamVolumeConfig')

VolumeConfigRef.implement({
  description: 'A disk.',
  fields: (t) => ({
    volumeSizeInGb: t.int({
      nullable: true,
      description: 'Its size in GB.',
      resolve: (volume) => volume.VolumeSizeInGb,
    }),
  }),
})
