import { createTable, type Table, type TableOptions } from '../../kit/table.ts'
import { type SessionRecord, sessionKind } from './kind.ts'

/** Table of sessions, indexed by fleet. */
export interface SessionTable extends Table<SessionRecord> {
  /** Returns the sessions of a fleet, EXPIRED ones included. */
  ofFleet(fleetName: string): readonly SessionRecord[]
}

/** Creates an empty table; `onLoad` is called with the name of a fleet whose sessions changed. */
export function createSessionTable({
  onLoad,
  ...options
}: Pick<TableOptions<SessionRecord>, 'place' | 'now'> & {
  readonly onLoad: (fleetName: string) => void
}): SessionTable {
  const idsOfFleets = new Map<string, Set<string>>()
  const table = createTable(sessionKind, {
    ...options,
    onChange: ({ Id, FleetName }) => {
      const ids = idsOfFleets.get(FleetName) ?? new Set()
      idsOfFleets.set(FleetName, ids.add(Id))
      onLoad(FleetName)
    },
    onRemove: ({ Id, FleetName }) => {
      idsOfFleets.get(FleetName)?.delete(Id)
      onLoad(FleetName)
    },
  })
  return Object.assign(table, {
    ofFleet: (fleetName: string) =>
      [...(idsOfFleets.get(fleetName) ?? [])].flatMap((id) => table.get(id) ?? []),
  })
}
