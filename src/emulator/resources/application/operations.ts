import { type JsonObject, optionalString } from '../../json.ts'
import { describeOperation, pageFor, sizeOf } from '../../kit/describe.ts'
import type { OperationContext, Operations } from '../../kit/operation.ts'
import { combinationError } from '../../kit/preconditions.ts'
import { applicationKind } from './kind.ts'

/** Read operations on applications. */
export const applicationOperations: Operations = {
  DescribeApplications: describeOperation(applicationKind, ({ applications }) => applications),
  DescribeApplicationFleetAssociations: describeApplicationFleetAssociations,
}

/** Maximum number of items in the list of the service model. */
const largestPage = 25

/** DescribeApplicationFleetAssociations: by fleet or by application. Empty for an unknown one. */
function describeApplicationFleetAssociations(input: JsonObject, context: OperationContext): JsonObject {
  const { region } = context
  const fleetName = optionalString(input, 'FleetName')
  const applicationArn = optionalString(input, 'ApplicationArn')
  if ((fleetName === undefined) === (applicationArn === undefined)) {
    throw combinationError('Exactly one of FleetName and ApplicationArn must be specified.')
  }
  const associations = [...region.applications.values()]
    .filter(({ Arn }) => applicationArn === undefined || Arn === applicationArn)
    .flatMap(({ Name, Arn }) =>
      region.applicationFleets.rightsOf(Name).map((FleetName) => ({ FleetName, ApplicationArn: Arn })),
    )
    .filter(({ FleetName }) => fleetName === undefined || FleetName === fleetName)
  const page = pageFor(associations, ({ FleetName, ApplicationArn }) => `${ApplicationArn}/${FleetName}`, {
    input,
    context,
    size: sizeOf(input, largestPage),
    parameters: [fleetName ?? null, applicationArn ?? null],
  })
  return { ApplicationFleetAssociations: page.items, NextToken: page.nextToken }
}
