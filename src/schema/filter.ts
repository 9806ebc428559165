import { parseArn } from '../appstream/arn.ts'
import { knownTime } from '../appstream/times.ts'
import type { Image } from '../inventory/resources.ts'
import type { SchemaTypes } from './builder.ts'
import type { DistinctReader } from './connection/distinct.ts'
import type { Filter } from './connection/list-reading.ts'
import { badUserInput, clip } from './errors.ts'
import { platform } from './platform.ts'

/** Filter members that images and image builders share. */
export function resourceFilterFields(t: PothosSchemaTypes.InputFieldBuilder<SchemaTypes, 'InputObject'>) {
  return {
    names: t.stringList({ description: 'Matches these names exactly; case-sensitive.' }),
    namePrefix: t.string({ description: 'Matches names that start with this text; case-sensitive.' }),
    nameContains: t.string({ description: 'Matches names that contain this text; not case-sensitive.' }),
    platforms: t.field({
      type: [platform.ref],
      description: 'Matches these platforms. A resource without a platform never matches.',
    }),
    createdAfter: t.field({
      type: 'DateTime',
      description: 'Matches resources created after this time; exclusive.',
    }),
    createdBefore: t.field({
      type: 'DateTime',
      description: 'Matches resources created before this time; exclusive.',
    }),
  }
}

/** Values of these members. */
export interface ResourceFilter {
  readonly names?: readonly string[] | null | undefined
  readonly namePrefix?: string | null | undefined
  readonly nameContains?: string | null | undefined
  readonly platforms?: readonly ReturnType<typeof platform.of>[] | null | undefined
  readonly createdAfter?: Date | null | undefined
  readonly createdBefore?: Date | null | undefined
}

/** Returns true if a filter has no members, and so matches everything. */
export function isEmptyFilter(filter: object): boolean {
  return Object.values(filter).every((member) => member == null)
}

/** Returns the filter of the common members; all that are given must hold. */
export function resourceFilter(filter: ResourceFilter, distinct: DistinctReader): Filter<Image> {
  const { namePrefix, createdAfter, createdBefore } = filter
  const names = distinct(filter.names)
  const platforms = distinct(filter.platforms)
  const contained = filter.nameContains?.toLowerCase()
  return {
    key: JSON.stringify([names.key, platforms.key, namePrefix, contained, createdAfter, createdBefore]),
    matches({ name, aws }) {
      const created = knownTime(aws.CreatedTime)
      return (
        names.has(name) &&
        (namePrefix == null || name.startsWith(namePrefix)) &&
        (contained === undefined || name.toLowerCase().includes(contained)) &&
        platforms.has(platform.of(aws.Platform)) &&
        (createdAfter == null || (created !== undefined && created > createdAfter.getTime())) &&
        (createdBefore == null || (created !== undefined && created < createdBefore.getTime()))
      )
    },
  }
}

/** Checks an ARN that a caller gave. @throws BAD_USER_INPUT when it is not the ARN of such a resource. */
export function requireArn(arn: string, resourceType: string, argument = 'arn'): void {
  if (parseArn(arn)?.resourceType === resourceType) return
  throw badUserInput(
    `\`${argument}\` is not the ARN of an AppStream ${resourceType.replace('-', ' ')}: \`${clip(arn)}\`.`,
  )
}
