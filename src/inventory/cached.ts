import type { CallOptions } from '../appstream/calls.ts'
import type { Clock, Sequence } from '../clock.ts'
import { type FlightCall, join, launch } from './flight.ts'
import { joinPatiently, NOT_YET, notYetError, type Patience, type TimedFlight } from './patience.ts'

/** Value read from AWS, with the time of the read. */
export interface Observation<Value> {
  readonly value: Value
  /** Sequence number of the start of the read. */
  readonly sequence: number
  /** Epoch milliseconds at which the response arrived; for a listing, its last page. */
  readonly observedAt: number
  /** Duration of the read in milliseconds. */
  readonly tookMs: number
}

/** Bounds on the age of a cached value. */
export interface Freshness {
  /** Maximum age served without an AWS call. */
  readonly maxStalenessMs: number
  /** Maximum age served if AWS fails. */
  readonly staleIfErrorMs: number
}

/** Options of the reads of one request. A read stops waiting when its signal aborts. */
export interface ReadOptions extends CallOptions {
  /** Accepts only an observation that started after this sequence number (`no-cache`); otherwise the read fails. */
  readonly notBefore?: number
  /** Accepts an outdated value if AWS fails, and receives the reason. Without it, the failure is thrown. */
  readonly onStale?: (stale: StaleRead) => void
  /** Receives the epoch milliseconds at which the returned value was read from AWS. */
  readonly onObserved?: (observedAt: number) => void
  /** Takes calls from the request's call budget before they are made. @throws if too few are left */
  readonly takeCalls?: (count: number) => void
  /** Checks the call budget before several reads start, without taking calls. @throws if too few are left */
  readonly checkCalls?: (count: number) => void
}

/** Outdated value that was served, with the reason. */
export interface StaleRead {
  readonly what: string
  readonly observedAt: number
  readonly error: unknown
}

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
  /** Invalidates the value, in-flight loads and the stale-if-error fallback. */
  invalidate(): void
  /** Returns the sequence number of the last invalidation; 0 without one. */
  changedAt(): number
}

/** Options of {@link createCached}. */
export interface CachedOptions<Value> {
  /** Name of the value in `onStale`. */
  readonly what: string
  /** Loads the value from AWS. `sequence` is the sequence number of the start of the load. */
  readonly load: (sequence: number, call: FlightCall) => Promise<Value>
  /** Receives each observation that becomes the newest one. */
  readonly onObserved?: (observation: Observation<Value>) => void
  /** Returns the number of calls that a load takes from the call budget of the request. Default: 0. */
  readonly callsFor?: (read: ReadOptions) => number
  /** Returns true if a watcher keeps the value fresh, so that readers need not load it. */
  readonly isKeptFresh?: () => boolean
  readonly freshness: Freshness
  /** Maximum wait of readers that accept an older value. Default: until AWS responds or fails. */
  readonly patience?: Patience
  readonly clock: Clock
  readonly sequence: Sequence
}

/**
 * Fraction of the maximum age after which a read renews the value in the background, so that regular readers never
 * wait.
 */
const RENEW_AT = 0.8
/** Milliseconds after a failure during which the old value is served without an AWS call. */
const FAILURE_PAUSE_MS = 1_000

