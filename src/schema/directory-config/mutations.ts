import { isDeepStrictEqual } from 'node:util'
import type {
  CertificateBasedAuthProperties,
  ServiceAccountCredentials,
} from '../../appstream/model/model.ts'
import type { InputOf } from '../../appstream/model/operations.ts'
import { create } from '../kit/mutations/create.ts'
import { remove } from '../kit/mutations/remove.ts'
import { update } from '../kit/mutations/update.ts'
import { defineInput, type InputMembers } from '../kit/request.ts'
import { certificateBasedAuthStatus, directoryConfigs } from './type.ts'

const ServiceAccountCredentialsInput = defineInput<ServiceAccountCredentials>(
  'AppStreamServiceAccountCredentialsInput',
  'ServiceAccountCredentials',
  'Service account that joins instances to the domain. Pass it as a variable, never as part of the document.',
  {
    AccountName:
      'Name of the account. It must be allowed to create computer accounts, join them and change them.',
    AccountPassword: 'Password of the account, 1 to 127 characters. Write-only: it cannot be read.',
  },
)

const CertificateBasedAuthPropertiesInput = defineInput<CertificateBasedAuthProperties>(
  'AppStreamCertificateBasedAuthPropertiesInput',
  'CertificateBasedAuthProperties',
  'Certificate-based authentication with Active Directory.',
  {
    Status: [
      certificateBasedAuthStatus,
      'Status of certificate-based authentication. Any value except DISABLED requires a certificate authority.',
    ],
    CertificateAuthorityArn: 'ARN of the private certificate authority in AWS Certificate Manager.',
  },
)

const settings = {
  ServiceAccountCredentials: [
    ServiceAccountCredentialsInput,
    'Service account that joins instances to the domain.',
  ],
  CertificateBasedAuthProperties: [
    CertificateBasedAuthPropertiesInput,
    'Certificate-based authentication with Active Directory.',
  ],
} as const

const createMembers: InputMembers<InputOf<'CreateDirectoryConfig'>, 'DirectoryName'> = {
  ...settings,
  OrganizationalUnitDistinguishedNames:
    'Distinguished names of the organizational units for computer accounts, for example `OU=Desktops,DC=corp,DC=example,DC=com`.',
}
const updateMembers: InputMembers<InputOf<'UpdateDirectoryConfig'>, 'DirectoryName'> = {
  ...settings,
  OrganizationalUnitDistinguishedNames:
    'Distinguished names of the organizational units for computer accounts. Replace the existing ones.',
}

const ofDirectoryConfigs = { type: directoryConfigs, scope: 'appstream:manage' } as const

create({
  ...ofDirectoryConfigs,
  name: 'createAppStreamDirectoryConfig',
  operation: 'CreateDirectoryConfig',
  description:
    'Creates a directory config, with which fleets and image builders join an Active Directory domain.',
  payloadDescription: 'Payload with the new directory config.',
  structure: 'CreateDirectoryConfigRequest',
  members: createMembers,
  output: 'DirectoryConfig',
  recognizedBy: (aws, request) =>
    isDeepStrictEqual(
      aws.OrganizationalUnitDistinguishedNames,
      request['OrganizationalUnitDistinguishedNames'],
    ) &&
    aws.ServiceAccountCredentials?.AccountName ===
      Object(request['ServiceAccountCredentials'])['AccountName'],
})

update({
  ...ofDirectoryConfigs,
  name: 'updateAppStreamDirectoryConfig',
  operation: 'UpdateDirectoryConfig',
  description:
    'Updates a directory config. Instances that have joined the domain keep their computer accounts; new ones use the new settings.',
  payloadDescription: 'Payload with the updated directory config.',
  structure: 'UpdateDirectoryConfigRequest',
  members: updateMembers,
  output: 'DirectoryConfig',
})

remove({
  ...ofDirectoryConfigs,
  name: 'deleteAppStreamDirectoryConfig',
  operation: 'DeleteDirectoryConfig',
  description: 'Deletes a directory config permanently. No fleet or image builder may refer to it.',
})
