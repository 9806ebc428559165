import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http'
import type { ExecutionContext } from '../answers/answers.ts'
import type { Capturing } from '../answers/capture.ts'
import type { Exchange } from '../limits/body.ts'
import type { Cancellable, Disconnection } from '../limits/deadlines.ts'
import type { RequestRecord, ServerContext } from '../observability/request-record.ts'

/** Server context of Yoga's plugins for an operation over HTTP. */
export interface HttpContext extends ServerContext, Cancellable, Exchange, Capturing {
  readonly res: ServerResponse
  /** Headers of the request. Empty for other transports. */
  readonly headers: IncomingHttpHeaders
}

/** Creates the context of a request. */
export function createHttpContext(
  record: RequestRecord,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  execution: ExecutionContext,
): HttpContext {
  const { headers } = incoming
  return {
    record,
    incoming,
    outgoing,
    res: outgoing,
    headers,
    cancellation: new AbortController(),
    ...execution,
  }
}

/** Disconnection of the client that a response is for. Unlike a signal, it costs nothing until somebody listens. */
export class ResponseDisconnection implements Disconnection {
  readonly #response: ServerResponse
  readonly #listeners = new Map<() => void, () => void>()

  constructor(response: ServerResponse) {
    this.#response = response
  }

  get aborted(): boolean {
    return this.#response.closed && !this.#response.writableFinished
  }

  get reason(): unknown {
    return this.#response.errored ?? undefined
  }

  addEventListener(_type: 'abort', listener: () => void): void {
    const onClose = () => {
      if (this.aborted) listener()
    }
    this.#listeners.set(listener, onClose)
    this.#response.once('close', onClose)
  }

  removeEventListener(_type: 'abort', listener: () => void): void {
    const onClose = this.#listeners.get(listener)
    if (onClose !== undefined) this.#response.off('close', onClose)
  }
}
