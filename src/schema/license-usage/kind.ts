import { type AwsLicenseUsage, knownTime } from '../../appstream/model/model.ts'
import { defineChildKind, type ItemOfChildKind } from '../../inventory/child-kind.ts'

/** Record of AWS, with a name that distinguishes it in its billing period without naming the user. */
type NamedUsage = AwsLicenseUsage & { readonly Name: string }

/** License usage, by billing period: one record for each user and license type. AWS has no id for a record. */
export const licenseUsageKind = defineChildKind({
  name: 'AppStreamAppLicenseUsage',
  plural: 'licenseUsage',
  parent: { plural: 'billingPeriods' },
  operation: 'DescribeAppLicenseUsage',
  isListing: true,
  nameOf: ({ Name }: NamedUsage) => Name,
  // AWS may return ResourceNotFoundException for a period without records.
  async list(reader, BillingPeriod, call): Promise<readonly NamedUsage[]> {
    return named(await reader.list('DescribeAppLicenseUsage', 'AppLicenseUsages', { BillingPeriod }, call))
  },
})

/** License usage in the inventory. Its parent is the billing period. */
export type LicenseUsage = ItemOfChildKind<typeof licenseUsageKind>

/** Returns the license type and first use of a record, by which lists are sorted. */
export function placeOf({ LicenseType = '', SubscriptionFirstUsedDate }: AwsLicenseUsage): string {
  const firstMs = knownTime(SubscriptionFirstUsedDate)
  // No license type contains the separator, so that one type never sorts into another.
  return `${LicenseType}\0${firstMs === undefined ? '' : new Date(firstMs).toISOString()}`
}

/**
 * Names each record by its license type and first use, and a number among those with the same. A hash of the user would
 * allow callers without appstream:people to test names against cursors.
 */
function named(records: readonly AwsLicenseUsage[]): NamedUsage[] {
  const counts = new Map<string, number>()
  const sorted = records.map((record) => ({ record, key: personOf(record) }))
  sorted.sort((one, other) => (one.key < other.key ? -1 : 1))
  return sorted.map(({ record }) => {
    const place = placeOf(record)
    const count = counts.get(place) ?? 0
    counts.set(place, count + 1)
    return { ...record, Name: `${place} ${count}` }
  })
}

function personOf({ UserArn, UserId }: AwsLicenseUsage): string {
  return JSON.stringify([UserArn, UserId])
}
