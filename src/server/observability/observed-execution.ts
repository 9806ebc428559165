import type { ExecutionArgs } from 'graphql'
import { isAsyncIterable, type Plugin } from 'graphql-yoga'
import type { Metrics } from './metrics/metrics.ts'
import type { OperationLabels } from './operation-labels.ts'
import type { RequestRecord } from './request-record.ts'
import { untraced } from './tracing.ts'

interface RecordedContext {
  readonly record: RequestRecord
}

/**
 * Has each operation run in its span, tells metrics which subscriptions stream, and lets the names of operations that
 * are valid become labels. On every transport: those that are not HTTP run the same hooks.
 */
export function useObservedExecution(metrics: Metrics, labels: OperationLabels): Plugin<RecordedContext> {
  return {
    onValidate:
      () =>
      ({ valid, context: { record } }) => {
        if (!valid || record.operation === undefined) return
        labels.admit(record.operation.name)
        record.operation = { ...record.operation, label: labels.labelOf(record.operation.name) }
      },
    onExecute({ executeFn, setExecuteFn, args }) {
      const { trace } = recordOf(args)
      if (trace !== undefined) setExecuteFn((again) => trace.run(() => executeFn(again)))
    },
    onSubscribe({ subscribeFn, setSubscribeFn, args }) {
      const record = recordOf(args)
      const run = record.trace?.run ?? untraced
      setSubscribeFn(async (again) => {
        const stream = await run(() => subscribeFn(again))
        if (!isAsyncIterable(stream)) return stream
        const transport = record.transport === 'http' ? 'sse' : record.transport
        return observed(stream, run, metrics.noteSubscription(transport))
      })
    },
  }
}

function recordOf({ contextValue }: ExecutionArgs): RequestRecord {
  return (contextValue as RecordedContext).record
}

/** The same stream, its first event made within the span; by the next ones that is over. */
function observed<Item>(
  stream: AsyncIterable<Item>,
  run: typeof untraced,
  onEnd: () => void,
): AsyncIterableIterator<Item> {
  const source = stream[Symbol.asyncIterator]()
  let runNext = run
  // Not an async generator: its `return` would wait for the next event.
  return {
    async next() {
      const pending = runNext(() => source.next())
      runNext = untraced
      try {
        const result = await pending
        if (result.done) onEnd()
        return result
      } catch (error) {
        onEnd()
        throw error
      }
    },
    return() {
      onEnd()
      return source.return?.() ?? Promise.resolve({ done: true, value: undefined })
    },
    throw(error) {
      onEnd()
      return source.throw?.(error) ?? Promise.reject(error)
    },
    [Symbol.asyncIterator]() {
      return this
    },
  }
}
