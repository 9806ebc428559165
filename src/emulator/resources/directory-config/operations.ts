import { AwsError } from '../../errors.ts'
import {
  givenMembers,
  type JsonObject,
  optionalObject,
  optionalString,
  requiredString,
  stringList,
} from '../../json.ts'
import { describeOperation } from '../../kit/describe.ts'
import type { OperationContext, Operations } from '../../kit/operation.ts'
import { inUse, requireExisting, requireNew, requireQuota, requireRole } from '../../kit/preconditions.ts'
import { joinedTo, requireCertificateSupport } from './joining.ts'
import { type DirectoryConfigRecord, directoryConfigKind } from './kind.ts'

/** Operations on directory configurations. */
export const directoryConfigOperations: Operations = {
  DescribeDirectoryConfigs: describeOperation(
    directoryConfigKind,
    ({ directoryConfigs }) => directoryConfigs,
  ),
  CreateDirectoryConfig: createDirectoryConfig,
  UpdateDirectoryConfig: updateDirectoryConfig,
  DeleteDirectoryConfig: deleteDirectoryConfig,
}

function createDirectoryConfig(input: JsonObject, context: OperationContext): JsonObject {
  const { region } = context
  const name = requiredString(input, 'DirectoryName')
  requireNew(region.directoryConfigs, name)
  const settings = requestedSettings(input)
  requireQuota(region.directoryConfigs, context)
  return { DirectoryConfig: region.directoryConfigs.put({ ...settings, DirectoryName: name }) }
}

function updateDirectoryConfig(input: JsonObject, context: OperationContext): JsonObject {
  const { region } = context
  const name = requiredString(input, 'DirectoryName')
  const directoryConfig = requireExisting(region.directoryConfigs, name, context)
  const updated = { ...directoryConfig, ...requestedSettings(input), DirectoryName: name }
  if (usesCertificates(optionalObject(input, 'CertificateBasedAuthProperties') ?? {})) {
    requireCertificateSupport(name, context)
  }
  region.directoryConfigs.set(name, updated)
  return { DirectoryConfig: updated }
}

/**
 * Returns the settings of a request. Lists replace the stored ones; the password is dropped, as AWS never returns it.
 */
function requestedSettings(input: JsonObject): Partial<DirectoryConfigRecord> {
  const credentials = optionalObject(input, 'ServiceAccountCredentials')
  const units = stringList(input, 'OrganizationalUnitDistinguishedNames')
  requireCertificateAuthority(optionalObject(input, 'CertificateBasedAuthProperties') ?? {})
  return {
    ...givenMembers(input, ['CertificateBasedAuthProperties']),
    ...(units.length > 0 && { OrganizationalUnitDistinguishedNames: units }),
    ...(credentials && {
      ServiceAccountCredentials: { AccountName: requiredString(credentials, 'AccountName') },
    }),
  }
}

function usesCertificates(properties: JsonObject): boolean {
  return (optionalString(properties, 'Status') ?? 'DISABLED') !== 'DISABLED'
}

function requireCertificateAuthority(properties: JsonObject): void {
  const arn = optionalString(properties, 'CertificateAuthorityArn')
  if (usesCertificates(properties) && arn === undefined) {
    const message = 'Certificate-based authentication requires CertificateAuthorityArn.'
    throw new AwsError('OperationNotPermittedException', message)
  }
  requireRole(arn)
}

function deleteDirectoryConfig(input: JsonObject, context: OperationContext): JsonObject {
  const { region } = context
  const name = requiredString(input, 'DirectoryName')
  requireExisting(region.directoryConfigs, name, context)
  const [joined] = joinedTo(name, context)
  if (joined !== undefined) throw inUse(`The directory config ${name} is in use by ${joined.Name}.`)
  region.directoryConfigs.remove(name)
  return {}
}
