import type { Kind, ResourceRecord } from '../../kit/kind.ts'

/** A directory configuration. AWS never returns the password of its service account, so none is stored. */
export interface DirectoryConfigRecord extends ResourceRecord {
  readonly DirectoryName: string
  readonly OrganizationalUnitDistinguishedNames?: readonly string[] | undefined
  readonly ServiceAccountCredentials?: { readonly AccountName: string } | undefined
}

/** Directory configurations: without ARN, state and tags. */
export const directoryConfigKind: Kind<DirectoryConfigRecord> = {
  label: 'directory config',
  plural: 'directory configs',
  keyOf: ({ DirectoryName }) => DirectoryName,
  quota: 'directoryConfigs',
  listing: { output: 'DirectoryConfigs', filter: 'DirectoryNames', largestPage: 100 },
}
