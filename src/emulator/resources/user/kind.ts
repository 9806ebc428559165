import { partitionOf } from '../../arn.ts'
import type { Kind, ResourceRecord } from '../../kit/kind.ts'

/** User in the user pool. */
export interface UserRecord extends ResourceRecord {
  /** E-mail address; case-sensitive. */
  readonly UserName: string
  readonly Enabled?: boolean | undefined
  /** UNCONFIRMED until the user has set a password, then CONFIRMED. */
  readonly Status?: string | undefined
  readonly FirstName?: string | undefined
  readonly LastName?: string | undefined
}

/** Kind of users, keyed by name. AWS does not document the format of their ARNs; they cannot be tagged. */
export const userKind: Kind<UserRecord> = {
  label: 'user',
  plural: 'users',
  keyOf: ({ UserName }) => UserName,
  defaults: ({ UserName }, { region, accountId }) => ({
    Arn: `arn:${partitionOf(region)}:appstream:${region}:${accountId}:user/userpool/${UserName}`,
    AuthenticationType: 'USERPOOL',
    Enabled: true,
    Status: 'CONFIRMED',
  }),
  quota: 'users',
  eventuallyConsistent: true,
}
