import { formatArn, parseArn } from '../../arn.ts'
import { type NamedRecord, namedKind, type Place, type ResourceErrorRecord } from '../../kit/kind.ts'
import { type CapacityStatus, capacityOf } from './capacity.ts'

/** Fleet. */
export interface FleetRecord extends NamedRecord {
  readonly InstanceType?: string | undefined
  /** ALWAYS_ON, ON_DEMAND or ELASTIC. */
  readonly FleetType?: string | undefined
  readonly ImageName?: string | undefined
  readonly ImageArn?: string | undefined
  readonly Platform?: string | undefined
  readonly ComputeCapacityStatus?: CapacityStatus | undefined
  readonly MaxSessionsPerInstance?: number | undefined
  readonly MaxConcurrentSessions?: number | undefined
  readonly MaxUserDurationInSeconds?: number | undefined
  readonly DisconnectTimeoutInSeconds?: number | undefined
  readonly FleetErrors?: readonly ResourceErrorRecord[] | undefined
}

/** Fleet kind. */
export const fleetKind = namedKind<FleetRecord>({
  label: 'fleet',
  plural: 'fleets',
  arnType: 'fleet',
  initialState: 'RUNNING',
  defaults: fleetDefaults,
  quota: 'fleets',
  listing: { output: 'Fleets', filter: 'Names' },
})

/** Returns the values that CreateFleet uses for absent members, and one running instance. */
function fleetDefaults(fleet: FleetRecord, { region, accountId }: Place): Partial<FleetRecord> {
  const { ImageName, ImageArn, State = 'RUNNING' } = fleet
  const imageName = ImageName ?? (ImageArn === undefined ? undefined : parseArn(ImageArn)?.name)
  return {
    InstanceType: 'stream.standard.medium',
    FleetType: 'ALWAYS_ON',
    ...(imageName !== undefined && {
      ImageName: imageName,
      ImageArn: formatArn(region, accountId, 'image', imageName),
    }),
    ComputeCapacityStatus: capacityOf(fleet, {
      desired: 1,
      running: State === 'RUNNING' ? 1 : 0,
      sessions: 0,
    }),
    MaxUserDurationInSeconds: 57_600,
    DisconnectTimeoutInSeconds: 900,
    IdleDisconnectTimeoutInSeconds: 0,
    FleetErrors: [],
    EnableDefaultInternetAccess: false,
    StreamView: 'APP',
  }
}
