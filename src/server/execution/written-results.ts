import type { ExecutionResult } from 'graphql'
import type { PromiseOrValue } from 'graphql-yoga'
import type { Slices } from '../../inventory/slices.ts'
import { jsonPieces } from './json-pieces.ts'
import { jsonSizeOf } from './json-size.ts'

/** Options of writing results. */
export interface WritingOptions {
  /** Largest result, in bytes. */
  readonly maxBytes: number
  /** Lets large results yield to the event loop. */
  readonly slices: Slices
  /** Aborts when the last waiter has left. */
  readonly signal: AbortSignal
}

/** Smaller results are written in a few milliseconds, when they are sent. */
const LARGE_BYTES = 256 * 1024
/** About a millisecond's work. */
const CHARACTERS_PER_TASK = 64 * 1024

/** Key of the JSON text of a result's data; the text lives as long as the data. */
const TEXT = Symbol('JSON text')

/**
 * Returns about how many bytes a result takes as JSON. A large one is written while it is measured, in time slices, and
 * {@link textOf} returns that text: measured and written in one go, 10 MB would block the event loop for 300 ms.
 * @throws the signal's reason when it aborts
 */
export function measureResult(result: ExecutionResult, options: WritingOptions): PromiseOrValue<number> {
  const { maxBytes } = options
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

/** Returns the JSON text of a result's data if it is large and was written already. */
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
