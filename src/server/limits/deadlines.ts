import { type ExecutionResult, GraphQLError, getOperationAST, OperationTypeNode } from 'graphql'
import { isPromise, type Plugin, type PromiseOrValue } from 'graphql-yoga'
import type { Schedule } from '../../clock.ts'

/** Timeouts of executions in milliseconds; 0: no limit. */
export interface DeadlineLimits {
  readonly queryTimeoutMs: number
  readonly mutationTimeoutMs: number
  readonly schedule: Schedule
}

/** Members of the operation context for cancellation. */
export interface Cancellable {
  /** Aborted when the response is no longer needed. The calls of the operation use its signal. */
  readonly cancellation: AbortController
  /** Aborted when the client has disconnected. Default: the signal of the HTTP request. */
  readonly disconnected?: Disconnection
}

/** Disconnection of a client. An `AbortSignal` is one, but is slow to create and to listen to. */
export interface Disconnection {
  readonly aborted: boolean
  readonly reason: unknown
  addEventListener(type: 'abort', listener: () => void): void
  removeEventListener(type: 'abort', listener: () => void): void
}

/**
 * Runs an execution with a timeout. On timeout, aborts `cancellation`, returns an error and drops the late result. When
 * `disconnected` aborts, does the same but returns an empty result.
 */
type Deadline = (
  run: () => PromiseOrValue<ExecutionResult>,
  cancellation: AbortController,
  disconnected?: Disconnection,
) => PromiseOrValue<ExecutionResult>

/** Timeouts of all operations. */
export interface Deadlines {
  /** Applies the timeout to each query and mutation. A subscription as a whole has none. */
  readonly plugin: Plugin
  /** Runs the execution of one subscription event, with the timeout of a query. */
  readonly runEvent: Deadline
}

/** Creates the timeouts. The result of a timeout has `data: null`, and therefore status 200 over HTTP. */
export function createDeadlines({ queryTimeoutMs, mutationTimeoutMs, schedule }: DeadlineLimits): Deadlines {
  const runQuery = createDeadline(queryTimeoutMs, schedule, () =>
    timeout(
      'QUERY_TIMEOUT',
      `The query timed out after ${queryTimeoutMs} ms (QUERY_TIMEOUT_MS): retry, or request less.`,
    ),
  )
  const runMutation = createDeadline(mutationTimeoutMs, schedule, () =>
    timeout(
      'MUTATION_TIMEOUT',
      `The mutation timed out after ${mutationTimeoutMs} ms (MUTATION_TIMEOUT_MS). Its outcome is unknown: calls already sent may still succeed. Read the resource before retrying.`,
    ),
  )
  return {
    runEvent: runQuery,
    plugin: {
      onExecute({ args: { document, operationName }, executeFn, setExecuteFn }) {
        const operation = getOperationAST(document, operationName)?.operation
        setExecuteFn((args) => {
          const { cancellation, disconnected, request }: Cancellable & { request: Request } =
            args.contextValue
          if (operation !== OperationTypeNode.MUTATION) {
            return runQuery(() => executeFn(args), cancellation, disconnected ?? request.signal)
          }
          // After an abort, the executor does not start the remaining mutations of the operation.
          const abortable = { ...args, signal: cancellation.signal }
          return runMutation(() => executeFn(abortable), cancellation)
        })
      },
    },
  }
}

function createDeadline(ms: number, schedule: Schedule, expired: () => GraphQLError): Deadline {
  function limited(
    pending: Promise<ExecutionResult>,
    cancellation: AbortController,
    disconnected: Disconnection | undefined,
  ): Promise<ExecutionResult> {
    const { promise, resolve, reject } = Promise.withResolvers<ExecutionResult>()
    function giveUp(result: ExecutionResult, reason: unknown): void {
      settle()
      cancellation.abort(reason)
      resolve(result)
    }
    function onExpired(): void {
      const error = expired()
      giveUp({ data: null, errors: [error] }, error)
    }
    const onDisconnected = () => giveUp({ data: null }, disconnected?.reason)
    const cancel = ms > 0 ? schedule(ms, onExpired) : () => {}
    disconnected?.addEventListener('abort', onDisconnected)
    function settle(): void {
      cancel()
      disconnected?.removeEventListener('abort', onDisconnected)
    }
    pending.then(resolve, reject).finally(settle)
    return promise
  }

  return (run, cancellation, disconnected) => {
    if (disconnected?.aborted) return { data: null }
    const result = run()
    // A synchronous result needs no timer: neither a timeout nor a disconnection could have interrupted it.
    return isPromise(result) ? limited(result, cancellation, disconnected) : result
  }
}

function timeout(code: string, message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { code } })
}