/** Creates a lazily loaded, cached value. */
export function createCached<Value>(options: CachedOptions<Value>): Cached<Value> {
  const { what, load, callsFor, onObserved, isKeptFresh, freshness, patience, clock, sequence } = options
  let latest: Observation<Value> | undefined
  let flight: (TimedFlight<Observation<Value>> & { readonly sequence: number }) | undefined
  /** Sequence number of the last invalidation. */
  let changedSequence = 0
  let failure: { readonly at: number; readonly error: unknown } | undefined

  async function observe(started: number, call: FlightCall): Promise<Observation<Value>> {
    const startedAt = clock.now()
    try {
      const value = await load(started, call)
      const observedAt = clock.now()
      const observation = { value, sequence: started, observedAt, tookMs: observedAt - startedAt }
      // The result of a slow load must not replace that of a later one.
      if (latest === undefined || latest.sequence < started) {
        latest = observation
        onObserved?.(observation)
      }
      failure = undefined
      return observation
    } catch (error) {
      // A slow load's failure is outdated once a later load has succeeded.
      const isOutdated = latest !== undefined && latest.sequence > started
      if (!call.signal.aborted && !isOutdated) failure = { at: clock.now(), error }
      throw error
    } finally {
      if (flight?.sequence === started) flight = undefined
    }
  }

  function refresh(options: ReadOptions): TimedFlight<Observation<Value>> {
    const calls = callsFor?.(options) ?? 0
    if (calls > 0) options.takeCalls?.(calls)
    const started = sequence.next()
    const startedAt = clock.now()
    flight = { sequence: started, startedAt, ...launch((call) => observe(started, call), options) }
    return flight
  }

  function ageMs(observation: Observation<Value>): number {
    return clock.now() - observation.observedAt
  }

  /**
   * Returns the maximum age: at least twice the duration of the read, since a slow listing cannot be renewed
   * constantly.
   */
  function maxAgeMs(observation: Observation<Value>): number {
    return Math.max(freshness.maxStalenessMs, 2 * observation.tookMs)
  }

  function mayServeOnError(observation: Observation<Value>, { onStale }: ReadOptions): boolean {
    return (
      onStale !== undefined && ageMs(observation) <= Math.max(freshness.staleIfErrorMs, maxAgeMs(observation))
    )
  }

  function stale(observation: Observation<Value>, error: unknown, read: ReadOptions): Observation<Value> {
    read.onStale?.({ what, observedAt: observation.observedAt, error })
    return observation
  }

  /** Returns the sequence number after which an acceptable observation must have started. */
  function floorOf({ notBefore = 0 }: ReadOptions): number {
    return Math.max(notBefore, changedSequence)
  }

  function peek(read: ReadOptions): Observation<Value> | undefined {
    if (latest === undefined || latest.sequence <= floorOf(read)) return undefined
    if (read.notBefore !== undefined) return latest
    if (isKeptFresh?.()) return latest
    if (ageMs(latest) > maxAgeMs(latest)) return undefined
    // If the renewal fails, `failure` keeps the error for the next reader that has to wait.
    const isDue = ageMs(latest) > freshness.maxStalenessMs * RENEW_AT
    if (isDue && flightAfter(0) === undefined && !pausing()) renew(read)
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

  /** Returns the current flight if it started after this sequence number. */
  function flightAfter(floor: number): TimedFlight<Observation<Value>> | undefined {
    return flight !== undefined && flight.sequence > floor && !flight.isAbandoned() ? flight : undefined
  }

  function pausing(): boolean {
    return failure !== undefined && clock.now() - failure.at < FAILURE_PAUSE_MS
  }

  /** Waits for AWS; falls back to the cached value if the options allow it. */
  async function wait(read: ReadOptions): Promise<Observation<Value>> {
    read.signal?.throwIfAborted()
    const floor = floorOf(read)
    const fallback = () =>
      read.notBefore === undefined &&
      latest !== undefined &&
      latest.sequence > floor &&
      mayServeOnError(latest, read)
        ? latest
        : undefined
    const kept = fallback()
    if (kept !== undefined && failure !== undefined && pausing()) return stale(kept, failure.error, read)
    try {
      const awaited = flightAfter(floor) ?? refresh(read)
      if (kept !== undefined && patience !== undefined) {
        const arrived = await joinPatiently(awaited, read, { ...patience, clock })
        if (arrived !== NOT_YET) return arrived
        const known = fallback()
        if (known !== undefined) return stale(known, notYetError(what), read)
      }
      return await join(awaited, read)
    } catch (error) {
      if (read.signal?.aborted) throw error
      // Another reader may have loaded a newer value meanwhile.
      const known = fallback()
      if (known !== undefined) return stale(known, error, read)
      throw error
    }
  }

  return {
    latest: () => latest,
    peek,
    invalidate() {
      changedSequence = sequence.next()
    },
    changedAt: () => changedSequence,
    callsToRead(read) {
      if (callsFor === undefined || peek(read) !== undefined || flightAfter(floorOf(read)) !== undefined)
        return 0
      return callsFor(read)
    },
    async read(read) {
      const answer = peek(read) ?? (await wait(read))
      read.onObserved?.(answer.observedAt)
      return answer
    },
  }
}
