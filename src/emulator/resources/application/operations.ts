import { givenMembers, type JsonObject } from '../../json.ts'
import { associationPage, describeOperation } from '../../kit/describe.ts'
import type { OperationContext, Operations } from '../../kit/operation.ts'
import { combinationError } from '../../kit/preconditions.ts'
import { applicationKind } from './kind.ts'

/** Read operations on applications. */
export const applicationOperations: Operations = {
  DescribeApplications: describeOperation(applicationKind, ({ applications }) => applications),
  DescribeApplicationFleetAssociations: describeApplicationFleetAssociations,
}

/** DescribeApplicationFleetAssociations: by fleet or by application. Empty for an unknown one. */
function describeApplicationFleetAssociations(input: JsonObject, context: OperationContext): JsonObject {
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
