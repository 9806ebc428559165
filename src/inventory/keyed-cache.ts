import { LRUCache } from 'lru-cache'
import { type Cached, createCached, type Observation, type ReadOptions } from './cached.ts'
import type { InventoryDependencies } from './dependencies.ts'
import type { FlightCall } from './flight.ts'

/** Cache of values that AWS returns for one key per call. */
export interface KeyedCache<Value> {
  /** Returns the value of a key, fresh enough for these options. @throws UpstreamError */
  read(key: string, options: ReadOptions): Promise<Observation<Value>>
  /** Returns the value if these options allow it; never waits for AWS. */
  peek(key: string, options: ReadOptions): Observation<Value> | undefined
  /** Invalidates the value of a key, in-flight loads and the stale-if-error fallback. */
  invalidate(key: string): void
  /** Invalidates the values that pass a test, and those that were never loaded completely. */
  invalidateIf(test: (value: Value) => boolean): void
}

/** Maximum number of cached values; the least recently read is evicted first. */
const MAX_KEPT = 10_000

/**
 * Creates a cache whose values are loaded by their first read. `onStale` receives `what` with the alias of the key, so
 * that a key which names a person is not logged.
 */
export function createKeyedCache<Value>(
  what: string,
  dependencies: InventoryDependencies,
  load: (key: string, call: FlightCall) => Promise<Value>,
  aliasOf: (key: string) => string = (key) => key,
): KeyedCache<Value> {
  const values = new LRUCache<string, Cached<Value>>({ max: MAX_KEPT })
  return {
    read(key, options) {
      const cached =
        values.get(key) ??
        createCached({
          ...dependencies,
          what: `${what}/${aliasOf(key)}`,
          load: (_started, call) => load(key, call),
          callsFor: () => 1,
        })
      values.set(key, cached)
      return cached.read(options)
    },
    peek: (key, options) => values.get(key)?.peek(options),
    invalidate: (key) => values.get(key)?.invalidate(),
    invalidateIf(test) {
      for (const cached of values.values()) {
        const latest = cached.latest()
        if (latest === undefined || test(latest.value)) cached.invalidate()
      }
    },
  }
}
