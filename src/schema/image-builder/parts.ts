import type {
  AccessEndpoint,
  DomainJoinInfo,
  ImageBuilderStateChangeReason,
  NetworkAccessConfiguration,
  VolumeConfig,
  VpcConfig,
} from '../../appstream/model/model.ts'
import { defineStructure } from '../kit/members.ts'
import { accessEndpointType, imageBuilderStateChangeReasonCode } from './enums.ts'

/** Reason for the state of an image builder. */
export const ImageBuilderStateChangeReasonRef = defineStructure<ImageBuilderStateChangeReason>({
  name: 'ImageBuilderStateChangeReason',
  structure: 'ImageBuilderStateChangeReason',
  description: 'Reason for the state of an image builder.',
  members: {
    Code: [
      imageBuilderStateChangeReasonCode,
      'Reason code. `UNKNOWN` if this release does not know the code, null if AWS returns none.',
    ],
    Message: 'Human-readable reason from AWS. Null if AWS returns none.',
  },
})

/** Subnets and security groups of a resource. */
export const VpcConfigRef = defineStructure<VpcConfig>({
  name: 'AppStreamVpcConfig',
  structure: 'VpcConfig',
  description: 'Subnets and security groups of a resource in a VPC.',
  members: {
    SubnetIds: 'IDs of the subnets. An image builder has one. Empty if AWS returns none.',
    SecurityGroupIds: 'IDs of the security groups, at most five. Empty if AWS returns none.',
  },
})

/** Active Directory domain that a resource has joined. */
export const DomainJoinInfoRef = defineStructure<DomainJoinInfo>({
  name: 'AppStreamDomainJoinInfo',
  structure: 'DomainJoinInfo',
  description: 'Active Directory domain that a resource has joined.',
  members: {
    DirectoryName: 'Fully qualified name of the directory, for example `corp.example.com`.',
    OrganizationalUnitDistinguishedName:
      'Distinguished name of the organizational unit of the computer account. Null if the default unit is used.',
  },
})

/** Network interface of a resource. */
export const NetworkAccessConfigurationRef = defineStructure<NetworkAccessConfiguration>({
  name: 'AppStreamNetworkAccessConfiguration',
  structure: 'NetworkAccessConfiguration',
  description: 'Network interface of a resource in your VPC.',
  members: {
    EniId: 'ID of the network interface, for example `eni-0a1b2c3d4e5f60718`. Null until it exists.',
    EniPrivateIpAddress: 'Private IPv4 address. Null until it is assigned.',
    EniIpv6Addresses: 'IPv6 addresses. Empty outside dual-stack subnets.',
  },
})

/** VPC endpoint through which users stream. */
export const AccessEndpointRef = defineStructure<AccessEndpoint>({
  name: 'AppStreamAccessEndpoint',
  structure: 'AccessEndpoint',
  description: 'Interface VPC endpoint for access to a resource.',
  nullable: ['EndpointType'],
  members: {
    EndpointType: [
      accessEndpointType,
      'Type of the endpoint. `UNKNOWN` if this release does not know the type, null if AWS does not return it.',
    ],
    VpceId: 'ID of the endpoint, for example `vpce-0a1b2c3d4e5f60718`.',
  },
})

/** Disk of a resource. */
export const VolumeConfigRef = defineStructure<VolumeConfig>({
  name: 'AppStreamVolumeConfig',
  structure: 'VolumeConfig',
  description: 'Disk of a resource.',
  members: { VolumeSizeInGb: 'Size in GB.' },
})
