import { validationError } from '../../errors.ts'
import type { Where } from '../../interventions.ts'
import type { OperationContext } from '../../kit/operation.ts'
import { licenseUsageKind } from './kind.ts'

/** Use of license-included software by a user. AWS has no API for it. */
export interface LicenseUse extends Where {
  readonly userId: string
  /** Such as `MICROSOFT_OFFICE_2021_STANDARD`. */
  readonly licenseType: string
  /** ISO 8601 time. Default: now. */
  readonly usedAt?: string | undefined
}

/** Records the use of a license: a user's first use in a month adds a record, later ones change its last use. */
export function useLicense({ userId, licenseType, usedAt }: LicenseUse, context: OperationContext): void {
  const { licenseUsage } = context.region
  const used = new Date(usedAt ?? context.nowMs)
  if (Number.isNaN(used.getTime())) throw validationError(`usedAt must be an ISO 8601 time, got ${usedAt}.`)
  const record = {
    UserId: userId,
    LicenseType: licenseType,
    BillingPeriod: used.toISOString().slice(0, 7),
    SubscriptionFirstUsedDate: used,
    SubscriptionLastUsedDate: used,
  }
  const known = licenseUsage.get(licenseUsageKind.keyOf(record)) ?? record
  const times = [known.SubscriptionFirstUsedDate, known.SubscriptionLastUsedDate, used].map(Number)
  licenseUsage.put({
    ...known,
    SubscriptionFirstUsedDate: new Date(Math.min(...times)),
    SubscriptionLastUsedDate: new Date(Math.max(...times)),
  })
}
