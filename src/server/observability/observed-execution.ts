import { isAsyncIterable, type Plugin } from 'graphql-yoga'
import { onEnd } from '../stream.ts'
import type { Metrics } from './metrics/metrics.ts'
import type { OperationLabels } from './operation-labels.ts'
import { type RequestRecord, recordOf } from './request-record.ts'
import { untraced } from './tracing.ts'

interface RecordedContext {
  readonly record: RequestRecord
}

/**
 * Runs each operation in its span, counts streaming subscriptions, and admits the names of valid operations as labels.
 * All transports share these hooks.
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
        const counted = onEnd(stream, metrics.noteSubscription(transport))
        return record.trace === undefined ? counted : new TracedStream(counted, run)
      })
    },
  }
}

/**
 * Stream that produces its first event within the span of the operation, which ends before later events. It is a class,
 * because there are many streams.
 */
class TracedStream<Event> implements AsyncIterableIterator<Event> {
  readonly #events: AsyncIterator<Event>
  #run: typeof untraced

  constructor(events: AsyncIterable<Event>, run: typeof untraced) {
    this.#events = events[Symbol.asyncIterator]()
    this.#run = run
  }

  next(): Promise<IteratorResult<Event>> {
    const pending = this.#run(() => this.#events.next())
    this.#run = untraced
    return pending
  }

  return(): Promise<IteratorResult<Event>> {
    return this.#events.return?.() ?? Promise.resolve({ done: true, value: undefined })
  }

  [Symbol.asyncIterator](): this {
    return this
  }
}
