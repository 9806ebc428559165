import { createClient } from 'graphql-sse'
import {
  errorsOf,
  type Failure,
  firstMessage,
  type Headers,
  type Operation,
  paramsOf,
  type Sink,
} from './operations.ts'

const UNAUTHENTICATED = 401
const SHOWN_BODY_LENGTH = 300

/** Executes a query or mutation over HTTP. Resolves to its result, or to the failure. */
export async function execute(
  url: string,
  operation: Operation,
  headers: Headers,
): Promise<{ readonly result: unknown } | { readonly failure: Failure }> {
  let response: Response
  try {
    response = await fetch(url, {
      method: 'POST',
      headers: {
        accept: 'application/graphql-response+json, application/json;q=0.9',
        'content-type': 'application/json',
        ...headers,
      },
      body: JSON.stringify(operation),
    })
  } catch (error) {
    return { failure: unreachable(url, error) }
  }
  const { result, failure } = await readResult(response)
  return failure === undefined || (result !== undefined && !failure.isUnauthenticated)
    ? { result }
    : { failure }
}

/** Subscribes over server-sent events. Returns a function that unsubscribes. */
export function subscribeOverEvents(
  url: string,
  operation: Operation,
  headers: Headers,
  sink: Sink,
): () => void {
  let failure: Failure | undefined
  const client = createClient({
    url,
    headers,
    retryAttempts: 0,
    // The client reports the status of a rejected request only; its body has the reason.
    async fetchFn(...request: Parameters<typeof fetch>) {
      let response: Response
      try {
        response = await fetch(...request)
      } catch (error) {
        failure = unreachable(url, error)
        throw error
      }
      if (response.ok && response.headers.get('content-type')?.startsWith('text/event-stream'))
        return response
      const { result, failure: reason } = await readResult(response)
      failure = reason ?? { message: JSON.stringify(result), isUnauthenticated: false }
      throw new Error(failure.message)
    },
  })
  const stop = client.subscribe(
    paramsOf(operation),
    {
      next: (result) => sink.next(result),
      complete: () => sink.complete(),
      error: () => sink.fail(failure ?? LOST_CONNECTION),
    },
    { connected: () => sink.connected() },
  )
  return () => {
    stop()
    client.dispose()
  }
}

/** Failure of a connection that broke after it was established. */
export const LOST_CONNECTION: Failure = {
  message: 'The connection to the gateway was lost. Run the subscription again to reconnect.',
  isUnauthenticated: false,
}

/** Returns the failure to establish a connection. */
export function unreachable(url: string, error: unknown): Failure {
  const cause = error instanceof Error ? ` (${error.message})` : ''
  return {
    message: `The gateway at ${url} does not respond${cause}. Check that it is running, then run the operation again.`,
    isUnauthenticated: false,
  }
}

async function readResult(
  response: Response,
): Promise<{ readonly result?: unknown; readonly failure?: Failure }> {
  const isUnauthenticated = response.status === UNAUTHENTICATED
  const status = `HTTP ${response.status} ${response.statusText}`.trim()
  const text = await response.text().catch(() => '')
  try {
    const result: unknown = JSON.parse(text)
    const errors = errorsOf(result)
    if (response.ok && errors === undefined) return { result }
    return {
      result,
      failure: { message: firstMessage(errors, status), isUnauthenticated, ...(errors && { errors }) },
    }
  } catch {
    // A proxy in front of the gateway responds with HTML.
    const shown = text.slice(0, SHOWN_BODY_LENGTH).trim()
    const message = `The response is not GraphQL: ${status}${shown && `, ${shown}`}`
    return { failure: { message, isUnauthenticated } }
  }
}
