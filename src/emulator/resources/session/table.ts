import { createTable, type Table, type TableOptions } from '../../kit/table.ts'
import { type FleetUse, isLive, type SessionRecord, sessionKind } from './kind.ts'

/** Table of sessions, indexed by fleet. */
export interface SessionTable extends Table<SessionRecord> {
  /** Returns the sessions of a fleet, including EXPIRED ones. */
  ofFleet(fleetName: string): readonly SessionRecord[]
  /** Returns the usage of a fleet by its sessions, excluding EXPIRED ones. */
  useOf(fleetName: string): FleetUse
}

interface FleetIndex {
  readonly ids: Set<string>
  live: number
  readonly instances: Map<string, { readonly sessions: number; readonly isDraining: boolean }>
}

/** Creates an empty table. `onLoad` receives the name of each fleet whose sessions have changed. */
export function createSessionTable({
  onLoad,
  ...options
}: Pick<TableOptions<SessionRecord>, 'place' | 'now'> & {
  readonly onLoad: (fleetName: string) => void
}): SessionTable {
  const fleets = new Map<string, FleetIndex>()
  const table = createTable(sessionKind, {
    ...options,
    onChange: (session, previous) => {
      if (previous !== undefined) count(previous, -1)
      count(session, 1)
      indexOf(session.FleetName).ids.add(session.Id)
      onLoad(session.FleetName)
    },
    onRemove: (session) => {
      count(session, -1)
      indexOf(session.FleetName).ids.delete(session.Id)
      onLoad(session.FleetName)
    },
  })

  function indexOf(fleetName: string): FleetIndex {
    const index = fleets.get(fleetName) ?? { ids: new Set(), live: 0, instances: new Map() }
    fleets.set(fleetName, index)
    return index
  }

  /**
   * Adds a session to the counts, or removes it. Counts are incremental, since a fleet can have thousands of sessions.
   */
  function count(session: SessionRecord, by: 1 | -1): void {
    if (!isLive(session)) return
    const { InstanceId, InstanceDrainStatus, FleetName } = session
    const index = indexOf(FleetName)
    index.live += by
    if (InstanceId === undefined) return
    const sessions = (index.instances.get(InstanceId)?.sessions ?? 0) + by
    if (sessions <= 0) index.instances.delete(InstanceId)
    else index.instances.set(InstanceId, { sessions, isDraining: InstanceDrainStatus === 'DRAINING' })
  }

  return Object.assign(table, {
    ofFleet: (fleetName: string) =>
      [...(fleets.get(fleetName)?.ids ?? [])].flatMap((id) => table.get(id) ?? []),
    useOf: (fleetName: string) => indexOf(fleetName),
  })
}
