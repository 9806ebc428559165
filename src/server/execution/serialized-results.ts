import type { ExecutionResult } from 'graphql'
import type { PromiseOrValue } from 'graphql-yoga'
import type { Slices } from '../../inventory/slices.ts'
import { jsonPieces } from './json-chunks.ts'
import { jsonSizeOf } from './json-size.ts'
import { sizeBoundOf } from './query/size-bound.ts'

/** Options of {@link measureResult}. */
export interface WritingOptions {
  /** Maximum size of a result in bytes. */
  readonly maxBytes: number
  /** Scheduler that lets large results yield to the event loop. */
  readonly slices: Slices
  /** Aborts when the last waiter has left. */
  readonly signal: AbortSignal
}

/** Smaller results are serialized when they are sent, in a few milliseconds. */
const LARGE_BYTES = 256 * 1024
/** Results up to this size are not counted as large anywhere. */
const SMALL_BYTES = 32 * 1024
/** Bytes of `{"data":}`. */
const WRAPPER_BYTES = 9
/** Takes about a millisecond. */
const CHARACTERS_PER_TASK = 64 * 1024

/** Key under which the data of a result stores its JSON text, so that both are released together. */
const TEXT = Symbol('JSON text')

/**
 * Returns the approximate size of a result as JSON, in bytes. Serializes a large result while measuring it, in time
 * slices (10 MB would otherwise block the event loop for 300 ms); {@link textOf} then returns that text.
 * @throws the signal's reason when it aborts
 */
export function measureResult(result: ExecutionResult, options: WritingOptions): PromiseOrValue<number> {
  const { maxBytes } = options
  const isDataOnly = result.errors === undefined && result.extensions === undefined
  const bound = isDataOnly ? sizeBoundOf(result.data) : Number.POSITIVE_INFINITY
  // Most results are so small that their exact size decides nothing.
  if (bound <= SMALL_BYTES && bound + WRAPPER_BYTES <= maxBytes) return bound + WRAPPER_BYTES
  const { data, ...others } = result
  const bytes = jsonSizeOf(result, Math.min(maxBytes, LARGE_BYTES))
  if (bytes <= LARGE_BYTES || bytes > maxBytes || !isObject(data)) return bytes
  const otherBytes = jsonSizeOf(others, maxBytes)
  return writeData(data, { ...options, maxBytes: maxBytes - otherBytes }).then(
    (written) => otherBytes + written,
  )
}

async function writeData(data: object, { maxBytes, slices, signal }: WritingOptions): Promise<number> {
  const pieces = jsonPieces(data)
  const written: string[] = []
  let bytes = 0
  for (;;) {
    await new Promise<void>((resolve) => slices.schedule(resolve))
    signal.throwIfAborted()
    for (let characters = 0; characters < CHARACTERS_PER_TASK; ) {
      const { done, value } = pieces.next()
      if (done) {
        Object.defineProperty(data, TEXT, { value: written.join('') })
        return bytes
      }
      written.push(value)
      characters += value.length
      bytes += Buffer.byteLength(value)
      if (bytes > maxBytes) return bytes
    }
  }
}

/** Returns the JSON text of a result's data if the data is large and was serialized already. */
export function dataTextOf({ data }: { readonly data?: unknown }): string | undefined {
  return isObject(data) && TEXT in data && typeof data[TEXT] === 'string' ? data[TEXT] : undefined
}

/** Returns the JSON text of a result. */
export function textOf(result: ExecutionResult): string {
  const text = dataTextOf(result)
  if (text === undefined) return JSON.stringify(result)
  const { data: _, ...others } = result
  const rest = JSON.stringify(others)
  return rest === '{}' ? `{"data":${text}}` : `${rest.slice(0, -1)},"data":${text}}`
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null
}
