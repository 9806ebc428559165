import type { JsonObject } from '../json.ts'
import type { RegionStore } from '../region.ts'
import { capacityOf } from '../resources/fleet/capacity.ts'
import type { FleetRecord } from '../resources/fleet/kind.ts'
import { userSettings } from '../resources/stack/kind.ts'

/** Distinguishing members of a fleet of the company. The others are derived. */
export interface FleetDraft {
  readonly name: string
  readonly title: string
  /** Name of an image of the same account. Absent for an Elastic fleet. */
  readonly image?: string
  readonly createdDaysAgo: number
  readonly state: string
  readonly fleetType: 'ALWAYS_ON' | 'ON_DEMAND' | 'ELASTIC'
  readonly instanceType?: string
  readonly desired?: number
  readonly running?: number
  readonly errors?: readonly { readonly code: string; readonly message: string }[]
  readonly tags?: Readonly<Record<string, string>>
  readonly details?: Partial<FleetRecord>
}

/** Stack of the company, with its fleet. */
export interface StackDraft {
  readonly name: string
  readonly title: string
  readonly fleet?: string
  readonly createdDaysAgo: number
  /** Actions that the stack enables. */
  readonly enabled?: readonly string[]
  readonly tags?: Readonly<Record<string, string>>
  readonly details?: JsonObject
}

const dayMs = 86_400_000

/** Adds the fleet of a draft to a region. */
export function putFleetDraft(region: RegionStore, draft: FleetDraft, nowMs: number): void {
  const { name, fleetType, desired = 0, running = 0, details } = draft
  region.putFleet({
    Name: name,
    DisplayName: draft.title,
    Description: `Streams ${draft.title}`,
    FleetType: fleetType,
    State: draft.state,
    InstanceType: draft.instanceType ?? 'stream.standard.large',
    ...(draft.image !== undefined && { ImageName: draft.image, Platform: 'WINDOWS_SERVER_2022' }),
    VpcConfig: {
      SubnetIds: ['subnet-0a1b2c3d4e5f60718', 'subnet-0b2c3d4e5f6071829'],
      SecurityGroupIds: ['sg-0f1e2d3c4b5a69788'],
    },
    IamRoleArn: `arn:aws:iam::${region.accountId}:role/AppStreamFleet`,
    ...(fleetType !== 'ELASTIC' && { RootVolumeConfig: { VolumeSizeInGb: 200 } }),
    DisableIMDSV1: true,
    FleetErrors: (draft.errors ?? []).map(({ code, message }) => ({
      ErrorCode: code,
      ErrorMessage: message,
    })),
    CreatedTime: new Date(nowMs - draft.createdDaysAgo * dayMs),
    ...details,
    ComputeCapacityStatus: capacityOf(
      { FleetType: fleetType, ...details },
      { desired, running, sessions: 0 },
    ),
  })
  const arn = region.fleets.get(name)?.Arn
  if (arn !== undefined && draft.tags) region.setTags(arn, draft.tags)
}

/** Adds the stack of a draft to a region and associates it with its fleet. */
export function putStackDraft(region: RegionStore, draft: StackDraft, nowMs: number): void {
  const { name, fleet, enabled = [] } = draft
  region.putStack({
    Name: name,
    DisplayName: draft.title,
    Description: `Offers ${draft.title}`,
    UserSettings: userSettings(enabled.map((action) => ({ Action: action, Permission: 'ENABLED' }))),
    CreatedTime: new Date(nowMs - draft.createdDaysAgo * dayMs),
    ...draft.details,
  })
  const arn = region.stacks.get(name)?.Arn
  if (arn !== undefined && draft.tags) region.setTags(arn, draft.tags)
  if (fleet !== undefined) region.associate(name, fleet)
}
