import type { Kind, ResourceRecord } from '../../kit/kind.ts'

/** A streaming session. It counts towards the capacity of its fleet; no operation lists sessions yet. */
export interface SessionRecord extends ResourceRecord {
  readonly Id: string
  readonly StackName: string
  readonly FleetName: string
  readonly UserId: string
  readonly AuthenticationType?: string | undefined
}

/** Sessions: without ARN, quota and tags. */
export const sessionKind: Kind<SessionRecord> = {
  label: 'session',
  plural: 'sessions',
  keyOf: ({ Id }) => Id,
  initialState: 'ACTIVE',
  defaults: () => ({ AuthenticationType: 'API' }),
}
