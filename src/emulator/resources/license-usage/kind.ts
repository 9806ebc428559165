import { partitionOf } from '../../arn.ts'
import type { Kind, ResourceRecord } from '../../kit/kind.ts'

/** Use of a license by a user in a month. */
export interface LicenseUsageRecord extends ResourceRecord {
  readonly UserId: string
  readonly LicenseType: string
  /** Month of the first use, such as `2026-11`. */
  readonly BillingPeriod: string
  readonly SubscriptionFirstUsedDate: Date
  readonly SubscriptionLastUsedDate: Date
  /** Its format is not documented. Default: an ARN like that of users. */
  readonly UserArn?: string | undefined
}

/** Kind of license usage: one record for each user, license type and month. */
export const licenseUsageKind: Kind<LicenseUsageRecord> = {
  label: 'license usage',
  plural: 'license usage records',
  keyOf: ({ BillingPeriod, LicenseType, UserId }) => JSON.stringify([BillingPeriod, LicenseType, UserId]),
  defaults: ({ UserId }, { region, accountId }) => ({
    UserArn: `arn:${partitionOf(region)}:appstream:${region}:${accountId}:user/userpool/${UserId}`,
    OwnerAWSAccountId: accountId,
  }),
}
