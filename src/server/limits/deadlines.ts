import { type ExecutionResult, GraphQLError, getOperationAST, OperationTypeNode } from 'graphql'
import { isPromise, type Plugin, type PromiseOrValue } from 'graphql-yoga'
import type { Schedule } from '../../inventory/clock.ts'

/** How long executions may take, in milliseconds; 0 is for ever. */
export interface DeadlineLimits {
  readonly queryTimeoutMs: number
  readonly mutationTimeoutMs: number
  readonly schedule: Schedule
}

/** What an operation's context holds for its deadline. */
export interface Cancellable {
  /** Aborted when the answer is no longer waited for: its signal is for the calls that are made for it. */
  readonly cancellation: AbortController
  /** Aborted when the client has gone; that of the HTTP request unless told. */
  readonly disconnected?: AbortSignal
}

/**
 * Runs an execution, and answers in its place when it has not finished in time: then `cancellation` is aborted, and what
 * the execution comes to is dropped. So it is, without an answer worth sending, when `disconnected` is aborted.
 */
type Deadline = (
  run: () => PromiseOrValue<ExecutionResult>,
  cancellation: AbortController,
  disconnected?: AbortSignal,
) => PromiseOrValue<ExecutionResult>

/** The deadlines of a gateway. */
export interface Deadlines {
  /** Sets the deadline of each query and mutation. A subscription as a whole has none. */
  readonly plugin: Plugin
  /** Runs the execution of one event of a subscription, which has the deadline of a query. */
  readonly runEvent: Deadline
}

/** Makes the deadlines. An answer in time's place has `data: null`, and so is 200 over HTTP. */
export function createDeadlines({ queryTimeoutMs, mutationTimeoutMs, schedule }: DeadlineLimits): Deadlines {
  const runQuery = createDeadline(queryTimeoutMs, schedule, () =>
    timeout('QUERY_TIMEOUT', `The query was given up after ${queryTimeoutMs} ms (QUERY_TIMEOUT_MS).`),
  )
  const runMutation = createDeadline(mutationTimeoutMs, schedule, () =>
    timeout(
      'MUTATION_TIMEOUT',
      `The mutation is not finished after ${mutationTimeoutMs} ms (MUTATION_TIMEOUT_MS). Its outcome is open: what has begun may still be done. Look before you repeat it.`,
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
          // The executor begins no further mutation of the operation once this is aborted.
          const abortable = { ...args, signal: cancellation.signal }
          return runMutation(() => executeFn(abortable), cancellation)
        })
      },
    },
  }
}

function createDeadline(ms: number, schedule: Schedule, expired: () => GraphQLError): Deadline {
  return (run, cancellation, disconnected) => {
    if (disconnected?.aborted) return { data: null }
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

    try {
      const result = run()
      if (isPromise(result)) {
        result.then(resolve, reject).finally(settle)
        return promise
      }
      settle()
      return result
    } catch (error) {
      settle()
      throw error
    }
  }
}

function timeout(code: string, message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { code } })
}
