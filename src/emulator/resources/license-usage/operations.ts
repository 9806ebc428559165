import { AwsError, validationError } from '../../errors.ts'
import { givenMembers, type JsonObject, requiredString } from '../../json.ts'
import { pageFor, sizeOf } from '../../kit/describe.ts'
import type { OperationContext, Operations } from '../../kit/operation.ts'
import { membersOf } from '../../model.ts'
import { licenseUsageKind } from './kind.ts'

/** Operations on license usage. */
export const licenseUsageOperations: Operations = { DescribeAppLicenseUsage: describeAppLicenseUsage }

/** DescribeAppLicenseUsage: the records of one billing period. */
function describeAppLicenseUsage(input: JsonObject, context: OperationContext): JsonObject {
  const { region, behaviour } = context
  const period = requiredString(input, 'BillingPeriod')
  if (!/^\d{4}-(0[1-9]|1[0-2])$/.test(period))
    throw validationError('BillingPeriod must have the form yyyy-mm.')
  const records = [...region.licenseUsage.values()].filter(({ BillingPeriod }) => BillingPeriod === period)
  if (records.length === 0 && behaviour.licenseUsageNone !== 'empty') {
    throw new AwsError(
      'ResourceNotFoundException',
      `No license usage exists for the billing period ${period}.`,
    )
  }
  const page = pageFor(records, licenseUsageKind.keyOf, {
    input,
    context,
    size: sizeOf(input, behaviour.pageSize),
    parameters: [period],
  })
  const members = membersOf('AdminAppLicenseUsageRecord')
  return {
    AppLicenseUsages: page.items.map((record) => givenMembers(record, members)),
    NextToken: page.nextToken,
  }
}
