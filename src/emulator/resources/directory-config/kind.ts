import type { Kind, ResourceRecord } from '../../kit/kind.ts'

/** Directory configuration. The password of its service account is not stored, because AWS never returns it. */
export interface DirectoryConfigRecord extends ResourceRecord {
  readonly DirectoryName: string
  readonly OrganizationalUnitDistinguishedNames?: readonly string[] | undefined
  readonly ServiceAccountCredentials?: { readonly AccountName: string } | undefined
}

/** Directory configuration kind. Directory configurations have no ARN, state or tags. */
export const directoryConfigKind: Kind<DirectoryConfigRecord> = {
  label: 'directory config',
  plural: 'directory configs',
  keyOf: ({ DirectoryName }) => DirectoryName,
  quota: 'directoryConfigs',
  listing: { output: 'DirectoryConfigs', filter: 'DirectoryNames', largestPage: 100 },
}
