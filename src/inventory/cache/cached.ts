import { untilAborted } from '../../appstream/abort.ts'
import type { Clock, Sequence } from '../../clock.ts'
import type { Shared } from '../../shared/shared.ts'
import { createCacheFlights } from './cache-flights.ts'
import { type FlightCall, join } from './flight.ts'
import { createFreshnessRules, isLater } from './freshness.ts'
import { joinPatiently, NOT_YET, notYetError, type Patience, type TimedFlight } from './patience.ts'
import type { PeerLoads } from './peer-loads.ts'
import type { Dependency, Freshness, Observation, ReadOptions } from './reads.ts'
import { createStamp } from './stamp.ts'

/** Read-through cache of one AWS value, shared between readers, with stale-if-error. */
export interface Cached<Value> {
  /**
   * Returns the value, fresh enough for these options.
   * @throws the error of the load if no older value may be served; the reason of the signal when it aborts
   */
  read(options: ReadOptions): Promise<Observation<Value>>
  /** Returns the newest observation, of any age. */
  latest(): Observation<Value> | undefined
  /** Returns the newest observation if these options allow it; never waits for AWS. */
  peek(options: ReadOptions): Observation<Value> | undefined
  /** Returns the number of calls that a read would take from the call budget; 0 if it would not start a load. */
  callsToRead(options: ReadOptions): number
  /**
   * Invalidates the value, in-flight loads and the stale-if-error fallback: everything that started before this
   * sequence number. Default: now.
   */
  invalidate(sequence?: number): void
  /** Returns the sequence number that a served observation must exceed: that of the last invalidation; 0 without one. */
  changedAt(): number
  /** Records an observation made elsewhere. Ignores it if the known one is newer. */
  accept(observation: Observation<Value>): void
  /** Replaces the known observation, of any age. */
  replace(observation: Observation<Value> | undefined): void
  /** Ends the dependencies of its readers, so that cached answers do not retain an evicted cache. */
  close(): void
}

/** Options of {@link createCached}. */
export interface CachedOptions<Value> {
  /** Name of the value in `onStale`. */
  readonly what: string
  /** Loads the value from AWS. `sequence` is the sequence number of the start of the load. */
  readonly load: (sequence: number, call: FlightCall) => Promise<Value>
  /** Receives each observation that becomes the newest one. */
  readonly onObserved?: (observation: Observation<Value>) => void
  /**
   * Records the result of a load with {@link Cached.accept}, and returns the observation for the readers of the load.
   * Default: records it at once.
   */
  readonly commit?: (observation: Observation<Value>) => Observation<Value> | Promise<Observation<Value>>
  /** Lets one replica load the value, while ordinary reads of the others wait for it. */
  readonly peers?: PeerLoads | undefined
  readonly shared: Pick<Shared, 'membership'>
  /** Returns the number of calls that a load takes from the call budget of the request. Default: 0. */
  readonly callsFor?: (read: ReadOptions) => number
  /** Returns true if a watcher keeps the value fresh, so that readers need not load it. */
  readonly isKeptFresh?: () => boolean
  /** Returns false once the cache was evicted and no longer receives invalidations. Default: always true. */
  readonly isKept?: () => boolean
  /** Returns false while invalidations by other replicas may be missing. Default: always true. */
  readonly isReady?: () => boolean
  /** Returns the dependency of readers. Default: current while the observation is the newest and fresh enough. */
  readonly dependencyOf?: (newest: Observation<Value>) => Dependency | undefined
  readonly freshness: Freshness
  /** Maximum wait of readers that accept an older value. Default: until AWS responds or fails. */
  readonly patience?: Patience
  readonly clock: Clock
  readonly sequence: Sequence
}

/** Milliseconds after a failure during which the old value is served without an AWS call. */
const FAILURE_PAUSE_MS = 1_000

const PLAIN: ReadOptions = {}

