import { untilAborted } from '../../appstream/abort.ts'
import type { Clock, Sequence } from '../../clock.ts'
import type { Membership } from '../../shared/shared.ts'
import { type FlightCall, join, launch, type Waiter } from './flight.ts'
import type { FreshnessRules } from './freshness.ts'
import type { TimedFlight } from './patience.ts'
import { launchPeerFlight, type PeerFlight, type PeerLoads } from './peer-loads.ts'
import type { Observation, ReadOptions } from './reads.ts'

/** Loads of a cache in progress. */
export interface CacheFlights<Value> {
  /**
   * Returns a flight whose result satisfies these options and started after this sequence number. With `no-cache`, it
   * is never one that may end with the value of another replica.
   */
  joinable(read: ReadOptions, floor: number): TimedFlight<Observation<Value>> | undefined
  /**
   * Resolves once no load from before this sequence number is in progress, so that concurrent readers that may not join
   * it share the next one.
   */
  untilNext(read: ReadOptions, floor: number): Promise<void>
  /** Starts a load, or waits for one by another replica if the options allow it. */
  begin(read: ReadOptions): TimedFlight<Observation<Value>>
  /** Records the end of the load with this sequence number. */
  ended(started: number): void
}

/** State of a cache that its flights depend on. */
export interface CacheFlightsOptions<Value> extends Pick<FreshnessRules, 'isExpired' | 'isDue'> {
  readonly clock: Clock
  readonly sequence: Sequence
  readonly shared: { readonly membership: Membership }
  readonly peers?: PeerLoads | undefined
  /** Loads the value and records it; calls `ended` in the same task. */
  readonly observe: (started: number, call: FlightCall) => Promise<Observation<Value>>
  readonly latest: () => Observation<Value> | undefined
  /** Receives the error of a load for all replicas, made by this one or another. */
  readonly onFailed: (error: unknown) => void
  /** Returns the sequence number after which observations for ordinary reads must have started. */
  readonly floor: () => number
}

const ignore = () => {}

/** Creates the flights of a cache. */
export function createCacheFlights<Value>(options: CacheFlightsOptions<Value>): CacheFlights<Value> {
  const { clock, sequence, shared, peers, observe, latest, onFailed } = options
  const { floor: currentFloor, isExpired, isDue } = options
  type Result = Observation<Value>
  let flight: (TimedFlight<Result> & { readonly sequence: number }) | undefined
  let peerFlight: PeerFlight<Result> | undefined

  function load(by: Waiter) {
    const started = sequence.next()
    const startedAt = clock.now()
    flight = { sequence: started, startedAt, ...launch((call) => observe(started, call), by) }
    return flight
  }

  function flightAfter(floor: number) {
    return flight !== undefined && flight.sequence > floor && !flight.isAbandoned() ? flight : undefined
  }

  function beginForAll(loads: PeerLoads, by: Waiter): PeerFlight<Result> {
    const startedAt = clock.now()
    const known = latest()

    /** Returns a value that landed since the start of this flight, or one that need not be renewed. */
    function renewed(): Result | undefined {
      const found = latest()
      if (found === undefined || found.sequence <= currentFloor()) return undefined
      if (found === known) return isExpired(found) || isDue(found) ? undefined : found
      return found.observedAt >= startedAt || !isExpired(found) ? found : undefined
    }

    const loadForAll = (call: FlightCall) => {
      const started = flightAfter(currentFloor()) ?? load(call)
      return { sequence: started.sequence, join: () => join(started, call) }
    }
    const begun = launchPeerFlight(loads, startedAt, renewed, loadForAll, by)
    peerFlight = begun
    const end = () => {
      if (peerFlight === begun) peerFlight = undefined
    }
    begun.result.then(end, (error: unknown) => {
      end()
      if (!begun.isAbandoned() && latest() === known) onFailed(error)
    })
    return begun
  }

  function joinable(read: ReadOptions, floor: number): TimedFlight<Result> | undefined {
    const own = flightAfter(floor)
    if (own !== undefined || peerFlight === undefined || read.notBefore !== undefined) return own
    return peerFlight.sequence() > floor && !peerFlight.isAbandoned() ? peerFlight : undefined
  }

  return {
    joinable,
    async untilNext(read, floor) {
      for (let older = flightAfter(0); older !== undefined; older = flightAfter(0)) {
        if (joinable(read, floor) !== undefined) return
        await untilAborted(older.result.then(ignore, ignore), read.signal)
      }
    },
    begin(read) {
      const isForAll = read.notBefore === undefined && shared.membership.floor() === 0
      return peers !== undefined && isForAll ? beginForAll(peers, read) : load(read)
    },
    ended(started) {
      if (flight?.sequence === started) flight = undefined
    },
  }
}
