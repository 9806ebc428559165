import DataLoader from 'dataloader'
import type { Target } from '../appstream/target.ts'
import type { ReportedRead } from '../inventory/cache/reads.ts'
import type { MaybePromise } from './maybe-promise.ts'
import type { Batching } from './pacing/turns.ts'

/** Loader of one request: returns the same value of a key throughout, at once if it is known. */
export interface ReadyLoader<Key, Value extends object | null> {
  /** Returns a known value, or loads it with the other keys of its level. */
  load(key: Key): MaybePromise<Value>
  /** Clears the values after the request has changed something. */
  clear(): void
}

/** Options of {@link createReadyLoader}. Target and id together identify a key. */
export interface ReadyLoaderOptions<Key, Value extends object | null> {
  readonly targetOf: (key: Key) => Target | undefined
  readonly idOf: (key: Key) => string
  /** Returns the value if no AWS call is needed; undefined otherwise. Never waits. */
  readonly peek: (key: Key) => Value | undefined
  /** Loads the values of several keys. Outcomes are in the order of the keys. */
  readonly loadAll: (keys: readonly Key[]) => Promise<readonly (Value | Error)[]>
  readonly batching: Batching
}

/** Creates a loader. Batches only the keys whose values are unknown. */
export function createReadyLoader<Key, Value extends object | null>(
  options: ReadyLoaderOptions<Key, Value>,
): ReadyLoader<Key, Value> {
  return new BatchingLoader(options)
}

/** Returns a `peek` that finds nothing for a request that bypasses the cache, so that all its reads are batched. */
export function whenCached<Key, Value>(
  read: ReportedRead,
  peek: (key: Key) => Value | undefined,
): (key: Key) => Value | undefined {
  return (key) => (read.notBefore === undefined ? peek(key) : undefined)
}

/** A class, since it runs for every object of a response. */
class BatchingLoader<Key, Value extends object | null> implements ReadyLoader<Key, Value> {
  readonly #options: ReadyLoaderOptions<Key, Value>
  /** By target and id: joining both to a string would cost more than the look-up. */
  readonly #values = new Map<Target | undefined, Map<string, MaybePromise<Value>>>()
  #batches: DataLoader<Key, Value> | undefined

  constructor(options: ReadyLoaderOptions<Key, Value>) {
    this.#options = options
  }

  load(key: Key): MaybePromise<Value> {
    const { targetOf, idOf, peek } = this.#options
    const target = targetOf(key)
    const id = idOf(key)
    let values = this.#values.get(target)
    if (values === undefined) {
      values = new Map()
      this.#values.set(target, values)
    }
    const pinned = values.get(id)
    if (pinned !== undefined) return pinned
    const known = peek(key)
    const value = known === undefined ? this.#loadInBatch(key) : known
    values.set(id, value)
    if (value instanceof Promise) keepResult(values, id, value)
    return value
  }

  #loadInBatch(key: Key): Promise<Value> {
    const { loadAll, batching } = this.#options
    // The values above are the cache.
    this.#batches ??= new DataLoader(loadAll, { ...batching, cache: false })
    return this.#batches.load(key)
  }

  clear(): void {
    this.#values.clear()
  }
}

/** Replaces a promise by its result, so that later readers need not wait. */
function keepResult<Value>(
  values: Map<string, MaybePromise<Value>>,
  id: string,
  promise: Promise<Value>,
): void {
  const keep = (value: Value) => {
    if (values.get(id) === promise) values.set(id, value)
  }
  promise.then(keep, () => {})
}
