import type { AccessEndpoint, DomainJoinInfo, VolumeConfig, VpcConfig } from '../../appstream/model/model.ts'
import { defineInput } from '../kit/request.ts'
import { accessEndpointType } from './enums.ts'

/** Subnets and security groups of a resource. */
export const VpcConfigInput = defineInput<VpcConfig>(
  'AppStreamVpcConfigInput',
  'VpcConfig',
  'Subnets and security groups of a resource in a VPC.',
  {
    SubnetIds: 'IDs of the subnets. An image builder requires exactly one.',
    SecurityGroupIds: 'IDs of the security groups, at most five.',
  },
)

/** Active Directory domain to join. */
export const DomainJoinInfoInput = defineInput<DomainJoinInfo>(
  'AppStreamDomainJoinInfoInput',
  'DomainJoinInfo',
  'Active Directory domain for a resource to join.',
  {
    DirectoryName: 'Fully qualified name of the directory, for example `corp.example.com`.',
    OrganizationalUnitDistinguishedName:
      'Distinguished name of the organizational unit for the computer account, at most 2000 characters.',
  },
)

/** VPC endpoint through which users stream. */
export const AccessEndpointInput = defineInput<AccessEndpoint>(
  'AppStreamAccessEndpointInput',
  'AccessEndpoint',
  'Interface VPC endpoint for access to a resource.',
  {
    EndpointType: [accessEndpointType, 'Type of the endpoint.'],
    VpceId: 'ID of the endpoint, for example `vpce-0a1b2c3d4e5f60718`.',
  },
)

/** Disk of a resource. */
export const VolumeConfigInput = defineInput<VolumeConfig>(
  'AppStreamVolumeConfigInput',
  'VolumeConfig',
  'Disk of a resource.',
  { VolumeSizeInGb: 'Size in GB. Default: chosen by AWS.' },
)
