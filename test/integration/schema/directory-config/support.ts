import { ACCOUNT, startGateway, type TestGateway } from '../../../support/gateway.ts'

const units = ['OU=Desktops,DC=corp,DC=example,DC=com']
export const authority = `arn:aws:acm-pca:us-east-1:${ACCOUNT}:certificate-authority/one`
export const certificates = { status: 'ENABLED', certificateAuthorityArn: authority }
export const account = { accountName: 'CORP\\join', accountPassword: 'not to be read' }

/** Each mutation, its AWS operation, and an input that succeeds on the config of {@link start}. */
export const MUTATIONS = {
  createAppStreamDirectoryConfig: {
    operation: 'CreateDirectoryConfig',
    input: { directoryName: 'new.example.com', organizationalUnitDistinguishedNames: units },
  },
  updateAppStreamDirectoryConfig: {
    operation: 'UpdateDirectoryConfig',
    input: { directoryName: 'corp.example.com', serviceAccountCredentials: account },
  },
  deleteAppStreamDirectoryConfig: {
    operation: 'DeleteDirectoryConfig',
    input: { directoryName: 'corp.example.com' },
  },
} as const

export type Name = keyof typeof MUTATIONS

/** Starts a gateway with one directory config. */
export async function start(options: Parameters<typeof startGateway>[0] = {}): Promise<TestGateway> {
  const gateway = await startGateway(options)
  gateway.home.putDirectoryConfig({
    DirectoryName: 'corp.example.com',
    OrganizationalUnitDistinguishedNames: units,
  })
  return gateway
}
