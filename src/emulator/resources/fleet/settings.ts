import { validationError } from '../../errors.ts'
import {
  givenMembers,
  type JsonObject,
  optionalNumber,
  optionalObject,
  optionalString,
  stringList,
} from '../../json.ts'
import type { OperationContext } from '../../kit/operation.ts'
import { combinationError, requireRole, requireTwoSubnets } from '../../kit/preconditions.ts'
import { requireDirectory } from '../directory-config/joining.ts'
import type { FleetRecord } from './kind.ts'

/** Members that are copied from a request to the fleet. */
const settings = [
  'DisplayName',
  'Description',
  'InstanceType',
  'FleetType',
  'VpcConfig',
  'MaxUserDurationInSeconds',
  'DisconnectTimeoutInSeconds',
  'EnableDefaultInternetAccess',
  'DomainJoinInfo',
  'IdleDisconnectTimeoutInSeconds',
  'IamRoleArn',
  'StreamView',
  'MaxConcurrentSessions',
  'UsbDeviceFilterStrings',
  'SessionScriptS3Location',
  'MaxSessionsPerInstance',
  'RootVolumeConfig',
  'DisableIMDSV1',
]

/**
 * Returns the settings that a request changes. Platform is a setting of Elastic fleets only; other fleets have the
 * platform of their image.
 */
export function requestedSettings(input: JsonObject, fleetType: string | undefined): JsonObject {
  const idleSeconds = optionalNumber(input, 'IdleDisconnectTimeoutInSeconds')
  return {
    ...givenMembers(input, fleetType === 'ELASTIC' ? [...settings, 'Platform'] : settings),
    ...(idleSeconds !== undefined && { IdleDisconnectTimeoutInSeconds: Math.round(idleSeconds / 60) * 60 }),
  }
}

/** Throws if the settings of a request are invalid for its fleet. */
export function requireValidSettings(fleet: FleetRecord, input: JsonObject, context: OperationContext): void {
  if (fleet.FleetType === 'ELASTIC') requireElastic(fleet, input)
  else rejectElastic(input)
  if (optionalString(input, 'ImageName') !== undefined && optionalString(input, 'ImageArn') !== undefined) {
    throw combinationError('ImageName and ImageArn cannot be specified together.')
  }
  requireRanges(input)
  requireRole(optionalString(input, 'IamRoleArn'))
  requireDirectory(optionalObject(input, 'DomainJoinInfo'), context)
}

function requireElastic(fleet: FleetRecord, input: JsonObject): void {
  for (const member of ['Platform', 'MaxConcurrentSessions']) {
    if (fleet[member] === undefined) throw combinationError(`An Elastic fleet requires ${member}.`)
  }
  for (const member of [
    'ImageName',
    'ImageArn',
    'ComputeCapacity',
    'DomainJoinInfo',
    'MaxSessionsPerInstance',
  ]) {
    if (isGiven(input, member)) throw combinationError(`${member} is not supported for Elastic fleets.`)
  }
  requireTwoSubnets(fleet, 'An Elastic fleet')
  if (stringList(fleet, 'UsbDeviceFilterStrings').length > 10) {
    throw combinationError('An Elastic fleet supports at most 10 USB device filter strings.')
  }
}

function rejectElastic(input: JsonObject): void {
  for (const member of ['MaxConcurrentSessions', 'SessionScriptS3Location']) {
    if (isGiven(input, member)) throw combinationError(`${member} is supported for Elastic fleets only.`)
  }
}

function isGiven(input: JsonObject, member: string): boolean {
  return (input[member] ?? undefined) !== undefined
}

/** Checks the documented ranges, which the service model lacks. */
function requireRanges(input: JsonObject): void {
  requireRange('MaxUserDurationInSeconds', optionalNumber(input, 'MaxUserDurationInSeconds'), 600, 432_000)
  requireRange('DisconnectTimeoutInSeconds', optionalNumber(input, 'DisconnectTimeoutInSeconds'), 60, 36_000)
  const idleSeconds = optionalNumber(input, 'IdleDisconnectTimeoutInSeconds')
  if (idleSeconds !== 0) requireRange('IdleDisconnectTimeoutInSeconds', idleSeconds, 60, 36_000)
  requireRange('MaxConcurrentSessions', optionalNumber(input, 'MaxConcurrentSessions'), 1, 2 ** 31)
  requireRange('MaxSessionsPerInstance', optionalNumber(input, 'MaxSessionsPerInstance'), 1, 50)
  const volume = optionalObject(input, 'RootVolumeConfig') ?? {}
  requireRange('VolumeSizeInGb', optionalNumber(volume, 'VolumeSizeInGb'), 200, 500)
}

function requireRange(member: string, value: number | undefined, least: number, most: number): void {
  if (value === undefined || (value >= least && value <= most)) return
  throw validationError(`${member} must be between ${least} and ${most}, got ${value}.`)
}
