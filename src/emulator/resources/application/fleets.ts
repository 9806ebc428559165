import { AwsError } from '../../errors.ts'
import { givenMembers, type JsonObject, requiredString } from '../../json.ts'
import { associationPage } from '../../kit/describe.ts'
import type { OperationContext } from '../../kit/operation.ts'
import { combinationError, quotaExceeded, requireByArn, requireExisting } from '../../kit/preconditions.ts'
import type { FleetRecord } from '../fleet/kind.ts'

/** AssociateApplicationFleet: allowed in any state of the fleet. Succeeds if both are already associated. */
export function associateApplicationFleet(input: JsonObject, context: OperationContext): JsonObject {
  const { region, behaviour } = context
  const { applications, applicationFleets } = region
  const fleet = requireExisting(region.fleets, requiredString(input, 'FleetName'), context)
  const application = requireByArn(applications, requiredString(input, 'ApplicationArn'))
  requireElastic(fleet)
  if (!applicationFleets.has(application.Name, fleet.Name)) {
    const quota = behaviour.quotas.applicationsOfFleet
    if (applicationFleets.leftsOf(fleet.Name).length >= quota) {
      throw quotaExceeded(`applications of fleet ${fleet.Name}`, quota)
    }
    applicationFleets.add(application.Name, fleet.Name)
  }
  return { ApplicationFleetAssociation: { FleetName: fleet.Name, ApplicationArn: application.Arn } }
}

/**
 * DisassociateApplicationFleet. Throws InvalidParameterCombinationException if both are not associated or unknown,
 * since the operation does not declare ResourceNotFoundException.
 */
export function disassociateApplicationFleet(input: JsonObject, { region }: OperationContext): JsonObject {
  const { fleets, applications, applicationFleets } = region
  const fleetName = requiredString(input, 'FleetName')
  const applicationArn = requiredString(input, 'ApplicationArn')
  const fleet = fleets.get(fleetName)
  if (fleet !== undefined) requireElastic(fleet)
  const application = applications.values().find(({ Arn }) => Arn === applicationArn)
  if (application === undefined || !applicationFleets.remove(application.Name, fleetName)) {
    throw combinationError(`The application ${applicationArn} is not associated with the fleet ${fleetName}.`)
  }
  return {}
}

/** Rejects other fleets, which offer the applications of their image. */
function requireElastic({ Name, FleetType = 'ALWAYS_ON' }: FleetRecord): void {
  if (FleetType === 'ELASTIC') return
  const message = `The fleet ${Name} is of type ${FleetType}. Only Elastic fleets have applications of their own.`
  throw new AwsError('OperationNotPermittedException', message)
}

/** DescribeApplicationFleetAssociations: filtered by fleet or by application. Empty for an unknown one. */
export function describeApplicationFleets(input: JsonObject, context: OperationContext): JsonObject {
  const { applications, applicationFleets } = context.region
  if (Object.keys(givenMembers(input, ['FleetName', 'ApplicationArn'])).length !== 1) {
    throw combinationError('Exactly one of FleetName and ApplicationArn must be specified.')
  }
  const associations = [...applications.values()].flatMap(({ Name, Arn }) =>
    applicationFleets.rightsOf(Name).map((FleetName) => ({ FleetName, ApplicationArn: Arn })),
  )
  const page = associationPage(associations, ['ApplicationArn', 'FleetName'], input, context)
  return { ApplicationFleetAssociations: page.items, NextToken: page.nextToken }
}
