import type { ServerResponse } from 'node:http'
import {
  type ExecutionArgs,
  type ExecutionResult,
  GraphQLError,
  getOperationAST,
  OperationTypeNode,
} from 'graphql'
import { isAsyncIterable, isPromise, type Plugin, type PromiseOrValue } from 'graphql-yoga'
import type { Slices } from '../../inventory/slices.ts'
import type { Turns } from '../../schema/pacing/turns.ts'
import type { Cancellable } from '../limits/deadlines.ts'
import type { RequestRecord } from '../observability/request-record.ts'
import type { Admission } from './admission.ts'
import { measureResult } from './serialized-results.ts'

/** Options of {@link useBoundedExecution}. */
export interface BoundedExecutionOptions {
  readonly admission: Admission
  readonly turns: Turns
  /** Scheduler that lets large results yield to the event loop. */
  readonly slices: Slices
  /** Maximum size of a response in bytes; 0: no limit. */
  readonly maxResponseBytes: number
}

/** Executions up to this cost take a few milliseconds and need not yield to the event loop. */
const PACED_FROM_COST = 1000
/** Smaller responses fit into the buffers of a socket. */
const HELD_FROM_BYTES = 64 * 1024

/** Members of the operation context used for limits. */
export interface BoundedContext extends Cancellable {
  readonly record: RequestRecord
  /** Absent for transports other than HTTP. */
  readonly res?: ServerResponse
}

/**
 * Limits the resources of queries and mutations. Executes them once {@link Admission} admits them, lets large ones
 * yield to the event loop, and replaces responses above `maxResponseBytes` with `RESPONSE_TOO_LARGE`.
 */
export function useBoundedExecution(options: BoundedExecutionOptions): Plugin<BoundedContext> {
  const { admission, turns, slices, maxResponseBytes } = options
  const maxBytes = maxResponseBytes === 0 ? Number.POSITIVE_INFINITY : maxResponseBytes

  function execute(
    run: (args: ExecutionArgs) => PromiseOrValue<ExecutionResult>,
    args: ExecutionArgs,
    leave: () => void,
  ): PromiseOrValue<ExecutionResult> {
    const { cancellation, record } = contextOf(args)
    const unregister = (record.cost ?? 0) >= PACED_FROM_COST ? turns.register(cancellation.signal) : undefined
    let isPending = false
    const end = () => {
      if (isPending) cancellation.signal.removeEventListener('abort', end)
      unregister?.()
      leave()
    }
    try {
      const executed = run(args)
      const result = isPromise(executed)
        ? executed.then((settled) => bounded(settled, args))
        : bounded(executed, args)
      if (!isPromise(result)) return result
      isPending = true
      // An aborted execution may never settle.
      if (cancellation.signal.aborted) end()
      else cancellation.signal.addEventListener('abort', end, { once: true })
      return result.finally(end)
    } finally {
      if (!isPending) end()
    }
  }

  /** Replaces a response above the limit. Counts the bytes of other large responses until the client has read them. */
  function bounded(result: ExecutionResult, args: ExecutionArgs): PromiseOrValue<ExecutionResult> {
    if (isAsyncIterable(result)) return result
    const { signal } = contextOf(args).cancellation
    const measured = measureResult(result, { maxBytes, slices, signal })
    return isPromise(measured)
      ? measured.then((bytes) => admitted(result, bytes, args))
      : admitted(result, measured, args)
  }

  function admitted(result: ExecutionResult, bytes: number, args: ExecutionArgs): ExecutionResult {
    if (bytes > maxBytes) return { data: null, errors: [tooLarge(args, maxBytes)] }
    const { record, res } = contextOf(args)
    if (bytes >= HELD_FROM_BYTES && res !== undefined && !res.closed) {
      res.once('close', admission.holdBytes(record.limitKey ?? '', bytes))
    }
    return result
  }

  return {
    onExecute({ executeFn, setExecuteFn }) {
      setExecuteFn((args: ExecutionArgs) => {
        const { cancellation, record } = contextOf(args)
        const { cost = 0, limitKey: caller = '' } = record
        try {
          const entered = admission.enter({ caller, cost, signal: cancellation.signal })
          if (!isPromise(entered)) return execute(executeFn, args, entered)
          record.isQueued = true
          return entered.then((leave) => {
            record.isQueued = false
            return execute(executeFn, args, leave)
          })
        } catch (error) {
          if (error instanceof GraphQLError) return { errors: [error] }
          throw error
        }
      })
    },
  }
}

function contextOf({ contextValue }: ExecutionArgs): BoundedContext {
  return contextValue as BoundedContext
}

function tooLarge({ document, operationName }: ExecutionArgs, maxBytes: number): GraphQLError {
  const isMutation = getOperationAST(document, operationName)?.operation === OperationTypeNode.MUTATION
  const message = `The response is larger than ${maxBytes} bytes (MAX_RESPONSE_BYTES). Select fewer items or fields.`
  return new GraphQLError(isMutation ? `${message} The mutation was executed.` : message, {
    extensions: { code: 'RESPONSE_TOO_LARGE' },
  })
}
