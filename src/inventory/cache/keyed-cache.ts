import { LRUCache } from 'lru-cache'
import { untilAborted } from '../../appstream/abort.ts'
import type { InventoryDependencies } from '../dependencies.ts'
import { type Cached, createCached } from './cached.ts'
import type { FlightCall } from './flight.ts'
import type { Invalidations } from './invalidations.ts'
import type { PeerLoads } from './peer-loads.ts'
import type { Observation, ReadOptions } from './reads.ts'
import { shareValue, type ValueCodec } from './shared-values.ts'

/** Cache of values that AWS returns for one key per call. */
export interface KeyedCache<Value> {
  /** Returns the value of a key, fresh enough for these options. @throws UpstreamError */
  read(key: string, options: ReadOptions): Promise<Observation<Value>>
  /** Returns the value if these options allow it; never waits for AWS. */
  peek(key: string, options: ReadOptions): Observation<Value> | undefined
  /**
   * Invalidates the value with this alias in this process: in-flight loads and the stale-if-error fallback, if they
   * started before this sequence number. Default: now.
   */
  invalidate(alias: string, sequence?: number): void
  /** Invalidates the values that pass a test, and those that were never loaded completely. */
  invalidateIf(test: (value: Value) => boolean, sequence?: number): void
}

/** Options of {@link createKeyedCache}. */
export interface KeyedCacheOptions<Value> extends InventoryDependencies {
  readonly what: string
  readonly load: (key: string, call: FlightCall, sequence: number) => Promise<Value>
  /** Returns the alias that replaces a key outside this process and in logs. Default: the key. */
  readonly aliasOf?: ((key: string) => string) | undefined
  /** Lets one replica load a value for all. `accept` records the value of another replica. */
  readonly sharing?: Sharing<Value>
  /** Called when a value is recorded: after a load, or from another replica. */
  readonly onLoaded?: () => void
}

/** Sharing of the values of a cache between replicas. */
export type Sharing<Value> =
  | {
      readonly codec: ValueCodec<Value>
      readonly invalidations: Pick<Invalidations<never>, 'key' | 'ready' | 'isReady'>
    }
  | { loadsOf(alias: string, accept: (observation: Observation<Value>) => void): PeerLoads | undefined }

/** Maximum number of cached values; the least recently read is evicted first. */
const MAX_KEPT = 10_000

interface Entry<Value> {
  readonly alias: string
  readonly cached: Cached<Value>
}

/** Creates a cache whose values are loaded by their first read. */
export function createKeyedCache<Value>(options: KeyedCacheOptions<Value>): KeyedCache<Value> {
  const { what, load, aliasOf = (key: string) => key, sharing, onLoaded, ...dependencies } = options
  const { shared, freshness } = dependencies
  const values = new LRUCache<string, Entry<Value>>({
    max: MAX_KEPT,
    dispose: ({ cached }) => cached.close(),
  })

  function sharingOf(alias: string, cached: () => Cached<Value>) {
    if (sharing === undefined || shared.peers === undefined) return {}
    if ('loadsOf' in sharing) return { peers: sharing.loadsOf(alias, (value) => cached().accept(value)) }
    const { codec, invalidations } = sharing
    const { peers } = shared
    return shareValue({
      peers,
      journalKey: invalidations.key,
      name: `${what}/${alias}`,
      codec,
      freshness,
      cached,
    })
  }

  function create(key: string): Entry<Value> {
    const alias = aliasOf(key)
    const cached: Cached<Value> = createCached<Value>({
      ...dependencies,
      // Passed to `onStale`, so it must not name a person.
      what: `${what}/${alias}`,
      load: (sequence, call) => load(key, call, sequence),
      callsFor: () => 1,
      // `get` counts as a use, as a read does, so the values behind cached answers are not evicted first.
      isKept: () => values.get(key)?.cached === cached,
      ...(onLoaded && { onObserved: onLoaded }),
      ...(sharing !== undefined && 'codec' in sharing && { isReady: sharing.invalidations.isReady }),
      ...sharingOf(alias, () => cached),
    })
    return { alias, cached }
  }

  function read(key: string, read: ReadOptions): Promise<Observation<Value>> {
    const entry = values.get(key) ?? create(key)
    values.set(key, entry)
    return entry.cached.read(read)
  }

  return {
    read(key, options) {
      // Invalidations by other replicas must arrive before there is something to invalidate.
      const joining = sharing !== undefined && 'codec' in sharing ? sharing.invalidations.ready() : undefined
      if (joining === undefined) return read(key, options)
      return untilAborted(joining, options.signal).then(() => read(key, options))
    },
    peek(key, options) {
      const found = values.get(key)?.cached.peek(options)
      if (found !== undefined) options.onObserved?.(found.observedAt)
      return found
    },
    invalidate(alias, sequence) {
      if (options.aliasOf === undefined) return values.peek(alias)?.cached.invalidate(sequence)
      for (const entry of values.values()) if (entry.alias === alias) entry.cached.invalidate(sequence)
    },
    invalidateIf(test, sequence) {
      for (const { cached } of values.values()) {
        const latest = cached.latest()
        if (latest === undefined || test(latest.value)) cached.invalidate(sequence)
      }
    },
  }
}
