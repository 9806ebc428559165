import { defineNamedKind, type ItemOfKind } from '../../inventory/kind.ts'

/** Usage report subscriptions. A target has at most one, which therefore has no name. */
export const usageReportKind = defineNamedKind({
  name: 'AppStreamUsageReportSubscription',
  plural: 'usageReportSubscriptions',
  list: {
    operation: 'DescribeUsageReportSubscriptions',
    member: 'UsageReportSubscriptions',
    structure: 'UsageReportSubscription',
    identifier: null,
  },
  // AWS may return ResourceNotFoundException if there is none.
  isEmptyIfNotFound: true,
  nameOf: () => '',
})

/** Usage report subscription in the inventory. */
export type UsageReport = ItemOfKind<typeof usageReportKind>
