import { expect, test } from 'vitest'
import type { AwsFleet } from '../../../../src/appstream/model/model.ts'
import { capacityOf } from '../../../../src/schema/fleet/capacity.ts'

function fleet(members: Partial<AwsFleet>): AwsFleet {
  const ComputeCapacityStatus = { Desired: 1 }
  return { Arn: 'a', Name: 'n', InstanceType: 'i', State: 'RUNNING', ComputeCapacityStatus, ...members }
}

test('counts instances of single-session fleets', () => {
  const status = { Desired: 4, Running: 3, InUse: 1, Available: 2, Draining: 1 }
  expect(capacityOf(fleet({ ComputeCapacityStatus: status }))).toEqual({
    ...{ unit: 'INSTANCES', desired: 4, provisioned: 3, pending: 1, inUse: 1, available: 2, draining: 1 },
    ...{ maximum: undefined, utilization: 1 / 3 },
  })
})

test('counts sessions of multi-session fleets', () => {
  const status = {
    ...{ Desired: 2, Running: 2, DesiredUserSessions: 10, ActualUserSessions: 8, ActiveUserSessions: 2 },
    ...{ AvailableUserSessions: 6, DrainModeActiveUserSessions: 1 },
  }
  expect(capacityOf(fleet({ ComputeCapacityStatus: status, MaxSessionsPerInstance: 5 }))).toMatchObject({
    ...{ unit: 'SESSIONS', desired: 10, provisioned: 8, pending: 2, inUse: 2, available: 6, draining: 1 },
    utilization: 0.25,
  })
})

test('measures Elastic fleets by their maximum sessions', () => {
  const status = { Desired: 0, Running: 3, InUse: 3 }
  const elastic = fleet({ FleetType: 'ELASTIC', MaxConcurrentSessions: 10, ComputeCapacityStatus: status })
  expect(capacityOf(elastic)).toMatchObject({
    ...{ unit: 'SESSIONS', desired: undefined, inUse: 3, available: 7, maximum: 10, utilization: 0.3 },
  })
})

test('returns no utilization for zero capacity and never negative pending capacity', () => {
  const status = { Desired: 0, Running: 0, InUse: 0 }
  expect(capacityOf(fleet({ ComputeCapacityStatus: status })).utilization).toBeUndefined()
  expect(capacityOf(fleet({ ComputeCapacityStatus: { ...status, Running: 2 } })).pending).toBe(0)
})
