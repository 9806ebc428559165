import { type JsonObject, requiredString } from '../../json.ts'
import { describeOperation } from '../../kit/describe.ts'
import type { OperationContext, Operations } from '../../kit/operation.ts'
import { inUse, requireExisting } from '../../kit/preconditions.ts'
import {
  associateApplicationFleet,
  describeApplicationFleets,
  disassociateApplicationFleet,
} from './fleets.ts'
import { applicationKind } from './kind.ts'
import { createApplication, updateApplication } from './settings.ts'

/** Operations on applications of Elastic fleets. */
export const applicationOperations: Operations = {
  DescribeApplications: describeOperation(applicationKind, ({ applications }) => applications),
  CreateApplication: createApplication,
  UpdateApplication: updateApplication,
  DeleteApplication: deleteApplication,
  AssociateApplicationFleet: associateApplicationFleet,
  DisassociateApplicationFleet: disassociateApplicationFleet,
  DescribeApplicationFleetAssociations: describeApplicationFleets,
}

function deleteApplication(input: JsonObject, context: OperationContext): JsonObject {
  const { applications, applicationFleets } = context.region
  const { Name } = requireExisting(applications, requiredString(input, 'Name'), context)
  const [fleet] = applicationFleets.rightsOf(Name)
  if (fleet !== undefined) throw inUse(`The application ${Name} is associated with the fleet ${fleet}.`)
  applications.remove(Name)
  return {}
}
