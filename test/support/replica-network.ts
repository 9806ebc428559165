import { randomUUID } from 'node:crypto'
import type { Clock } from '../../src/clock.ts'
import type {
  CommitPosition,
  Lease,
  ProposalOptions,
  Proposed,
  Shared,
  SharedValue,
  StateMachine,
  Translation,
} from '../../src/shared/shared.ts'
import { unusedStores } from './unused-stores.ts'

interface LoggedCommit {
  readonly key: string
  readonly position: CommitPosition
  readonly at: number
  readonly json: string
  /** State after the commit, which replicas restore instead of decoding it. */
  readonly whole: string | undefined
}

/** Replica in one process with the test, whose commits arrive when the test allows it. */
export interface TestReplica extends Shared {
  /** Delays the commits of other replicas until `resume`. */
  pause(): void
  resume(): void
  /** Replaces the state by that of the engine, as after a loss of connection. */
  reset(): void
  /** Loses the connection, so that nothing can be committed and no commits arrive. */
  disconnect(): void
  /** Restores the connection and commits the writes made meanwhile. */
  reconnect(): void
}

/** In-memory engine of several replicas, for unit tests of what they share. */
export interface ReplicaNetwork {
  /** Adds a replica. */
  join(): TestReplica
  /** Forgets everything, as an engine without persistence does when it restarts. */
  flush(): void
  /** Number of commits so far. */
  commits(): number
  /** Returns everything that left a replica, as text: commits, and keys of claims and details. */
  keys(): readonly string[]
}

const ULP = 2 ** -20

