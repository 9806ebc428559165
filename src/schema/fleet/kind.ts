import type { AwsFleet } from '../../appstream/model/model.ts'
import type { IndexFunction } from '../../inventory/collection/item-set.ts'
import { defineKind, type ItemOfKind } from '../../inventory/kind.ts'
import { capacitySignature } from './capacity.ts'
import { conditionsOf } from './conditions.ts'

/** Kind of fleets. Subscriptions observe their states, errors and capacity. */
export const fleetKind = defineKind({
  name: 'AppStreamFleet',
  plural: 'fleets',
  arnType: 'fleet',
  list: { operation: 'DescribeFleets', member: 'Fleets', structure: 'Fleet' },
  transitional: ['STARTING', 'STOPPING'],
  signatureOf: (aws: AwsFleet) =>
    JSON.stringify([stateSignature(aws), capacitySignature(aws), filteredSignature(aws)]),
  conditionsOf,
})

/** Fleet in the inventory. */
export type Fleet = ItemOfKind<typeof fleetKind>

/** Returns true if a fleet gets its applications one by one instead of from an image. */
export function isElastic({ aws }: Fleet): boolean {
  return aws.FleetType === 'ELASTIC'
}

/** Returns a signature that changes with the state or error codes of a fleet. */
export function stateSignature({ State, FleetErrors = [] }: AwsFleet): string {
  return JSON.stringify([State, ...errorCodes(FleetErrors)])
}

/** Returns a signature of the other members that an update changes and a filter reads. */
function filteredSignature({ ImageArn, InstanceType, Platform, DomainJoinInfo }: AwsFleet): string {
  return JSON.stringify([ImageArn, InstanceType, Platform, DomainJoinInfo?.DirectoryName])
}

/** Returns a signature that changes with the error codes of a fleet. */
export function errorSignature({ FleetErrors = [] }: AwsFleet): string {
  return errorCodes(FleetErrors).join(' ')
}

function errorCodes(errors: NonNullable<AwsFleet['FleetErrors']>): string[] {
  return [...new Set(errors.map(({ ErrorCode = '' }) => ErrorCode))].sort()
}

/** Indexes of fleet collections. */
export const fleetIndexes = {
  imageArn: ({ aws }) => aws.ImageArn,
  directoryName: ({ aws }) => aws.DomainJoinInfo?.DirectoryName?.toLowerCase(),
} as const satisfies Readonly<Record<string, IndexFunction<Fleet>>>
