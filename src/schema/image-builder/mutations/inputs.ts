import { builder } from '../../builder.ts'
import { accessEndpointType } from '../enums.ts'

/** Where in a VPC a builder shall run. */
export const VpcConfigInput = builder.inputType('AppStreamVpcConfigInput', {
  description: 'Where in a VPC a resource shall run.',
  fields: (t) => ({
    subnetIds: t.stringList({ description: 'The subnets; exactly one for an image builder.' }),
    securityGroupIds: t.stringList({ description: 'The security groups, at most five.' }),
  }),
})

/** The domain that a builder shall join. */
export const DomainJoinInfoInput = builder.inputType('AppStreamDomainJoinInfoInput', {
  description: 'The Active Directory domain that a resource shall join.',
  fields: (t) => ({
    directoryName: t.string({
      description: 'The fully qualified name of the directory, e.g. `corp.example.com`.',
    }),
    organizationalUnitDistinguishedName: t.string({
      description:
        'The distinguished name of the organizational unit for its computer account; at most 2000 characters.',
    }),
  }),
})

/** A VPC endpoint that users shall stream through. */
export const AccessEndpointInput = builder.inputType('AppStreamAccessEndpointInput', {
  description: 'An interface VPC endpoint to reach a resource through.',
  fields: (t) => ({
    endpointType: t.field({ type: accessEndpointType.ref, required: true, description: 'What it is for.' }),
    vpceId: t.string({ description: 'The endpoint’s id.' }),
  }),
})

/** A disk. */
export const VolumeConfigInput = builder.inputType('AppStreamVolumeConfigInput', {
  description: 'A disk.',
  fields: (t) => ({ volumeSizeInGb: t.int({ description: 'Its size in GB; AWS’s default unless given.' }) }),
})
