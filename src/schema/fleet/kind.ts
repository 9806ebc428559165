import type { AwsFleet } from '../../appstream/model.ts'
import type { IndexFunction } from '../../inventory/item-set.ts'
import { defineKind, type ItemOfKind } from '../../inventory/kind.ts'
import { capacitySignature } from './capacity.ts'
import { conditionsOf } from './conditions.ts'

/** Fleets; subscribers are to know of their states, errors and capacity. */
export const fleetKind = defineKind({
  name: 'AppStreamFleet',
  plural: 'fleets',
  arnType: 'fleet',
  list: { operation: 'DescribeFleets', member: 'Fleets', structure: 'Fleet' },
  transitional: ['STARTING', 'STOPPING'],
  signatureOf: (aws: AwsFleet) => JSON.stringify([stateSignature(aws), capacitySignature(aws)]),
  conditionsOf,
})

/** A fleet in the inventory. */
export type Fleet = ItemOfKind<typeof fleetKind>

/** Returns what a change of a fleet's state or error codes changes. */
export function stateSignature({ State, FleetErrors = [] }: AwsFleet): string {
  return JSON.stringify([State, ...errorCodes(FleetErrors)])
}

/** Returns what a change of a fleet's error codes changes. */
export function errorSignature({ FleetErrors = [] }: AwsFleet): string {
  return errorCodes(FleetErrors).join(' ')
}

function errorCodes(errors: NonNullable<AwsFleet['FleetErrors']>): string[] {
  return [...new Set(errors.map(({ ErrorCode = '' }) => ErrorCode))].sort()
}

/** The indexes of fleet collections. */
export const fleetIndexes = {
  imageArn: ({ aws }) => aws.ImageArn,
  directoryName: ({ aws }) => aws.DomainJoinInfo?.DirectoryName?.toLowerCase(),
} as const satisfies Readonly<Record<string, IndexFunction<Fleet>>>
