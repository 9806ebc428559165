import type { EventLog } from './event-log.ts'
import { execute, subscribeOverEvents } from './http.ts'
import {
  chooseOperation,
  type Failure,
  type Headers,
  type Operation,
  resultOf,
  type Sink,
} from './operations.ts'
import type { SharedToken } from './token.ts'
import { subscribeOverWebSocket } from './websocket.ts'

/** Dependencies of {@link createFetcher}. */
export interface FetcherOptions {
  /** URL of the gateway. */
  readonly url: string
  readonly token: SharedToken
  /** True if the gateway rejects operations without a token. */
  readonly needsToken: boolean
  /** Starts the log of a subscription in the active tab. */
  readonly startLog: () => EventLog
  /** Removes the log of the active tab, whose response is that of another operation from now on. */
  readonly removeLog: () => void
  /** Runs a function before the next paint. */
  readonly beforePaint: (run: () => void) => () => void
}

/** Function with which GraphiQL executes operations. */
export type Fetcher = (
  operation: Operation,
  options?: { readonly headers?: Headers; readonly documentAST?: unknown },
) => Promise<unknown> | Subscribable

/** Results of a subscription. */
export interface Subscribable {
  subscribe(observer: Observer): { unsubscribe(): void }
}

interface Observer {
  next(result: unknown): void
  error(error: unknown): void
  complete(): void
}

/** Result of a query or mutation. */
interface Answer {
  readonly result: unknown
  /** True if the gateway rejected the shared token. */
  readonly isTokenRejected: boolean
}

/** GraphiQL executes this operation by itself, to load the schema. */
const INTROSPECTION = 'IntrospectionQuery'

const NO_TOKEN: Failure = {
  message:
    'This gateway requires an access token: paste one into the box at the top of the page, then run again.',
  isUnauthenticated: false,
}

/** Creates the function with which GraphiQL executes operations with the shared token. */
export function createFetcher(options: FetcherOptions): Fetcher {
  const { url, token, needsToken } = options

  /** Returns headers with the shared token, unless the tab has an Authorization header of its own. */
  function authorize(headers: Headers): Headers {
    const current = token.current()
    return current === undefined || hasToken(headers)
      ? headers
      : { ...headers, authorization: `Bearer ${current}` }
  }

  function noteFailure(
    { isUnauthenticated, message }: Failure,
    sent: string | undefined,
    headers: Headers,
  ): void {
    if (isUnauthenticated && !hasToken(headers)) token.reject(sent, message)
  }

  const isTokenMissing = (headers: Headers) =>
    needsToken && token.current() === undefined && !hasToken(headers)

  async function run(operation: Operation, headers: Headers): Promise<Answer> {
    if (isTokenMissing(headers)) return { result: resultOf(NO_TOKEN), isTokenRejected: false }
    const sent = token.current()
    const outcome = await execute(url, operation, authorize(headers))
    if (!('failure' in outcome)) return { result: outcome.result, isTokenRejected: false }
    noteFailure(outcome.failure, sent, headers)
    const isTokenRejected = outcome.failure.isUnauthenticated && !hasToken(headers)
    return { result: resultOf(outcome.failure), isTokenRejected }
  }

  /** Loads the schema once there is a valid token, so that GraphiQL shows no error before users can enter one. */
  async function introspect(operation: Operation, headers: Headers): Promise<unknown> {
    for (;;) {
      const replaced = token.replaced()
      if (!isTokenMissing(headers)) {
        const { result, isTokenRejected } = await run(operation, headers)
        if (!isTokenRejected || !needsToken) return result
      }
      await replaced
    }
  }

  function subscribe(operation: Operation, headers: Headers): Subscribable {
    return {
      subscribe(observer) {
        const log = options.startLog()
        const shown = showNewest(observer, options.beforePaint)
        const sent = token.current()
        const sink: Sink = {
          connected() {
            log.useTransport({ ...log.transport(), isConnected: true })
          },
          next(result) {
            if (log.ending() !== undefined) return
            log.add(result)
            shown.next(result)
          },
          complete() {
            if (log.ending() !== undefined) return
            log.end('ended')
            shown.complete()
          },
          fail(failure) {
            if (log.ending() !== undefined) return
            noteFailure(failure, sent, headers)
            log.end('failed', failure.message)
            // The newest event stays visible: the log has the reason.
            if (log.total() === 0) shown.next(resultOf(failure))
            shown.complete()
          },
        }
        if (isTokenMissing(headers)) {
          sink.fail(NO_TOKEN)
          return { unsubscribe() {} }
        }
        const stop = connect(operation, headers, log, sink)
        return {
          unsubscribe() {
            log.end('stopped')
            shown.cancel()
            stop()
          },
        }
      },
    }
  }

  /** Subscribes over a WebSocket. Headers of a tab, and proxies without WebSockets, require server-sent events. */
  function connect(operation: Operation, headers: Headers, log: EventLog, sink: Sink): () => void {
    const overEvents = () => {
      log.useTransport({ name: 'server-sent events', isConnected: false })
      return subscribeOverEvents(url, operation, authorize(headers), sink)
    }
    if (Object.keys(headers).length > 0) return overEvents()
    let stop = subscribeOverWebSocket(url, operation, authorize(headers), {
      ...sink,
      notOpened() {
        // Stopped by the user before it was open.
        if (log.ending() === undefined) stop = overEvents()
      },
    })
    return () => stop()
  }

  return (passed, { headers = {}, documentAST } = {}) => {
    if (passed.operationName === INTROSPECTION && documentAST === undefined)
      return introspect(passed, headers)
    const { operation, kind } = chooseOperation(passed)
    if (kind === 'subscription') return subscribe(operation, headers)
    options.removeLog()
    return run(operation, headers).then(({ result }) => result)
  }
}

function hasToken(headers: Headers): boolean {
  return Object.keys(headers).some((name) => name.toLowerCase() === 'authorization')
}

/** Passes on only the newest result before each paint, since GraphiQL formats and highlights each. */
function showNewest(observer: Observer, beforePaint: FetcherOptions['beforePaint']) {
  let newest: { readonly result: unknown } | undefined
  const show = () => {
    if (newest === undefined) return
    const { result } = newest
    newest = undefined
    observer.next(result)
  }
  const schedule = beforePaint(show)
  return {
    next(result: unknown) {
      newest = { result }
      schedule()
    },
    /** Discards a result that is not shown yet: the response may be that of another tab by then. */
    cancel() {
      newest = undefined
    },
    complete() {
      show()
      observer.complete()
    },
  }
}
