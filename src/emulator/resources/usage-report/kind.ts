import { createHash } from 'node:crypto'
import type { Kind, ResourceErrorRecord, ResourceRecord } from '../../kit/kind.ts'

/** Subscription to usage reports. */
export interface UsageReportRecord extends ResourceRecord {
  readonly S3BucketName?: string | undefined
  readonly Schedule?: string | undefined
  /** Absent before the first report. */
  readonly LastGeneratedReportDate?: Date | undefined
  readonly SubscriptionErrors?: readonly ResourceErrorRecord[] | undefined
}

/** Key of the only subscription of an account and region. */
export const SUBSCRIPTION = 'subscription'

/** Usage report subscription kind. The bucket remains after a deletion, and later subscriptions use it again. */
export const usageReportKind: Kind<UsageReportRecord> = {
  label: 'usage report',
  plural: 'usage report subscriptions',
  keyOf: () => SUBSCRIPTION,
  defaults: (_record, { region, accountId }) => {
    const random = createHash('sha256').update(`${region} ${accountId}`).digest('hex').slice(0, 8)
    return { S3BucketName: `appstream-logs-${region}-${accountId}-${random}`, Schedule: 'DAILY' }
  },
}
