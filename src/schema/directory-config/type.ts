import type {
  AwsDirectoryConfig,
  CertificateBasedAuthProperties,
  CertificateBasedAuthStatus,
  ServiceAccountCredentials,
} from '../../appstream/model.ts'
import { defineNamedKind, type ItemOfKind } from '../../inventory/kind.ts'
import { builder } from '../builder.ts'
import { anyOf, createdFilters, text } from '../kit/filter.ts'
import { defineStructure, type Members } from '../kit/members.ts'
import { defineResource } from '../kit/resource.ts'
import { openEnum } from '../open-enum.ts'

/** Directory configs; AWS identifies them by their names, and has no ARN for them. */
export const directoryConfigKind = defineNamedKind({
  name: 'AppStreamDirectoryConfig',
  plural: 'directoryConfigs',
  list: {
    operation: 'DescribeDirectoryConfigs',
    member: 'DirectoryConfigs',
    structure: 'DirectoryConfig',
    identifier: 'DirectoryName',
  },
  nameOf: ({ DirectoryName }) => DirectoryName,
})

type DirectoryConfig = ItemOfKind<typeof directoryConfigKind>

const status = openEnum<CertificateBasedAuthStatus>(
  'AppStreamCertificateBasedAuthStatus',
  'Certificate-based sign-in to Active Directory.',
  {
    DISABLED: 'Users do not sign in with certificates.',
    ENABLED: 'Users sign in with certificates; a password is the fallback.',
    ENABLED_NO_DIRECTORY_LOGIN_FALLBACK: 'Users sign in with certificates, without a fallback.',
  },
)

const CertificateBasedAuthPropertiesRef = defineStructure<CertificateBasedAuthProperties>({
  name: 'AppStreamCertificateBasedAuthProperties',
  structure: 'CertificateBasedAuthProperties',
  description: 'The sign-in to Active Directory with certificates.',
  members: {
    Status: [status, 'Status of certificate-based sign-in.'],
    CertificateAuthorityArn: 'The ARN of the private certificate authority. Null if there is none.',
  },
})

const ServiceAccountCredentialsRef = builder.objectRef<ServiceAccountCredentials>(
  'AppStreamServiceAccountCredentials',
)

ServiceAccountCredentialsRef.implement({
  description: 'The service account that joins instances to the domain. Its password is write-only.',
  fields: (t) => ({
    accountName: t.string({
      nullable: true,
      description: 'The name of the account. Null if AWS does not return it.',
      resolve: ({ AccountName }) => AccountName,
    }),
  }),
})

const members: Members<AwsDirectoryConfig, 'DirectoryName' | 'ServiceAccountCredentials'> = {
  OrganizationalUnitDistinguishedNames:
    'The distinguished names of the organizational units for computer accounts. Empty if there are none.',
  CreatedTime: 'The time of creation.',
  CertificateBasedAuthProperties: [
    CertificateBasedAuthPropertiesRef,
    'The sign-in with certificates. Null if nothing was set.',
  ],
}

/** Directory configs. */
export const directoryConfigs = defineResource({
  kind: directoryConfigKind,
  structure: 'DirectoryConfig',
  description:
    'The configuration that joins fleets and image builders to an Active Directory domain. AWS has no ARN for it: account, region and name identify it.',
  noun: 'directory config',
  plural: 'directory configs',
  queries: { one: 'appStreamDirectoryConfig', many: 'appStreamDirectoryConfigs' },
  nameField: 'directoryName',
  nameDescription: 'The fully qualified name of the directory, e.g. `corp.example.com`.',
  members,
  filters: {
    ...createdFilters,
    directoryNames: anyOf<DirectoryConfig, string>(
      'Matches these names exactly; case-sensitive.',
      'String',
      ({ name }) => name,
    ),
    directoryNameContains: text<DirectoryConfig>(
      'Matches names that contain this text; not case-sensitive.',
      ({ name }, part) => name.toLowerCase().includes(part.toLowerCase()),
    ),
    certificateBasedAuthStatuses: anyOf<DirectoryConfig, string>(
      'Matches these settings of the sign-in with certificates.',
      status,
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
      'The service account that joins instances to the domain; null if there is none. Needs the scope appstream:manage: without it, null with an error whose code is FORBIDDEN.',
    resolve: ({ aws }) => aws.ServiceAccountCredentials,
  }),
)
