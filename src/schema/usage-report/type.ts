import type {
  AwsUsageReport,
  LastReportGenerationExecutionError,
  UsageReportExecutionErrorCode,
  UsageReportSchedule,
} from '../../appstream/model/model.ts'
import { builder } from '../builder.ts'
import { inventoryConnectionType } from '../connection/inventory-type.ts'
import { fixedOrdering } from '../connection/order.ts'
import { pageSize } from '../connection/type.ts'
import { identityInTarget } from '../kit/identity.ts'
import { listSources } from '../kit/list.ts'
import { defineStructure, type Members, memberFields } from '../kit/members.ts'
import { namingByTarget } from '../kit/mutations/naming.ts'
import { operationRegistry } from '../kit/operations.ts'
import { placeFields } from '../kit/place.ts'
import { registerResource } from '../kit/register.ts'
import { guardOf, isOfKind } from '../kit/resource.ts'
import type { ItemType } from '../kit/resource-type.ts'
import { addResourceSizes } from '../kit/sizes.ts'
import { openEnum } from '../open-enum.ts'
import { selectTargets, targetsArgument } from '../target/input.ts'
import { type UsageReport, usageReportKind } from './kind.ts'

const schedule = openEnum<UsageReportSchedule>('AppStreamUsageReportSchedule', 'Schedule of usage reports.', {
  DAILY: 'Daily, in UTC: within 24 hours after the end of the day.',
})

const errorCode = openEnum<UsageReportExecutionErrorCode>(
  'AppStreamUsageReportErrorCode',
  'Error code of a usage report.',
  {
    RESOURCE_NOT_FOUND: 'The S3 bucket does not exist.',
    ACCESS_DENIED: 'AppStream has no access to the S3 bucket.',
    INTERNAL_SERVICE_ERROR: 'Internal error of AppStream.',
  },
)

const UsageReportErrorRef = defineStructure<LastReportGenerationExecutionError>({
  name: 'AppStreamUsageReportError',
  structure: 'LastReportGenerationExecutionError',
  description: 'Error of the last usage report.',
  members: {
    ErrorCode: [errorCode, 'Error code. Null if AWS does not return it.'],
    ErrorMessage: 'Error message from AWS.',
  },
})

const members: Members<AwsUsageReport> = {
  S3BucketName: 'Name of the S3 bucket that holds the reports.',
  Schedule: [schedule, 'Schedule. Null if AWS does not return it.'],
  LastGeneratedReportDate: 'Time of the last report. Null before the first one.',
  SubscriptionErrors: [UsageReportErrorRef, 'Errors of the last report. Empty if there are none.'],
}

const typename: string = usageReportKind.name
const noun = 'usage report subscription'

const identity = identityInTarget<UsageReport>({
  namesOf: () => [],
  count: 0,
  load: async ({ loaders }, target) => loaders.kinds.byName(usageReportKind, { target, name: '' }),
})

const ref = builder.objectRef<UsageReport>(typename)

builder.node(ref, {
  description:
    'Subscription to daily reports on the use of AppStream in an account and region, which has at most one. AWS assigns no ARN. The reports are in S3.',
  ...guardOf(undefined),
  isTypeOf: isOfKind(typename),
  id: {
    resolve: (subscription) => identity.idOf(subscription),
    description: 'Opaque global ID of the subscription of this account and region.',
  },
  fields: (t) => ({
    ...placeFields(t),
    ...memberFields<UsageReport>(t, {
      structure: 'UsageReportSubscription',
      members,
      awsOf: ({ aws }) => aws,
    }),
  }),
})
registerResource({ typename, arnType: undefined, ref, identity })
operationRegistry.add({
  operation: usageReportKind.listing.operation,
  coordinate: typename,
  calls: '1 listing per target',
})

/** Type of usage report subscriptions. */
export const usageReports: ItemType<UsageReport> = {
  kind: usageReportKind,
  noun,
  plural: 'usage report subscriptions',
  scope: undefined,
  ref,
  identity,
  naming: namingByTarget(usageReportKind, noun),
}

const ordering = fixedOrdering<UsageReport>({
  kind: typename,
  order: 'TARGET ASC',
  direction: 'ASC',
  keysetOf: ({ target, region }) => ({ value: `${target.accountId ?? ''} ${region}`, key: target.key }),
})

const QUERY = 'appStreamUsageReportSubscriptions'
addResourceSizes<UsageReport>(typename, QUERY, 'UsageReportSubscription', ({ kinds }) => [
  kinds.of(usageReportKind).collection,
])

builder.queryField(QUERY, (t) =>
  t.field({
    type: inventoryConnectionType(typename, ref, { isWatched: false }),
    nullable: true,
    ...pageSize,
    description: 'Returns a page of usage report subscriptions, sorted by account, then by region.',
    args: { ...t.arg.connectionArgs(), targets: targetsArgument(t.arg) },
    resolve: (_root, { targets, ...page }, context) =>
      listSources(
        context,
        { kind: usageReportKind, orderings: () => ordering },
        {
          ...page,
          sources: selectTargets(context.inventory.targets, targets).map((target) => ({
            target,
            collection: context.inventory.of(target).kinds.of(usageReportKind).collection,
          })),
        },
      ),
  }),
)
