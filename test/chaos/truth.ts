import type { RegionStore } from '../../src/emulator/server.ts'

/** Kinds of resources in a chaos run. */
export type ChaosKind = 'fleet' | 'builder'

/** Every version that AWS has had of some resources. */
export interface Truth {
  /** Returns the versions of a resource, oldest first; null while it does not exist. */
  versionsOf(kind: ChaosKind, name: string): readonly (string | null)[]
  /** Returns the newest version of each existing resource, by name. */
  now(kind: ChaosKind): Map<string, string>
}

/** Members of a resource that a run compares. */
export interface Shown {
  readonly state: string | null
  readonly createdTime: string | null
  /** Only of fleets: a mark that no other version has. */
  readonly displayName?: string | null
}

/** Formats the version of a resource that a client sees. */
export function formatVersion({ state, createdTime, displayName }: Shown): string {
  return `${state}, made ${createdTime}${displayName == null ? '' : `, ${displayName}`}`
}

interface Record {
  readonly State?: string | undefined
  readonly CreatedTime?: Date | undefined
  readonly DisplayName?: unknown
}

/** Records the versions of the resources in a region from now on, by observing its tables. */
export function recordTruth({ fleets, imageBuilders }: RegionStore): Truth {
  const histories = {
    fleet: new Map<string, (string | null)[]>(),
    builder: new Map<string, (string | null)[]>(),
  }

  function observe(kind: ChaosKind, table: Map<string, Record>): void {
    const note = (name: string, version: string | null) => {
      const versions = histories[kind].get(name) ?? [null]
      histories[kind].set(name, versions)
      if (versions.at(-1) !== version) versions.push(version)
    }
    const [set, remove] = [table.set.bind(table), table.delete.bind(table)]
    for (const [name, record] of table) note(name, formatRecord(kind, record))
    table.set = (name, record) => {
      note(name, formatRecord(kind, record))
      return set(name, record)
    }
    table.delete = (name) => {
      note(name, null)
      return remove(name)
    }
  }

  observe('fleet', fleets)
  observe('builder', imageBuilders)
  return {
    versionsOf: (kind, name) => histories[kind].get(name) ?? [null],
    now(kind) {
      const table: Map<string, Record> = kind === 'fleet' ? fleets : imageBuilders
      return new Map([...table].map(([name, record]) => [name, formatRecord(kind, record)]))
    },
  }
}

function formatRecord(kind: ChaosKind, { State, CreatedTime, DisplayName }: Record): string {
  return formatVersion({
    state: State ?? null,
    createdTime: CreatedTime?.toISOString() ?? null,
    ...(kind === 'fleet' && typeof DisplayName === 'string' && { displayName: DisplayName }),
  })
}
