import type {
  AccessEndpoint,
  DomainJoinInfo,
  NetworkAccessConfiguration,
  VolumeConfig,
  VpcConfig,
} from '../../appstream/model.ts'
import { builder } from '../builder.ts'
import { stateChangeReasonType } from '../state-change-reason.ts'
import { accessEndpointType, imageBuilderStateChangeReasonCode } from './enums.ts'

/** Why an image builder is in its state. */
export const ImageBuilderStateChangeReasonRef = stateChangeReasonType(
  'ImageBuilderStateChangeReason',
  'an image builder',
  imageBuilderStateChangeReasonCode,
)

/** Where in a VPC a builder runs. */
export const VpcConfigRef = builder.objectRef<VpcConfig>('AppStreamVpcConfig')

VpcConfigRef.implement({
  description: 'Where in a VPC a resource runs.',
  fields: (t) => ({
    subnetIds: t.stringList({
      description: 'The ids of the subnets; an image builder has one.',
      resolve: (vpc) => vpc.SubnetIds ?? [],
    }),
    securityGroupIds: t.stringList({
      description: 'The ids of the security groups, at most five.',
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
      description:
        'The fully qualified name of the directory, e.g. `corp.example.com`; null when AWS does not say.',
      resolve: ({ DirectoryName }) => DirectoryName,
    }),
    organizationalUnitDistinguishedName: t.string({
      nullable: true,
      description:
        'The distinguished name of the organizational unit that its computer account is in; null for the default one.',
      resolve: ({ OrganizationalUnitDistinguishedName }) => OrganizationalUnitDistinguishedName,
    }),
  }),
})

/** The network interface that a builder is reached through. */
export const NetworkAccessConfigurationRef = builder.objectRef<NetworkAccessConfiguration>(
  'AppStreamNetworkAccessConfiguration',
)

NetworkAccessConfigurationRef.implement({
  description: 'The network interface of a resource in your VPC.',
  fields: (t) => ({
    eniId: t.string({
      nullable: true,
      description: 'The interface’s id, e.g. `eni-0a1b2c3d4e5f60718`; null while there is none.',
      resolve: ({ EniId }) => EniId,
    }),
    eniPrivateIpAddress: t.string({
      nullable: true,
      description: 'Its private IPv4 address; null while it has none.',
      resolve: ({ EniPrivateIpAddress }) => EniPrivateIpAddress,
    }),
    eniIpv6Addresses: t.stringList({
      description: 'Its IPv6 addresses; empty outside dual-stack subnets.',
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
      description:
        'What it is used for; UNKNOWN for a use that this release does not list, null when AWS does not say.',
      resolve: ({ EndpointType }) => accessEndpointType.of(EndpointType),
    }),
    rawEndpointType: t.string({
      nullable: true,
      description: 'What it is used for as AWS said it, listed here or not; null when AWS does not say.',
      resolve: ({ EndpointType }) => EndpointType,
    }),
    vpceId: t.string({
      nullable: true,
      description: 'The endpoint’s id, e.g. `vpce-0a1b2c3d4e5f60718`; null when AWS does not say.',
      resolve: ({ VpceId }) => VpceId,
    }),
  }),
})

/** A disk. */
export const VolumeConfigRef = builder.objectRef<VolumeConfig>('AppStreamVolumeConfig')

VolumeConfigRef.implement({
  description: 'A disk of a resource.',
  fields: (t) => ({
    volumeSizeInGb: t.int({
      nullable: true,
      description: 'Its size in GB; null when AWS does not say.',
      resolve: (volume) => volume.VolumeSizeInGb,
    }),
  }),
})