/** Creates a network without replicas. Commits pass through JSON, as between processes. */
export function createReplicaNetwork(clock: Clock): ReplicaNetwork {
  let epoch = randomUUID()
  let log: LoggedCommit[] = []
  const bases = new Map<string, { readonly position: CommitPosition; readonly json: string }>()
  const listings = new Map<string, number>()
  const holders = new Map<string, TestReplica>()
  const claims = new Map<string, TestReplica>()
  const claimed = new Set<string>()
  const details = new Map<string, SharedValue & { readonly after: number }>()
  const replicas = new Set<TestReplica & { deliver(): void }>()
  const contenders = new Map<string, Map<TestReplica, () => void>>()

  function lastOf(key: string): number {
    return log.findLast((commit) => commit.key === key)?.position.number ?? 0
  }

  function grant(name: string): void {
    const [next] = contenders.get(name) ?? []
    if (holders.has(name) || next === undefined) return
    const [replica, onGained] = next
    holders.set(name, replica)
    onGained()
  }

  function createReplica(): TestReplica & { deliver(): void } {
    let base = 0
    let applied = 0
    let last = 0
    let local = 0
    let isPaused = false
    /** Sequence number at which the connection was lost; 0 while there is one. */
    let lostAt = 0
    const retries = new Set<() => void>()
    let known = epoch
    const journals = new Map<string, StateMachine<unknown> & { joinedAt: number }>()
    const resetListeners = new Set<() => void>()
    const waiting = new Set<() => void>()
    const translation: Translation = {
      toShared: (number) => Math.max(0, Math.floor(number) - base),
      toLocal: (number) => base + number + ULP / 2,
      toEngineTime: (time) => time,
      toLocalTime: (time) => time,
    }
    const sequence = {
      next: () => {
        local++
        last = base + applied + local * ULP
        return last
      },
      last: () => last,
    }

    function meta(commit: Pick<LoggedCommit, 'position' | 'at'>, isOwn: boolean) {
      return { sequence: base + commit.position.number, at: commit.at, isOwn, position: commit.position }
    }

    function advance(commit: LoggedCommit): void {
      applied = commit.position.number
      local = 0
      last = base + applied
    }

    function restore(key: string, machine: StateMachine<unknown>): void {
      const saved = bases.get(key)
      const position = saved?.position ?? positionNow()
      machine.restore(
        saved && JSON.parse(saved.json),
        meta({ position, at: clock.now() }, false),
        translation,
      )
      for (const commit of log) {
        if (commit.key === key) machine.recall?.(JSON.parse(commit.json), meta(commit, false), translation)
      }
    }

    function positionNow(): CommitPosition {
      return log[applied - 1]?.position ?? { epoch: known, number: applied, nonce: '' }
    }

    function catchUp(): void {
      while (applied < log.length) {
        const commit = log[applied]
        if (commit === undefined) break
        advance(commit)
        const machine = journals.get(commit.key)
        const { whole, json } = commit
        if (whole !== undefined) machine?.restore(JSON.parse(whole), meta(commit, false), translation)
        else machine?.apply(machine.decode(JSON.parse(json), translation), meta(commit, false))
      }
      for (const check of waiting) check()
    }

    function propose<Commit>(
      key: string,
      machine: StateMachine<Commit>,
      build: () => Commit | undefined,
      { listing }: ProposalOptions,
    ): Proposed {
      catchUp()
      if (listing?.lease?.isHeld() === false) return 'outdated'
      if (listing !== undefined && translation.toShared(listing.started) < (listings.get(key) ?? 0))
        return 'outdated'
      const commit = build()
      if (commit === undefined) return 'nothing'
      const { delta, base: whole } = machine.encode(commit, translation)
      const position = { epoch, number: log.length + 1, nonce: randomUUID() }
      const logged = {
        key,
        position,
        at: clock.now(),
        json: JSON.stringify(delta ?? null),
        whole: whole === undefined ? undefined : JSON.stringify(whole),
      }
      log.push(logged)
      if (listing !== undefined) listings.set(key, position.number)
      advance(logged)
      machine.apply(commit, meta(logged, true))
      const state = whole ?? machine.save(translation)
      if (state !== undefined) bases.set(key, { position, json: JSON.stringify(state) })
      for (const replica of replicas) if (replica !== self) replica.deliver()
      for (const check of waiting) check()
      return 'committed'
    }

    const self: TestReplica & { deliver(): void } = {
      status: () => 'member',
      sequence,
      membership: { floor: () => lostAt, confirm: async () => {} },
      journal(key, machine) {
        const joined = { ...machine, joinedAt: applied }
        // A state machine is used with its own commits only.
        journals.set(key, joined as typeof joined & StateMachine<unknown>)
        let isReady = false
        const ready = Promise.resolve().then(() => {
          isReady = true
          catchUp()
          restore(key, machine as StateMachine<unknown>)
        })
        return {
          ready: () => (isReady ? undefined : ready),
          async propose(build, options = {}) {
            await ready
            if (lostAt === 0) return propose(key, machine, build, options)
            if (options.isWrite) retries.add(() => propose(key, machine, build, options))
            return 'unavailable'
          },
          close: () => void journals.delete(key),
        }
      },
      lease(name, onGained): Lease {
        const wanting = contenders.get(name) ?? new Map<TestReplica, () => void>()
        contenders.set(name, wanting)
        return {
          want(wanted) {
            if (wanted) wanting.set(self, onGained)
            else wanting.delete(self)
            if (!wanted && holders.get(name) === self) holders.delete(name)
            queueMicrotask(() => grant(name))
          },
          isHeld: () => holders.get(name) === self,
        }
      },
      position: positionNow,
      includes: (position) =>
        position.number === 0
          ? position.epoch === known
          : position.number <= applied && log[position.number - 1]?.position.nonce === position.nonce,
      onReset(listener) {
        resetListeners.add(listener)
        return () => resetListeners.delete(listener)
      },
      peers: {
        ...unusedStores,
        count: () => replicas.size,
        async claim(name, isSatisfied, signal) {
          for (;;) {
            signal?.throwIfAborted()
            if (await isSatisfied()) return undefined
            if (!claims.has(name)) {
              claims.set(name, self)
              claimed.add(name)
              return () => {
                claims.delete(name)
                for (const replica of replicas) replica.deliver()
              }
            }
            const { promise, resolve } = Promise.withResolvers<void>()
            waiting.add(resolve)
            signal?.addEventListener('abort', () => resolve(), { once: true })
            await promise
            waiting.delete(resolve)
          }
        },
        details: {
          async read(journalKey, key) {
            const found = details.get(`${journalKey} ${key}`)
            if (found === undefined || found.after < lastOf(journalKey)) return undefined
            return { ...found, sequence: translation.toLocal(found.after) }
          },
          async write(journalKey, key, value) {
            const after = translation.toShared(value.sequence)
            if (after < lastOf(journalKey)) return
            const { value: json, ...others } = value
            details.set(`${journalKey} ${key}`, { ...others, value: JSON.parse(JSON.stringify(json)), after })
          },
        },
      },
      start: async () => {},
      async stop() {
        replicas.delete(self)
        for (const [name, wanting] of contenders) {
          wanting.delete(self)
          if (holders.get(name) === self) holders.delete(name)
          grant(name)
        }
      },
      deliver() {
        if (!isPaused) catchUp()
      },
      pause() {
        isPaused = true
      },
      resume() {
        isPaused = false
        catchUp()
      },
      disconnect() {
        isPaused = true
        lostAt = sequence.next()
      },
      reconnect() {
        isPaused = false
        catchUp()
        for (const retry of retries) retry()
        retries.clear()
        lostAt = 0
      },
      reset() {
        known = epoch
        base = Math.floor(last) + 1
        applied = log.length
        local = 0
        last = base + applied
        for (const [key, machine] of journals) restore(key, machine)
        for (const listener of resetListeners) listener()
      },
    }
    applied = log.length
    return self
  }

  return {
    join() {
      const replica = createReplica()
      replicas.add(replica)
      return replica
    },
    flush() {
      epoch = randomUUID()
      log = []
      bases.clear()
      listings.clear()
      details.clear()
      claims.clear()
      for (const replica of replicas) replica.reset()
    },
    commits: () => log.length,
    keys: () => [...log.map(({ key, json }) => `${key} ${json}`), ...details.keys(), ...claimed],
  }
}
