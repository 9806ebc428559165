import type { ExecutionResult } from 'graphql'
import { isPromise, type PromiseOrValue } from 'graphql-yoga'
import { LRUCache } from 'lru-cache'

/** Result of one event for all subscribers with the same selection. */
export interface SharedResult {
  /** Undefined while executing. */
  value: ExecutionResult | undefined
  /** Approximate size of the value as JSON. */
  bytes: number
  /** Resolves when the value is set. */
  readonly settled: Promise<void>
  /** Registers a waiting subscriber. The returned function removes it; without subscribers, the execution aborts. */
  hold(): () => void
}

/**
 * Executes an event.
 * @param abandoned aborts when the result is no longer needed.
 */
export type ExecuteEvent = (abandoned: AbortSignal) => PromiseOrValue<SizedResult>

/** Result with its size. */
export interface SizedResult {
  readonly result: ExecutionResult
  readonly bytes: number
}

/** Cache of results shared by subscribers. */
export interface SharedResults {
  /** Returns the cached result of an event for this key, or executes the event. */
  get(event: object, key: string, execute: ExecuteEvent): SharedResult
}

/** Enough for subscribers that read an event at about the same time. For a later reader, it is executed again. */
const MAX_RESULTS = 1000
const MAX_BYTES = 8_000_000

interface Entry {
  readonly ofEvent: Map<string, SharedResult>
  readonly key: string
}

/** Creates an empty cache of results. */
export function createSharedResults(): SharedResults {
  const byEvent = new WeakMap<object, Map<string, SharedResult>>()
  const kept = new LRUCache<Entry, SharedResult>({
    max: MAX_RESULTS,
    maxSize: MAX_BYTES,
    sizeCalculation: ({ bytes }) => Math.max(1, bytes),
    dispose: (_result, { ofEvent, key }) => void ofEvent.delete(key),
  })

  return {
    get(event, key, execute) {
      const ofEvent = byEvent.get(event) ?? new Map<string, SharedResult>()
      byEvent.set(event, ofEvent)
      const known = ofEvent.get(key)
      if (known !== undefined) return known
      const shared = start(execute, (isAbandoned) => {
        if (isAbandoned) ofEvent.delete(key)
        else keep()
      })
      ofEvent.set(key, shared)
      const entry: Entry = { ofEvent, key }
      function keep(): void {
        if (ofEvent.get(key) !== shared) return
        if (shared.bytes > MAX_BYTES) ofEvent.delete(key)
        else kept.set(entry, shared)
      }
      if (shared.value !== undefined) keep()
      return shared
    },
  }
}

/**
 * Starts an execution.
 * @param onEnd called when an asynchronous execution has ended.
 */
function start(execute: ExecuteEvent, onEnd: (isAbandoned: boolean) => void): SharedResult {
  const abandoned = new AbortController()
  let holders = 0
  const { promise: settled, resolve } = Promise.withResolvers<void>()
  const shared: SharedResult = {
    value: undefined,
    bytes: 0,
    settled,
    hold() {
      holders++
      let isHeld = true
      return () => {
        if (!isHeld) return
        isHeld = false
        holders--
        if (holders > 0 || shared.value !== undefined) return
        onEnd(true)
        abandoned.abort()
      }
    },
  }
  function settle({ result, bytes }: SizedResult): void {
    shared.value = result
    shared.bytes = bytes
    resolve()
  }
  const executed = execute(abandoned.signal)
  if (isPromise(executed)) {
    void executed.then((sized) => {
      settle(sized)
      if (!abandoned.signal.aborted) onEnd(false)
    })
  } else settle(executed)
  return shared
}
