import type { AccessEndpoint, DomainJoinInfo, VolumeConfig, VpcConfig } from '../../appstream/model.ts'
import { defineInput } from '../kit/request.ts'
import { accessEndpointType } from './enums.ts'

/** The place of a resource in a VPC. */
export const VpcConfigInput = defineInput<VpcConfig>(
  'AppStreamVpcConfigInput',
  'VpcConfig',
  'The place of a resource in a VPC.',
  {
    SubnetIds: 'The subnets; exactly one for an image builder.',
    SecurityGroupIds: 'The security groups, at most five.',
  },
)

/** The domain to join. */
export const DomainJoinInfoInput = defineInput<DomainJoinInfo>(
  'AppStreamDomainJoinInfoInput',
  'DomainJoinInfo',
  'The Active Directory domain that a resource is to join.',
  {
    DirectoryName: 'The fully qualified name of the directory, e.g. `corp.example.com`.',
    OrganizationalUnitDistinguishedName:
      'The distinguished name of the organizational unit for its computer account; at most 2000 characters.',
  },
)

/** A VPC endpoint to stream through. */
export const AccessEndpointInput = defineInput<AccessEndpoint>(
  'AppStreamAccessEndpointInput',
  'AccessEndpoint',
  'An interface VPC endpoint to reach a resource through.',
  { EndpointType: [accessEndpointType, 'The use of the endpoint.'], VpceId: 'The id of the endpoint.' },
)

/** A disk. */
export const VolumeConfigInput = defineInput<VolumeConfig>(
  'AppStreamVolumeConfigInput',
  'VolumeConfig',
  'A disk.',
  { VolumeSizeInGb: 'The size in GB. Default: that of AWS.' },
)
