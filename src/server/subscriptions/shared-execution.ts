import { createSourceEventStream, type ExecutionArgs } from 'graphql'
import { isAsyncIterable, type Plugin } from 'graphql-yoga'
import { createSlices } from '../../inventory/slices.ts'
import type { Admission } from '../execution/admission.ts'
import type { Deadlines } from '../limits/deadlines.ts'
import type { RequestRecord } from '../observability/request-record.ts'
import {
  createEventExecutor,
  type EventExecutorOptions,
  type EventSubscription,
  PACED_FROM_COST,
} from './event-executor.ts'
import {
  type DeliveredSubscription,
  type EventDelivery,
  EventResults,
  type EventSink,
} from './event-results.ts'
import { createEventSelections } from './event-selection.ts'

/** Context that creates a new context for each event of a subscription, so that loaders do not cache across events. */
interface RenewableContext {
  /** Contexts with the same key produce the same result. */
  readonly sharingKey: string
  /**
   * Creates the context of one event. The function must not retain the operation, which may be large.
   * @param signal aborts when the result is no longer needed.
   */
  readonly renewed: (signal: AbortSignal) => object
}

/** Options of {@link useSharedExecution}. */
export interface SharedExecutionOptions extends EventExecutorOptions {
  /** Limits the bytes that clients have not read. */
  readonly admission: Pick<Admission, 'roomToSend'>
}

type Subscription = EventSubscription & DeliveredSubscription

/** Members of a subscription's context that control the delivery of its events. */
interface DeliveryContext {
  readonly record?: RequestRecord
  readonly sink?: EventSink
}

/**
 * Executes each event once for all subscribers with the same selection, variables, authorization and freshness, so that
 * ten thousand subscribers cost little more than one. Events are executed in time slices; subscribers take turns.
 * @param runEvent runs an execution with its timeout.
 */
export function useSharedExecution(
  runEvent: Deadlines['runEvent'],
  options: Partial<SharedExecutionOptions> = {},
): Plugin {
  const { slices = createSlices(), admission } = options
  const selections = createEventSelections()
  const executor = createEventExecutor(runEvent, selections.documentOf, { ...options, slices })

  const delivery: EventDelivery<Subscription> = {
    slices,
    roomToSend: (caller) => admission?.roomToSend(caller),
    resultOf: executor.resultOf,
  }

  /** Returns only the data that events need, because the operation's document and variables may be large. */
  function subscriptionOf(args: ExecutionArgs): Subscription {
    const { contextValue, schema } = args
    const { record, sink } = contextValue as DeliveryContext
    const renewable = isRenewable(contextValue) ? contextValue : undefined
    return {
      schema,
      caller: record?.limitKey ?? '',
      selection: selections.selectionOf(args, renewable?.sharingKey),
      contextFor: renewable?.renewed ?? (() => contextValue),
      sink,
      mayBeLarge: (record?.cost ?? 0) >= PACED_FROM_COST,
    }
  }

  return {
    onSubscribe({ setSubscribeFn }) {
      setSubscribeFn(async (args: ExecutionArgs) => {
        const source = await createSourceEventStream(args)
        if (!isAsyncIterable<unknown>(source)) return source
        return new EventResults(source[Symbol.asyncIterator](), subscriptionOf(args), delivery)
      })
    },
  }
}

function isRenewable(context: unknown): context is RenewableContext {
  return typeof context === 'object' && context !== null && 'renewed' in context && 'sharingKey' in context
}
