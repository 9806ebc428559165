import { givenMembers, type JsonObject } from '../../json.ts'
import { pageFor, sizeOf } from '../../kit/describe.ts'
import type { OperationContext, Operations } from '../../kit/operation.ts'
import { notFound, quotaExceeded, requireExisting } from '../../kit/preconditions.ts'
import type { TransitionStep } from '../../kit/transitions.ts'
import { membersOf } from '../../model.ts'
import { SUBSCRIPTION, type UsageReportRecord, usageReportKind } from './kind.ts'

/** Operations on usage report subscriptions. */
export const usageReportOperations: Operations = {
  DescribeUsageReportSubscriptions: describeUsageReportSubscriptions,
  CreateUsageReportSubscription: createUsageReportSubscription,
  DeleteUsageReportSubscription: deleteUsageReportSubscription,
}

const dayMs = 86_400_000

function describeUsageReportSubscriptions(input: JsonObject, context: OperationContext): JsonObject {
  const { region, behaviour } = context
  if (region.usageReports.size === 0 && behaviour.usageReportsNone !== 'empty') {
    throw notFound(usageReportKind, SUBSCRIPTION, region.accountId)
  }
  const page = pageFor([...region.usageReports.values()], usageReportKind.keyOf, {
    input,
    context,
    size: sizeOf(input, behaviour.pageSize),
    parameters: [],
  })
  const members = membersOf('UsageReportSubscription')
  return {
    UsageReportSubscriptions: page.items.map((record) => givenMembers(record, members)),
    NextToken: page.nextToken,
  }
}

/** CreateUsageReportSubscription: an account has at most one subscription per region. */
function createUsageReportSubscription(_input: JsonObject, context: OperationContext): JsonObject {
  const { region, behaviour, nowMs } = context
  const { usageReports } = region
  const existing = usageReports.get(SUBSCRIPTION)
  if (existing !== undefined && behaviour.createReportTwice !== 'same') {
    throw quotaExceeded(usageReportKind.plural, 1)
  }
  const subscription = existing ?? usageReports.put({})
  if (existing === undefined) {
    const nextDayMs = (Math.floor(nowMs / dayMs) + 1) * dayMs
    usageReports.schedule(SUBSCRIPTION, [reportAt(nextDayMs)])
  }
  return givenMembers(subscription, membersOf('CreateUsageReportSubscriptionResult'))
}

/** Generates the report of a day after its end, then those of the following days. */
function reportAt(atMs: number): TransitionStep<UsageReportRecord> {
  return {
    atMs,
    change: () => ({ LastGeneratedReportDate: new Date(atMs) }),
    next: () => reportAt(atMs + dayMs),
  }
}

function deleteUsageReportSubscription(_input: JsonObject, context: OperationContext): JsonObject {
  const { usageReports } = context.region
  requireExisting(usageReports, SUBSCRIPTION, context)
  usageReports.remove(SUBSCRIPTION)
  return {}
}
