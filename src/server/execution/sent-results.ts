import type { ExecutionResult } from 'graphql'
import { isAsyncIterable, mapAsyncIterator, type Plugin } from 'graphql-yoga'
import { maskResult } from '../errors.ts'
import type { RequestRecord, ServerContext } from '../observability/request-record.ts'
import { dataTextOf, textOf } from './serialized-results.ts'

/** Masks a result that is about to be sent, and ends the span of its operation. */
export function maskSentResult<Result extends ExecutionResult>(
  result: Result,
  record: RequestRecord,
): Result {
  const masked = maskResult(result, record)
  // For a subscription, the first event ends the span.
  record.trace?.end(record)
  return masked
}

/** Masks every result before it is sent, including errors of Yoga. Must be the last plugin that processes results. */
export function useMasking(): Plugin<object, ServerContext> {
  return {
    onResultProcess({ result, setResult, serverContext: { record } }) {
      const mask = (one: ExecutionResult) => maskSentResult(one, record)
      if (Array.isArray(result)) setResult(result.map(mask))
      else setResult(isAsyncIterable(result) ? mapAsyncIterator(result, mask) : mask(result))
    },
  }
}

/** Responds with the text that was serialized when the result was measured. */
export function useWrittenResults(): Plugin {
  return {
    onResultProcess({ result, setResult }) {
      if (result === undefined || isAsyncIterable(result) || Array.isArray(result)) return
      if (dataTextOf(result) === undefined) return
      setResult({ ...result, stringify: textOf })
    },
  }
}
