import type { AccessEndpoint, DomainJoinInfo, VolumeConfig, VpcConfig } from '../../appstream/model.ts'
import { defineInput } from '../kit/request.ts'
import { accessEndpointType } from './enums.ts'

/** The place of a resource in a VPC. */
export const VpcConfigInput = defineInput<VpcConfig>(
  'AppStreamVpcConfigInput',
  'VpcConfig',
  'Subnets and security groups of a resource in a VPC.',
  {
    SubnetIds: 'IDs of the subnets. An image builder requires exactly one.',
    SecurityGroupIds: 'IDs of the security groups, at most five.',
  },
)

/** The domain to join. */
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

/** A VPC endpoint to stream through. */
export const AccessEndpointInput = defineInput<AccessEndpoint>(
  'AppStreamAccessEndpointInput',
  'AccessEndpoint',
  'Interface VPC endpoint through which to reach a resource.',
  {
    EndpointType: [accessEndpointType, 'Type of the endpoint.'],
    VpceId: 'ID of the endpoint, for example `vpce-0a1b2c3d4e5f60718`.',
  },
)

/** A disk. */
export const VolumeConfigInput = defineInput<VolumeConfig>(
  'AppStreamVolumeConfigInput',
  'VolumeConfig',
  'Disk of a resource.',
  { VolumeSizeInGb: 'Size in GB. Default: the default of AWS for the resource.' },
)
