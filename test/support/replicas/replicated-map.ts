import type {
  CommitMeta,
  EncodedCommit,
  Journal,
  Proposed,
  Shared,
  StateMachine,
  Translation,
} from '../../../src/shared/shared.ts'

/** Commit of the map: a listing of everything, or one entry. */
export interface MapCommit {
  readonly listing?: ReadonlyMap<string, string>
  readonly started?: number
  readonly put?: readonly [string, string]
  /** Sends a listing as the whole state. */
  readonly asBase?: boolean
}

interface Wire {
  readonly listing?: (readonly [string, string])[]
  readonly started?: number
  readonly put?: readonly [string, string]
}

/** Map that replicas share, as an example of a state machine. */
export interface ReplicatedMap {
  readonly journal: Journal<MapCommit>
  readonly values: ReadonlyMap<string, string>
  /** Commits applied since the last restore, with their meta. */
  readonly applied: readonly { readonly commit: MapCommit; readonly meta: CommitMeta }[]
  /** Older commits received as history. */
  readonly recalled: readonly { readonly delta: unknown; readonly meta: CommitMeta }[]
  readonly restores: readonly unknown[]
  /** Sequence number of the start of the last listing. */
  readonly listedAt: number
  put(key: string, value: string, isWrite?: boolean): Promise<Proposed>
  list(
    items: Readonly<Record<string, string>>,
    started: number,
    options?: { asBase?: boolean; lease?: import('../../../src/shared/shared.ts').Lease },
  ): Promise<Proposed>
  /** Function of the state machine that throws while this is set. */
  failing: 'apply' | 'restore' | 'save' | undefined
}

/** Opens a map in a journal. */
export function openMap(shared: Shared, name: string): ReplicatedMap {
  const values = new Map<string, string>()
  const applied: { commit: MapCommit; meta: CommitMeta }[] = []
  const recalled: { delta: unknown; meta: CommitMeta }[] = []
  const restores: unknown[] = []
  let listedAt = 0

  function replace(entries: Iterable<readonly [string, string]>): void {
    values.clear()
    for (const [key, value] of entries) values.set(key, value)
  }

  const machine: StateMachine<MapCommit> = {
    apply(commit, meta) {
      if (map.failing === 'apply') throw new Error('apply fails')
      if (commit.listing !== undefined) replace(commit.listing)
      if (commit.started !== undefined) listedAt = commit.started
      if (commit.put !== undefined) values.set(...commit.put)
      applied.push({ commit, meta })
    },
    encode({ listing, started, put, asBase }, translation): EncodedCommit {
      const delta: Wire = {
        ...(listing && { listing: [...listing] }),
        ...(started !== undefined && { started: translation.toShared(started) }),
        ...(put && { put }),
      }
      return asBase ? { delta, base: delta.listing } : { delta }
    },
    decode(delta, translation): MapCommit {
      const { listing, started, put } = delta as Wire
      return {
        ...(listing && { listing: new Map(listing) }),
        ...(started !== undefined && { started: translation.toLocal(started) }),
        ...(put && { put }),
      }
    },
    save(_translation: Translation) {
      if (map.failing === 'save') throw new Error('save fails')
      return values.size === 0 ? undefined : [...values]
    },
    restore(saved) {
      restores.push(saved)
      applied.length = 0
      if (map.failing === 'restore' && saved !== undefined) throw new Error('restore fails')
      replace(saved === undefined ? [] : (saved as (readonly [string, string])[]))
    },
    recall: (delta, meta) => void recalled.push({ delta, meta }),
  }

  const map: ReplicatedMap = {
    journal: shared.journal(name, machine),
    values,
    applied,
    recalled,
    restores,
    failing: undefined,
    get listedAt() {
      return listedAt
    },
    async put(key, value, isWrite = true) {
      return map.journal.propose(() => ({ put: [key, value] }), { isWrite })
    },
    async list(items, started, { asBase = false, lease } = {}) {
      return map.journal.propose(() => ({ listing: new Map(Object.entries(items)), started, asBase }), {
        listing: { started, lease },
      })
    },
  }
  return map
}
