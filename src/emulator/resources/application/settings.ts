import { validationError } from '../../errors.ts'
import {
  givenMembers,
  type JsonObject,
  optionalObject,
  optionalString,
  requiredString,
  stringList,
  stringMap,
} from '../../json.ts'
import type { OperationContext } from '../../kit/operation.ts'
import { requireByArn, requireExisting, requireNew, requireQuota } from '../../kit/preconditions.ts'
import { urlOfCopy } from '../../kit/s3-copy.ts'
import { type MemberOfAttribute, withoutAttributes } from '../../kit/update.ts'
import type { ApplicationRecord } from './kind.ts'

const settings = [
  'DisplayName',
  'Description',
  'IconS3Location',
  'LaunchPath',
  'WorkingDirectory',
  'LaunchParameters',
  'AppBlockArn',
]

const memberOfAttribute: MemberOfAttribute = {
  LAUNCH_PARAMETERS: 'LaunchParameters',
  WORKING_DIRECTORY: 'WorkingDirectory',
}

/** Documented values; the service model accepts any string. */
const instanceFamilies = ['GENERAL_PURPOSE', 'GRAPHICS_G4']

/** CreateApplication: requires an app block, which may be unpackaged. */
export function createApplication(input: JsonObject, context: OperationContext): JsonObject {
  const { region } = context
  const name = requiredString(input, 'Name')
  requireNew(region.applications, name)
  requireFamilies(input)
  const requested = requestedSettings(input, context)
  requireQuota(region.applications, context)
  const created = region.applications.put({
    ...requested,
    ...givenMembers(input, ['Platforms', 'InstanceFamilies']),
    Name: name,
  })
  if (created.Arn !== undefined) region.setTags(created.Arn, stringMap(input, 'Tags'))
  return { Application: created }
}

/** UpdateApplication: absent members keep their values. Platforms and instance families cannot be changed. */
export function updateApplication(input: JsonObject, context: OperationContext): JsonObject {
  const { applications } = context.region
  const name = requiredString(input, 'Name')
  const current = requireExisting(applications, name, context)
  const updated: ApplicationRecord = {
    ...withoutAttributes(current, stringList(input, 'AttributesToDelete'), memberOfAttribute),
    ...requestedSettings(input, context),
    Name: name,
  }
  applications.set(name, updated)
  return { Application: updated }
}

function requestedSettings(input: JsonObject, { region }: OperationContext): Partial<ApplicationRecord> {
  const icon = optionalObject(input, 'IconS3Location')
  const appBlockArn = optionalString(input, 'AppBlockArn')
  if (appBlockArn !== undefined) requireByArn(region.appBlocks, appBlockArn)
  return {
    ...givenMembers(input, settings),
    ...(icon && { IconURL: urlOfCopy(icon, 'appstream-application-icons') }),
  }
}

/** Throws ValidationException, since the operation does not declare InvalidParameterCombinationException. */
function requireFamilies(input: JsonObject): void {
  for (const member of ['Platforms', 'InstanceFamilies']) {
    if (stringList(input, member).length === 0) throw validationError(`${member} must not be empty.`)
  }
  const unknown = stringList(input, 'InstanceFamilies').find((family) => !instanceFamilies.includes(family))
  if (unknown === undefined) return
  throw validationError(`The instance family ${unknown} is not one of ${instanceFamilies.join(', ')}.`)
}
