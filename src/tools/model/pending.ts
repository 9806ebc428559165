/** Parts of the service model that other branches add; this file disappears with the last of them. */
export const pending: readonly RegExp[] = [
  /^operation (Create|Delete|Describe)UsageReportSubscriptions?$/,
  /^operation DescribeAppLicenseUsage$/,
  /^output (AdminAppLicenseUsageRecord|UsageReportSubscription|CreateUsageReportSubscriptionResult)\./,
]
