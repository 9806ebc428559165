import type { Clock } from '../../../../src/clock.ts'
import type {
  CommitPosition,
  ProposalOptions,
  Proposed,
  Shared,
  StateMachine,
} from '../../../../src/shared/shared.ts'
import { unusedStores } from '../unused-stores.ts'
import type { TestClaims } from './claims.ts'
import type { TestDetails } from './details.ts'
import type { LoggedCommit, TestEngine } from './engine.ts'
import type { TestLeases } from './leases.ts'
import { createTestSequence } from './sequence.ts'

/** Replica in one process with the test, whose commits arrive when the test allows it. */
export interface TestReplica extends Shared {
  /** Delays the commits of other replicas until `resume`. */
  pause(): void
  resume(): void
  /** Replaces the state by that of the engine, as after a loss of connection. */
  reset(): void
  /**
   * Leaves the journals that pass a test unloaded until `load`, as right after joining: commits of other replicas are not
   * applied, but do not wait for this replica either. Default: all journals.
   */
  unload(test?: (key: string) => boolean): void
  load(): void
  /** Loses the connection, so that nothing can be committed and no commits arrive. */
  disconnect(): void
  /** Restores the connection and commits the writes made meanwhile. */
  reconnect(): void
  /** Applies the commits of other replicas, unless they are delayed. */
  deliver(): void
}

/** Parts of a network that its replicas share. */
export interface SharedParts {
  readonly clock: Clock
  readonly engine: TestEngine
  readonly leases: TestLeases<TestReplica>
  readonly claims: TestClaims
  readonly details: TestDetails
  readonly replicas: Set<TestReplica>
}

/** Journal that a replica has joined. */
interface Joined {
  readonly machine: StateMachine<unknown>
  isLoaded: boolean
  /** Resolves once it is loaded. */
  loaded: PromiseWithResolvers<void>
}

/** Creates a replica. */
export function createTestReplica(parts: SharedParts): TestReplica {
  const { clock, engine, leases, claims, details, replicas } = parts
  let isPaused = false
  /** Sequence number at which the connection was lost; 0 while there is one. */
  let lostAt = 0
  let known = engine.epoch()
  const sequence = createTestSequence(engine.log().length)
  const { translation } = sequence
  const retries = new Set<() => void>()
  const journals = new Map<string, Joined>()
  let isUnloaded = (_key: string) => false
  const resetListeners = new Set<() => void>()

  function meta({ position, at }: Pick<LoggedCommit, 'position' | 'at'>, isOwn: boolean) {
    return { sequence: sequence.of(position.number), at, isOwn, position }
  }

  function restore(key: string, { machine }: Joined): void {
    const saved = engine.bases.get(key)
    const position = saved?.position ?? positionNow()
    machine.restore(saved && JSON.parse(saved.json), meta({ position, at: clock.now() }, false), translation)
    for (const commit of engine.log()) {
      if (commit.key === key) machine.recall?.(JSON.parse(commit.json), meta(commit, false), translation)
    }
  }

  function load(key: string, joined: Joined): void {
    if (joined.isLoaded || isUnloaded(key)) return
    joined.isLoaded = true
    catchUp()
    restore(key, joined)
    joined.loaded.resolve()
  }

  function positionNow(): CommitPosition {
    const number = sequence.applied()
    return engine.log()[number - 1]?.position ?? { epoch: known, number, nonce: '' }
  }

  function catchUp(): void {
    for (;;) {
      const commit = engine.log()[sequence.applied()]
      if (commit === undefined) break
      sequence.advance(commit.position.number)
      const joined = journals.get(commit.key)
      const machine = joined?.isLoaded ? joined.machine : undefined
      const { whole, json } = commit
      if (whole !== undefined) machine?.restore(JSON.parse(whole), meta(commit, false), translation)
      else machine?.apply(machine.decode(JSON.parse(json), translation), meta(commit, false))
    }
    claims.wake()
  }

  function propose<Commit>(
    key: string,
    machine: StateMachine<Commit>,
    build: () => Commit | undefined,
    { listing }: ProposalOptions,
  ): Proposed {
    catchUp()
    if (listing?.lease?.isHeld() === false) return 'outdated'
    if (listing !== undefined && translation.toShared(listing.started) < (engine.listings.get(key) ?? 0))
      return 'outdated'
    const commit = build()
    if (commit === undefined) return 'nothing'
    const { delta, base: whole } = machine.encode(commit, translation)
    const logged = engine.append({
      key,
      at: clock.now(),
      json: JSON.stringify(delta ?? null),
      whole: whole === undefined ? undefined : JSON.stringify(whole),
    })
    const { position } = logged
    if (listing !== undefined) engine.listings.set(key, position.number)
    sequence.advance(position.number)
    machine.apply(commit, meta(logged, true))
    const state = whole ?? machine.save(translation)
    if (state !== undefined) engine.bases.set(key, { position, json: JSON.stringify(state) })
    for (const replica of replicas) if (replica !== self) replica.deliver()
    claims.wake()
    return 'committed'
  }

  const self: TestReplica = {
    status: () => 'member',
    sequence,
    membership: { floor: () => lostAt, confirm: async () => {} },
    journal(key, machine) {
      const joined: Joined = {
        // A state machine is used with its own commits only.
        machine: machine as StateMachine<unknown>,
        isLoaded: false,
        loaded: Promise.withResolvers(),
      }
      journals.set(key, joined)
      queueMicrotask(() => load(key, joined))
      return {
        ready() {
          if (joined.isLoaded) return undefined
          return lostAt > 0 ? Promise.resolve() : joined.loaded.promise
        },
        isReady: () => joined.isLoaded,
        async propose(build, options = {}) {
          await joined.loaded.promise
          if (lostAt === 0) return propose(key, machine, build, options)
          if (options.isWrite) retries.add(() => propose(key, machine, build, options))
          return 'unavailable'
        },
        close: () => void journals.delete(key),
      }
    },
    lease: (name, onGained) => leases.create(self, name, onGained),
    position: positionNow,
    includes: ({ epoch, number, nonce }) =>
      number === 0
        ? epoch === known
        : number <= sequence.applied() && engine.log()[number - 1]?.position.nonce === nonce,
    onReset(listener) {
      resetListeners.add(listener)
      return () => resetListeners.delete(listener)
    },
    peers: {
      ...unusedStores,
      count: () => replicas.size,
      claim: claims.claim,
      details: details.storeOf(translation),
    },
    start: async () => {},
    async stop() {
      replicas.delete(self)
      leases.leave(self)
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
      known = engine.epoch()
      sequence.restart(engine.log().length)
      for (const [key, joined] of journals) restore(key, joined)
      for (const listener of resetListeners) listener()
    },
    unload(test = () => true) {
      isUnloaded = test
      for (const [key, joined] of journals) {
        if (!joined.isLoaded || !test(key)) continue
        joined.isLoaded = false
        joined.loaded = Promise.withResolvers()
      }
    },
    load() {
      isUnloaded = () => false
      for (const [key, joined] of journals) load(key, joined)
    },
  }
  return self
}
