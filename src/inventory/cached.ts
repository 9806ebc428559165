import type { CallOptions } from '../appstream/calls.ts'
import type { Clock, Sequence } from './clock.ts'
import { type FlightCall, join, launch } from './flight.ts'
import { joinPatiently, NOT_YET, notYetError, type Patience, type TimedFlight } from './patience.ts'

/** Something read from AWS, and when. */
export interface Observation<Value> {
  readonly value: Value
  /** The number that the sequence gave its start. */
  readonly sequence: number
  /** Epoch milliseconds of its arrival; of the last page's, for a listing. */
  readonly observedAt: number
  /** Milliseconds from its start to its arrival. */
  readonly tookMs: number
}

/** How old an answer may be. */
export interface Freshness {
  /** Served without asking AWS up to this age. */
  readonly maxStalenessMs: number
  /** Served up to this age when AWS fails. */
  readonly staleIfErrorMs: number
}

/** What a reader asks for; one for each request. When its signal aborts it waits no longer. */
export interface ReadOptions extends CallOptions {
  /** Only an observation that began after this number of the sequence will do, or an error: `no-cache`. */
  readonly notBefore?: number
  /** Takes an old answer where AWS failed, and is told of it; without it, the failure is thrown. */
  readonly onStale?: (stale: StaleAnswer) => void
  /** Told of the age of what it is answered from: the epoch milliseconds at which AWS was read. */
  readonly onObserved?: (observedAt: number) => void
  /** Takes calls to AWS from those that the reader may make, before they are made. @throws when too few are left */
  readonly takeCalls?: (count: number) => void
}

/** An answer older than it should be, and why. */
export interface StaleAnswer {
  readonly what: string
  readonly observedAt: number
  readonly error: unknown
}

/** One value that AWS holds: read through, shared between readers, kept for when AWS fails. */
export interface Cached<Value> {
  /**
   * The value, fresh enough for these options.
   * @throws what the load threw, when nothing may be served instead; the reason of the reader's signal when it aborts
   */
  read(options: ReadOptions): Promise<Observation<Value>>
  /** The newest observation, however old. */
  latest(): Observation<Value> | undefined
  /** The newest observation if these options allow it as it is, without waiting for AWS. */
  peek(options: ReadOptions): Observation<Value> | undefined
  /** Something was changed: what was read, or began to be read, before now serves no longer, not even when AWS fails. */
  invalidate(): void
  /** The number that the sequence gave the last invalidation; 0 without one. */
  changedAt(): number
}

/** What a cached value is made of. */
export interface CachedOptions<Value> {
  /** Names it in `onStale`. */
  readonly what: string
  /** Asks AWS. `sequence` is the number of this observation's start. */
  readonly load: (sequence: number, call: FlightCall) => Promise<Value>
  /** Told of each observation that becomes the newest one. */
  readonly onObserved?: (observation: Observation<Value>) => void
  /** Returns the calls that loading takes from what its reader may make; none unless given. */
  readonly callsFor?: (read: ReadOptions) => number
  /** Whether somebody keeps the value fresh, so that readers need not. */
  readonly isKeptFresh?: () => boolean
  readonly freshness: Freshness
  /** Of readers who would take an older answer; without it, they wait for AWS to answer or fail. */
  readonly patience?: Patience
  readonly clock: Clock
  readonly sequence: Sequence
}

/** Past this share of its time, a value is renewed while it still serves, so that a steady stream of readers never waits. */
const RENEW_AT = 0.8
/** After a failure the old value is served this long before AWS is asked again. */
const FAILURE_PAUSE_MS = 1_000

/** Makes a cached value; nothing is loaded before the first read. */
export function createCached<Value>(options: CachedOptions<Value>): Cached<Value> {
  const { what, load, callsFor, onObserved, isKeptFresh, freshness, patience, clock, sequence } = options
  let latest: Observation<Value> | undefined
  let flight: (TimedFlight<Observation<Value>> & { readonly sequence: number }) | undefined
  /** The number of the sequence at which the last change from our side was made. */
  let changedSequence = 0
  let failure: { readonly at: number; readonly error: unknown } | undefined

  async function observe(started: number, call: FlightCall): Promise<Observation<Value>> {
    const startedAt = clock.now()
    try {
      const value = await load(started, call)
      const observedAt = clock.now()
      const observation = { value, sequence: started, observedAt, tookMs: observedAt - startedAt }
      // A slow load must not roll back what a later one has seen already.
      if (latest === undefined || latest.sequence < started) {
        latest = observation
        onObserved?.(observation)
      }
      failure = undefined
      return observation
    } catch (error) {
      // The failure of a slow load says nothing once a later one has succeeded.
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

  /** A listing that takes long cannot be renewed every few seconds: its age may be twice what it took. */
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

  /** What these options, and the last change, want an observation to have begun after. */
  function floorOf({ notBefore = 0 }: ReadOptions): number {
    return Math.max(notBefore, changedSequence)
  }

  function peek(read: ReadOptions): Observation<Value> | undefined {
    if (latest === undefined || latest.sequence <= floorOf(read)) return undefined
    if (read.notBefore !== undefined) return latest
    if (isKeptFresh?.()) return latest
    if (ageMs(latest) > maxAgeMs(latest)) return undefined
    // A failure of this is kept in `failure`, and met by the reader who has to wait.
    const isDue = ageMs(latest) > freshness.maxStalenessMs * RENEW_AT
    if (isDue && flightAfter(0) === undefined && !pausing()) renew(read)
    return latest
  }

  /** Renews the value for later readers, at the expense of this one. */
  function renew({ takeCalls }: ReadOptions): void {
    try {
      refresh(takeCalls ? { takeCalls } : {}).hold({})
    } catch {
      // This one may make no more calls; the value still serves, and another reader renews it.
    }
  }

  /** The flight under way, if what it brings will have begun late enough. */
  function flightAfter(floor: number): TimedFlight<Observation<Value>> | undefined {
    return flight !== undefined && flight.sequence > floor && !flight.isAbandoned() ? flight : undefined
  }

  function pausing(): boolean {
    return failure !== undefined && clock.now() - failure.at < FAILURE_PAUSE_MS
  }

  /** Waits for AWS, or makes do with what there is. */
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
      // While this reader waited, another one may have seen more.
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
    async read(read) {
      const answer = peek(read) ?? (await wait(read))
      read.onObserved?.(answer.observedAt)
      return answer
    },
  }
}
