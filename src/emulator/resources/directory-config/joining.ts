import { AwsError } from '../../errors.ts'
import { type JsonObject, optionalObject, optionalString } from '../../json.ts'
import type { OperationContext } from '../../kit/operation.ts'
import { notFound } from '../../kit/preconditions.ts'
import type { FleetRecord } from '../fleet/kind.ts'
import { imageByArn } from '../image/visible.ts'
import type { ImageBuilderRecord } from '../image-builder/kind.ts'
import { directoryConfigKind } from './kind.ts'

/** Release date of the first AppStream agent that supports certificate-based authentication. */
const firstAgent = Date.UTC(2022, 9, 13)

/** Throws ResourceNotFoundException if a domain has no directory config. */
export function requireDirectory(domainJoinInfo: JsonObject | undefined, { region }: OperationContext): void {
  const name = optionalString(domainJoinInfo ?? {}, 'DirectoryName')
  if (name === undefined || region.directoryConfigs.keys().some((known) => isSameDirectory(known, name)))
    return
  throw notFound(directoryConfigKind, name, region.accountId)
}

/** Returns the fleets and image builders that join a domain. */
export function joinedTo(
  name: string,
  { region }: OperationContext,
): readonly (FleetRecord | ImageBuilderRecord)[] {
  return [...region.fleets.values(), ...region.imageBuilders.values()].filter((resource) => {
    const joined = optionalString(optionalObject(resource, 'DomainJoinInfo') ?? {}, 'DirectoryName')
    return joined !== undefined && isSameDirectory(joined, name)
  })
}

/** Throws IncompatibleImageException if a joined resource has an agent without certificate-based authentication. */
export function requireCertificateSupport(name: string, context: OperationContext): void {
  for (const resource of joinedTo(name, context)) {
    const image = resource.ImageArn === undefined ? undefined : imageByArn(resource.ImageArn, context)
    const version = optionalString(resource, 'AppstreamAgentVersion') ?? image?.AppstreamAgentVersion
    const [, month, day, year] = /^(\d\d)-(\d\d)-(\d{4})$/.exec(version ?? '') ?? []
    if (year === undefined || Date.UTC(Number(year), Number(month) - 1, Number(day)) >= firstAgent) continue
    const message = `The AppStream agent ${version} of ${resource.Name} does not support certificate-based authentication.`
    throw new AwsError('IncompatibleImageException', message)
  }
}

/** Compares directory names, which are DNS names and therefore case-insensitive. */
function isSameDirectory(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase()
}
