import type { Kind, ResourceRecord } from '../../kit/kind.ts'

/** Streaming session. Uses capacity of its fleet unless it is EXPIRED. */
export interface SessionRecord extends ResourceRecord {
  readonly Id: string
  readonly StackName: string
  readonly FleetName: string
  readonly UserId: string
  /** API, SAML, USERPOOL or AWS_AD. */
  readonly AuthenticationType?: string | undefined
  /** CONNECTED or NOT_CONNECTED. */
  readonly ConnectionState?: string | undefined
  readonly StartTime?: Date | undefined
  readonly MaxExpirationTime?: Date | undefined
  readonly InstanceId?: string | undefined
  /** ACTIVE or DRAINING on multi-session fleets, NOT_APPLICABLE on others. */
  readonly InstanceDrainStatus?: string | undefined
}

/** Kind of sessions. They have no ARN, quota or tags. */
export const sessionKind: Kind<SessionRecord> = {
  label: 'session',
  plural: 'sessions',
  keyOf: ({ Id }) => Id,
  initialState: 'ACTIVE',
  defaults: ({ State = 'ACTIVE' }) => ({
    AuthenticationType: 'API',
    ConnectionState: State === 'ACTIVE' ? 'CONNECTED' : 'NOT_CONNECTED',
  }),
}

/** Usage of a fleet by its sessions. */
export interface FleetUse {
  /** Number of sessions that have an instance or wait for one. */
  readonly live: number
  /** Instances in use, by id. */
  readonly instances: ReadonlyMap<string, { readonly sessions: number; readonly isDraining: boolean }>
}

/** Returns true if a session has an instance or waits for one. */
export function isLive({ State }: SessionRecord): boolean {
  return State !== 'EXPIRED'
}
