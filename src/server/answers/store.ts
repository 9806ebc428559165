import { LRUCache } from 'lru-cache'
import type { Answer } from './answer.ts'
import { Flight } from './flight.ts'

/** Placeholder for an answer that cannot be cached, so that identical requests do not wait for each other. */
export const UNREPEATABLE = Symbol('unrepeatable')

/** State of a key. */
export type Entry = Answer | Flight | typeof UNREPEATABLE

/** Answers and running executions by key, with bounded memory. */
export interface AnswerStore {
  get(key: string): Entry | undefined
  /** Replaces the entry of a key. Evicts the least recently used entries if the store is full. */
  set(key: string, entry: Entry): void
  delete(key: string): void
  /** Returns the approximate memory of all entries in bytes. */
  bytes(): number
}

/** Maximum size of one answer. */
const MAX_ANSWER_BYTES = 262_144
/** Memory of an entry in addition to its key, body and dependencies: slots of the cache, and its objects. */
const ENTRY_BYTES = 512
/** Memory of a reference to a dependency, most of which are shared. */
const DEPENDENCY_BYTES = 32

/**
 * Creates an empty store. One map contains answers and running executions, because a map of running executions alone
 * would be reallocated all the time.
 */
export function createAnswerStore(maxBytes: number): AnswerStore {
  const entries = new LRUCache<string, Entry>({
    maxSize: maxBytes,
    sizeCalculation: (entry, key) => ENTRY_BYTES + key.length + sizeOf(entry),
  })
  return {
    get: (key) => entries.get(key),
    set(key, entry) {
      entries.set(key, sizeOf(entry) > MAX_ANSWER_BYTES ? UNREPEATABLE : entry)
    },
    delete(key) {
      entries.delete(key)
    },
    bytes: () => entries.calculatedSize,
  }
}

function sizeOf(entry: Entry): number {
  if (entry === UNREPEATABLE || entry instanceof Flight) return 0
  return entry.body.length + DEPENDENCY_BYTES * entry.dependencies.length
}
