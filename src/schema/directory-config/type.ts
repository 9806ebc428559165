import type {
  AwsDirectoryConfig,
  CertificateBasedAuthProperties,
  CertificateBasedAuthStatus,
  ServiceAccountCredentials,
} from '../../appstream/model/model.ts'
import { builder } from '../builder.ts'
import { anyOf, createdFilters, text } from '../kit/filter.ts'
import { defineStructure, type Members } from '../kit/members.ts'
import { defineResource } from '../kit/resource.ts'
import { openEnum } from '../open-enum.ts'
import { type DirectoryConfig, directoryConfigKind } from './kind.ts'

/** Status of certificate-based authentication. */
export const certificateBasedAuthStatus = openEnum<CertificateBasedAuthStatus>(
  'AppStreamCertificateBasedAuthStatus',
  'Status of certificate-based authentication with Active Directory.',
  {
    DISABLED: 'Certificate-based authentication is disabled.',
    ENABLED: 'Certificate-based authentication is enabled, with the domain password as fallback.',
    ENABLED_NO_DIRECTORY_LOGIN_FALLBACK:
      'Certificate-based authentication is enabled, without the domain password as fallback.',
  },
)

const CertificateBasedAuthPropertiesRef = defineStructure<CertificateBasedAuthProperties>({
  name: 'AppStreamCertificateBasedAuthProperties',
  structure: 'CertificateBasedAuthProperties',
  description: 'Certificate-based authentication with Active Directory.',
  members: {
    Status: [certificateBasedAuthStatus, 'Status of certificate-based authentication.'],
    CertificateAuthorityArn: 'ARN of the private certificate authority. Null if there is none.',
  },
})

const ServiceAccountCredentialsRef = builder.objectRef<ServiceAccountCredentials>(
  'AppStreamServiceAccountCredentials',
)

ServiceAccountCredentialsRef.implement({
  description: 'Service account that joins instances to the domain. Its password cannot be read.',
  fields: (t) => ({
    accountName: t.string({
      nullable: true,
      description: 'Name of the account. Null if AWS does not return it.',
      resolve: ({ AccountName }) => AccountName,
    }),
  }),
})

const members: Members<AwsDirectoryConfig, 'DirectoryName' | 'ServiceAccountCredentials'> = {
  OrganizationalUnitDistinguishedNames:
    'Distinguished names of the organizational units for computer accounts. Empty if there are none.',
  CreatedTime: 'Creation time.',
  CertificateBasedAuthProperties: [
    CertificateBasedAuthPropertiesRef,
    'Certificate-based authentication. Null if not configured.',
  ],
}

/** Resource type of directory configs. */
export const directoryConfigs = defineResource({
  kind: directoryConfigKind,
  structure: 'DirectoryConfig',
  description:
    'Configuration with which fleets and image builders join an Active Directory domain. Identified by account, region and name; AWS has no ARN for it.',
  noun: 'directory config',
  plural: 'directory configs',
  queries: { one: 'appStreamDirectoryConfig', many: 'appStreamDirectoryConfigs' },
  nameField: 'directoryName',
  nameDescription: 'Fully qualified name of the directory, for example `corp.example.com`.',
  members,
  filters: {
    ...createdFilters,
    directoryNames: anyOf<DirectoryConfig, string>(
      'Filters by exact name, case-sensitive.',
      'String',
      ({ name }) => name,
    ),
    directoryNameContains: text<DirectoryConfig>(
      'Filters by a substring of the name, case-insensitive.',
      ({ name }, part) => name.toLowerCase().includes(part.toLowerCase()),
    ),
    certificateBasedAuthStatuses: anyOf<DirectoryConfig, string>(
      'Filters by status of certificate-based authentication.',
      certificateBasedAuthStatus,
      ({ aws }) => aws.CertificateBasedAuthProperties?.Status,
    ),
  },
})

builder.objectField(directoryConfigs.ref, 'serviceAccountCredentials', (t) =>
  t.field({
    type: ServiceAccountCredentialsRef,
    nullable: true,
    scope: 'appstream:manage',
    description:
      'Service account that joins instances to the domain. Null if there is none. Requires the scope `appstream:manage`; without it, null with a FORBIDDEN error.',
    resolve: ({ aws }) => aws.ServiceAccountCredentials,
  }),
)