/** Creates a lazily loaded, cached value. */
export function createCached<Value>(options: CachedOptions<Value>): Cached<Value> {
  const { what, load, commit, callsFor, onObserved, isKeptFresh, patience, clock, sequence } = options
  const { isKept = () => true, isReady = () => true, dependencyOf = () => stamp.dependency() } = options
  const { membership } = options.shared
  const rules = createFreshnessRules(options.freshness, clock)
  let latest: Observation<Value> | undefined
  /** Sequence number of the last invalidation. */
  let changedSequence = 0
  let failure: { readonly at: number; readonly error: unknown } | undefined
  const stamp = createStamp(() => isKept() && known(PLAIN) !== undefined)

  function accept(observation: Observation<Value>): void {
    failure = undefined
    // The result of a slow load must not replace that of a later one.
    if (latest !== undefined && !isLater(observation, latest)) return
    latest = observation
    stamp.replace()
    onObserved?.(observation)
  }

  async function observe(started: number, call: FlightCall): Promise<Observation<Value>> {
    const startedAt = clock.now()
    try {
      const value = await load(started, call)
      const observedAt = clock.now()
      const observation = { value, sequence: started, observedAt, tookMs: observedAt - startedAt }
      failure = undefined
      if (commit === undefined) accept(observation)
      const committed = commit?.(observation) ?? observation
      // An `await` of a plain value would let other tasks of a single process run first.
      return committed instanceof Promise ? await committed : committed
    } catch (error) {
      // A slow load's failure is outdated once a later load has succeeded.
      const isOutdated = latest !== undefined && latest.sequence > started
      if (!call.signal.aborted && !isOutdated) onFailed(error)
      throw error
    } finally {
      flights.ended(started)
    }
  }

  const ordinaryFloor = () => Math.max(changedSequence, membership.floor())
  const onFailed = (error: unknown) => {
    failure = { at: clock.now(), error }
  }
  const sources = {
    observe,
    latest: () => (isReady() ? latest : undefined),
    floor: ordinaryFloor,
    onFailed,
  }
  const flights = createCacheFlights<Value>({ ...options, ...rules, ...sources })

  /** Takes calls from the request's budget, then starts a load. */
  function refresh(read: ReadOptions): TimedFlight<Observation<Value>> {
    const calls = callsFor?.(read) ?? 0
    if (calls > 0) read.takeCalls?.(calls)
    return flights.begin(read)
  }

  function stale(kept: Observation<Value>, error: unknown, read: ReadOptions): Observation<Value> {
    read.onRead?.(undefined)
    read.onStale?.({ what, observedAt: kept.observedAt, error })
    return { ...kept, isStale: true }
  }

  /** Reports the dependency of an observation to its reader. Only the newest observation has one. */
  function note({ onRead }: ReadOptions, observation: Observation<Value>): void {
    onRead?.(observation === latest ? dependencyOf(observation) : undefined)
  }

  /** Returns the sequence number after which an acceptable observation must have started. */
  const floorOf = ({ notBefore = 0 }: ReadOptions) => Math.max(notBefore, ordinaryFloor())

  /** Returns the newest observation if these options allow it. Renews it if it is due. */
  function known(read: ReadOptions): Observation<Value> | undefined {
    if (latest === undefined || !isReady() || latest.sequence <= floorOf(read)) return undefined
    if (read.notBefore !== undefined) return latest.isForeign ? undefined : latest
    if (isKeptFresh?.()) return latest
    if (rules.isExpired(latest)) return undefined
    // If the renewal fails, `failure` keeps the error for the next reader that has to wait.
    if (rules.isDue(latest) && flights.joinable({}, 0) === undefined && !pausing()) renew(read)
    return latest
  }

  /** Renews the value for later readers, within this reader's call budget. */
  function renew({ takeCalls }: ReadOptions): void {
    try {
      refresh(takeCalls ? { takeCalls } : {}).hold({})
    } catch {
      // The call budget of this request is exhausted; another reader will renew the value.
    }
  }

  function pausing(): boolean {
    return failure !== undefined && clock.now() - failure.at < FAILURE_PAUSE_MS
  }

  /** Waits for AWS; falls back to the cached value if the options allow it. */
  async function wait(read: ReadOptions): Promise<Observation<Value>> {
    read.signal?.throwIfAborted()
    if (membership.floor() > 0) {
      await untilAborted(membership.confirm(), read.signal)
      const confirmed = known(read)
      if (confirmed !== undefined) return confirmed
    }
    const floor = floorOf(read)
    if (membership.floor() > 0 && read.notBefore === undefined) await flights.untilNext(read, floor)
    const fallback = () =>
      read.notBefore === undefined &&
      isReady() &&
      latest !== undefined &&
      latest.sequence > floor &&
      rules.mayServeOnError(latest, read)
        ? latest
        : undefined
    const kept = fallback()
    if (kept !== undefined && failure !== undefined && pausing()) return stale(kept, failure.error, read)
    try {
      const awaited = flights.joinable(read, floor) ?? refresh(read)
      if (kept !== undefined && patience !== undefined) {
        const arrived = await joinPatiently(awaited, read, { ...patience, clock })
        if (arrived !== NOT_YET) return arrived
        const older = fallback()
        if (older !== undefined) return stale(older, notYetError(what), read)
      }
      return await join(awaited, read)
    } catch (error) {
      if (read.signal?.aborted) throw error
      // Another reader may have loaded a newer value meanwhile.
      const older = fallback()
      if (older !== undefined) return stale(older, error, read)
      throw error
    }
  }

  return {
    latest: () => latest,
    peek(read) {
      const found = known(read)
      if (found !== undefined) note(read, found)
      return found
    },
    accept,
    replace(observation) {
      latest = observation
      stamp.replace()
    },
    invalidate(at = sequence.next()) {
      changedSequence = Math.max(changedSequence, at)
    },
    changedAt: ordinaryFloor,
    close: stamp.replace,
    callsToRead(read) {
      if (callsFor === undefined || known(read) !== undefined) return 0
      return flights.joinable(read, floorOf(read)) === undefined ? callsFor(read) : 0
    },
    async read(read) {
      try {
        const answer = known(read) ?? (await wait(read))
        read.onObserved?.(answer.observedAt)
        note(read, answer)
        return answer
      } catch (error) {
        // A repeated read might succeed, so the answer must not be kept even if the reader handles the error.
        read.onRead?.(undefined)
        throw error
      }
    },
  }
}
