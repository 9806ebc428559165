import type {
  AccessEndpoint,
  DomainJoinInfo,
  ImageBuilderStateChangeReason,
  NetworkAccessConfiguration,
  VolumeConfig,
  VpcConfig,
} from '../../appstream/model.ts'
import { defineStructure } from '../kit/members.ts'
import { accessEndpointType, imageBuilderStateChangeReasonCode } from './enums.ts'

/** The reason for the state of an image builder. */
export const ImageBuilderStateChangeReasonRef = defineStructure<ImageBuilderStateChangeReason>({
  name: 'ImageBuilderStateChangeReason',
  structure: 'ImageBuilderStateChangeReason',
  description: 'The reason for the state of an image builder.',
  members: {
    Code: [
      imageBuilderStateChangeReasonCode,
      'The reason; `UNKNOWN` for one that this release does not list. Null if AWS returns none.',
    ],
    Message: 'The reason in AWS’s words. Null if AWS returns none.',
  },
})

/** The place of a resource in a VPC. */
export const VpcConfigRef = defineStructure<VpcConfig>({
  name: 'AppStreamVpcConfig',
  structure: 'VpcConfig',
  description: 'The place of a resource in a VPC.',
  members: {
    SubnetIds: 'The ids of the subnets; an image builder has one. Empty if AWS returns none.',
    SecurityGroupIds: 'The ids of the security groups, at most five. Empty if AWS returns none.',
  },
})

/** The Active Directory domain that a resource is joined to. */
export const DomainJoinInfoRef = defineStructure<DomainJoinInfo>({
  name: 'AppStreamDomainJoinInfo',
  structure: 'DomainJoinInfo',
  description: 'The Active Directory domain that a resource is joined to.',
  members: {
    DirectoryName: 'The fully qualified name of the directory, e.g. `corp.example.com`.',
    OrganizationalUnitDistinguishedName:
      'The distinguished name of the organizational unit that holds its computer account. Null for the default one.',
  },
})

/** The network interface of a resource. */
export const NetworkAccessConfigurationRef = defineStructure<NetworkAccessConfiguration>({
  name: 'AppStreamNetworkAccessConfiguration',
  structure: 'NetworkAccessConfiguration',
  description: 'The network interface of a resource in your VPC.',
  members: {
    EniId: 'The id of the interface, e.g. `eni-0a1b2c3d4e5f60718`. Null while there is none.',
    EniPrivateIpAddress: 'The private IPv4 address. Null while it has none.',
    EniIpv6Addresses: 'The IPv6 addresses. Empty outside dual-stack subnets.',
  },
})

/** A VPC endpoint that users stream through. */
export const AccessEndpointRef = defineStructure<AccessEndpoint>({
  name: 'AppStreamAccessEndpoint',
  structure: 'AccessEndpoint',
  description: 'An interface VPC endpoint that a resource is reached through.',
  nullable: ['EndpointType'],
  members: {
    EndpointType: [
      accessEndpointType,
      'The use of the endpoint; `UNKNOWN` for a use that this release does not list. Null if AWS does not return it.',
    ],
    VpceId: 'The id of the endpoint, e.g. `vpce-0a1b2c3d4e5f60718`.',
  },
})

/** A disk. */
export const VolumeConfigRef = defineStructure<VolumeConfig>({
  name: 'AppStreamVolumeConfig',
  structure: 'VolumeConfig',
  description: 'A disk of a resource.',
  members: { VolumeSizeInGb: 'The size in GB.' },
})
