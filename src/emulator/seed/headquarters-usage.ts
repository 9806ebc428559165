import type { RegionStore } from '../region.ts'

/** Licenses that a person uses. */
interface LicenseDraft {
  readonly userId: string
  readonly licenseType: string
  /** Days of the first and last use in this and in the previous month, from 0. Absent if there was no use. */
  readonly thisMonth?: readonly [number, number]
  readonly lastMonth?: readonly [number, number]
}

const standard = 'MICROSOFT_OFFICE_2021_STANDARD'
const professional = 'MICROSOFT_OFFICE_2021_PROFESSIONAL_PLUS'
const visio = 'MICROSOFT_VISIO_2021_PROFESSIONAL'

/** Licenses of the company's main account, in us-east-1. Two of them were first used at the same time. */
const headquartersLicenses: readonly LicenseDraft[] = [
  { userId: 'ada.lund@example.com', licenseType: professional, lastMonth: [0, 27], thisMonth: [0, 20] },
  { userId: 'bo.chen@example.com', licenseType: professional, lastMonth: [0, 26], thisMonth: [2, 20] },
  { userId: 'carla.ruiz@example.com', licenseType: standard, lastMonth: [3, 25], thisMonth: [1, 1] },
  { userId: 'dev.patel@example.com', licenseType: standard, lastMonth: [9, 9] },
  { userId: 'mira.santos@example.com', licenseType: standard, thisMonth: [0, 19] },
  { userId: 'mira.santos@example.com', licenseType: visio, lastMonth: [12, 22], thisMonth: [5, 6] },
]

const dayMs = 86_400_000

/** Puts license usage of two months and a usage report subscription, with a report of the last day, into a region. */
export function putHeadquartersUsage(region: RegionStore, nowMs: number): void {
  const now = new Date(nowMs)
  const startOf = (monthsAgo: number) => Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - monthsAgo)
  for (const { userId, licenseType, thisMonth, lastMonth } of headquartersLicenses) {
    for (const [days, startMs] of [[thisMonth, startOf(0)] as const, [lastMonth, startOf(1)] as const]) {
      if (days === undefined) continue
      // At 09:00, but never in the future.
      const [first, last] = days.map(
        (day) => new Date(Math.min(startMs + (day + 0.375) * dayMs, Math.max(nowMs, startMs))),
      )
      if (first === undefined || last === undefined) continue
      region.licenseUsage.put({
        UserId: userId,
        LicenseType: licenseType,
        BillingPeriod: new Date(startMs).toISOString().slice(0, 7),
        SubscriptionFirstUsedDate: first,
        SubscriptionLastUsedDate: last,
      })
    }
  }
  region.usageReports.put({ LastGeneratedReportDate: new Date(Math.floor(nowMs / dayMs) * dayMs) })
}
