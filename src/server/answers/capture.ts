import type { ExecutionResult } from 'graphql'
import { isAsyncIterable, type Plugin } from 'graphql-yoga'
import type { Reads } from '../../schema/reads.ts'
import type { RequestRecord } from '../observability/request-record.ts'
import { type Answer, encodeKeptBody } from './answer.ts'

/** Request options that an answer must not depend on. */
export interface AnswerOptions {
  readonly noCache: boolean
  readonly upstreamInfo: boolean
}

/** Response, before it is sent. */
export interface CompleteResponse {
  readonly status: number
  readonly contentType: string
}

/**
 * Collects what is needed to keep the answer of one request. Ends with an answer, or with undefined as soon as it is
 * certain that the answer must not be kept.
 */
export class Capture {
  readonly #record: RequestRecord
  readonly #onEnd: (answer: Answer | undefined) => void
  #reads: Pick<Reads, 'dependencies'> | undefined
  #text: string | undefined
  #isOver = false

  constructor(record: RequestRecord, onEnd: (answer: Answer | undefined) => void) {
    this.#record = record
    this.#onEnd = onEnd
  }

  /** Notes the context of the operation, before it is executed. */
  noteContext(context: object, { noCache, upstreamInfo }: AnswerOptions): void {
    const isQuery = this.#record.operation?.type === 'query'
    if (isQuery && !noCache && !upstreamInfo && isReading(context)) this.#reads = context.reads
    else this.end(undefined)
  }

  /** Notes the result. Only one without errors and extensions may be kept; `data` is null if the client has left. */
  noteResult({ data, errors, extensions }: ExecutionResult): void {
    if (data == null || errors !== undefined || extensions !== undefined) this.end(undefined)
  }

  /** Notes the text of the result. */
  noteText(text: string): void {
    this.#text = text
  }

  /** Ends with the response, which may then be sent. */
  complete({ status, contentType }: CompleteResponse): void {
    if (this.#isOver) return
    const text = this.#text
    const { operation, cost } = this.#record
    const dependencies = this.#reads?.dependencies()
    const isComplete = status === 200 && text !== undefined && operation !== undefined
    if (!isComplete || dependencies === undefined) this.end(undefined)
    else this.end({ contentType, body: encodeKeptBody(text), operation, cost, dependencies })
  }

  /** Ends the capture, if it has not ended. */
  end(answer: Answer | undefined): void {
    if (this.#isOver) return
    this.#isOver = true
    this.#reads = undefined
    this.#text = undefined
    this.#onEnd(answer)
  }
}

/** Server context of requests whose answer may be kept. */
export interface Capturing {
  readonly capture?: Capture | undefined
}

/** Passes results and responses of Yoga to the capture. Must follow every plugin that changes them. */
export function useCapture(): Plugin<object, Capturing> {
  return {
    onResultProcess({ result, setResult, serverContext: { capture } }) {
      if (capture === undefined) return
      if (result === undefined || Array.isArray(result) || isAsyncIterable(result))
        return capture.end(undefined)
      capture.noteResult(result)
      const { stringify = JSON.stringify } = result
      setResult({
        ...result,
        stringify(written) {
          const text = stringify(written)
          capture.noteText(text)
          return text
        },
      })
    },
    onResponse({ response: { status, headers }, serverContext: { capture } }) {
      capture?.complete({ status, contentType: headers.get('content-type') ?? '' })
    },
  }
}

function isReading(context: object): context is { readonly reads: Pick<Reads, 'dependencies'> } {
  return 'reads' in context
}
