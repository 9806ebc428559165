import { createHash } from 'node:crypto'
import { optionalObject } from '../../json.ts'
import type { Load } from '../fleet/capacity.ts'
import type { FleetRecord } from '../fleet/kind.ts'
import type { FleetUse, SessionRecord } from './kind.ts'

/**
 * Returns the members that a session gets from its instance. On a multi-session fleet, it shares an instance that has a
 * free slot and is not draining.
 */
export function membersOfInstance(
  session: SessionRecord,
  fleet: FleetRecord | undefined,
  { instances }: FleetUse,
): Partial<SessionRecord> {
  const perInstance = fleet?.MaxSessionsPerInstance ?? 1
  const shared =
    perInstance === 1
      ? undefined
      : instances.entries().find(([, { sessions, isDraining }]) => sessions < perInstance && !isDraining)?.[0]
  const digest = createHash('sha256').update(`${session.FleetName}/${session.Id}`).digest('hex')
  const InstanceId = session.InstanceId ?? shared ?? `i-${digest.slice(0, 17)}`
  const isInVpc = fleet !== undefined && optionalObject(fleet, 'VpcConfig') !== undefined
  return {
    InstanceId,
    InstanceDrainStatus: fleet?.MaxSessionsPerInstance === undefined ? 'NOT_APPLICABLE' : 'ACTIVE',
    ...(isInVpc && { NetworkAccessConfiguration: interfaceOf(InstanceId) }),
  }
}

/** Returns the elastic network interface of an instance, deterministic across runs. */
function interfaceOf(instanceId: string): Readonly<Record<string, unknown>> {
  const digest = createHash('sha256').update(instanceId).digest()
  return {
    EniId: `eni-${digest.toString('hex').slice(0, 17)}`,
    EniPrivateIpAddress: `10.20.${digest.readUInt8(0)}.${digest.readUInt8(1)}`,
    EniIpv6Addresses: [`2001:db8:20::${digest.readUInt16BE(2).toString(16)}`],
  }
}

/** Returns the load of a fleet's sessions on its capacity. */
export function loadOfUse({ live, instances }: FleetUse): Pick<Load, 'sessions' | 'draining'> {
  const draining = { instances: 0, sessions: 0 }
  for (const { sessions, isDraining } of instances.values()) {
    if (!isDraining) continue
    draining.instances += 1
    draining.sessions += sessions
  }
  return { sessions: live, draining }
}
