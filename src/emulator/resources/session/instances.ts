import { createHash } from 'node:crypto'
import { optionalObject } from '../../json.ts'
import type { Load } from '../fleet/capacity.ts'
import type { FleetRecord } from '../fleet/kind.ts'
import { isLive, type SessionRecord } from './kind.ts'

/**
 * Returns the members that a session has from its instance. On a multi-session fleet it shares an instance that has a
 * free slot and is not draining; `others` are the other sessions of the fleet.
 */
export function membersOfInstance(
  session: SessionRecord,
  fleet: FleetRecord | undefined,
  others: readonly SessionRecord[],
): Partial<SessionRecord> {
  const perInstance = fleet?.MaxSessionsPerInstance
  const shared = perInstance === undefined ? undefined : instanceWithRoom(others, perInstance)
  const digest = createHash('sha256').update(`${session.FleetName}/${session.Id}`).digest('hex')
  const InstanceId = session.InstanceId ?? shared ?? `i-${digest.slice(0, 17)}`
  return {
    InstanceId,
    InstanceDrainStatus: perInstance === undefined ? 'NOT_APPLICABLE' : 'ACTIVE',
    ...(fleet !== undefined &&
      optionalObject(fleet, 'VpcConfig') && {
        NetworkAccessConfiguration: interfaceOf(InstanceId),
      }),
  }
}

function instanceWithRoom(sessions: readonly SessionRecord[], perInstance: number): string | undefined {
  const counts = new Map<string, number>()
  for (const { InstanceId, InstanceDrainStatus, ...session } of sessions) {
    if (InstanceId === undefined || session.State === 'EXPIRED') continue
    const count = InstanceDrainStatus === 'DRAINING' ? Number.POSITIVE_INFINITY : 1
    counts.set(InstanceId, (counts.get(InstanceId) ?? 0) + count)
  }
  return counts.entries().find(([, count]) => count < perInstance)?.[0]
}

/** Returns the elastic network interface of an instance, the same on every run. */
function interfaceOf(instanceId: string): Readonly<Record<string, unknown>> {
  const digest = createHash('sha256').update(instanceId).digest()
  return {
    EniId: `eni-${digest.toString('hex').slice(0, 17)}`,
    EniPrivateIpAddress: `10.20.${digest.readUInt8(0)}.${digest.readUInt8(1)}`,
    EniIpv6Addresses: [`2001:db8:20::${digest.readUInt16BE(2).toString(16)}`],
  }
}

/** Counts the sessions of a fleet that hold an instance or await one. */
export function loadOfSessions(sessions: readonly SessionRecord[]): Pick<Load, 'sessions' | 'draining'> {
  const live = sessions.filter(isLive)
  const draining = live.filter(({ InstanceDrainStatus }) => InstanceDrainStatus === 'DRAINING')
  const instances = new Set(draining.map(({ InstanceId }) => InstanceId)).size
  return { sessions: live.length, draining: { instances, sessions: draining.length } }
}
