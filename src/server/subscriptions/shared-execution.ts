import { createSourceEventStream, type ExecutionArgs } from 'graphql'
import { isAsyncIterable, type Plugin } from 'graphql-yoga'
import { createSlices, type Slices } from '../../inventory/slices.ts'
import type { Admission } from '../execution/admission.ts'
import type { Deadlines } from '../limits/deadlines.ts'
import type { RequestRecord } from '../observability/request-record.ts'
import { createEventExecutor, type EventExecutorOptions, type EventSubscription } from './event-executor.ts'
import { EventResults } from './event-results.ts'
import { createEventSelections } from './event-selection.ts'
import type { Outlet } from './outlet.ts'

/** A context of which each event of a subscription gets a fresh one: loaders must not remember an earlier event. */
interface RenewableContext {
  /** Contexts of the same key give the same result. */
  readonly sharingKey: string
  /** @param signal aborted when nobody waits for the event's result any more. */
  readonly renewed: (signal: AbortSignal) => object
}

/** Options of {@link useSharedExecution}. */
export interface SharedExecutionOptions extends EventExecutorOptions {
  /** Lets events of many subscribers yield to the event loop. */
  readonly slices: Slices
  /** Bounds the results that clients have not read. */
  readonly admission: Pick<Admission, 'roomToSend'>
}

/** The part of a subscription's context that decides how its events are sent. */
interface DeliveryContext {
  readonly record?: RequestRecord
  readonly outlet?: Outlet
}

/**
 * Executes each event once for all subscribers that would get the same result: the same event object, selection,
 * variables, authorization and freshness. Ten thousand subscribers cost little more than one. Events of all subscribers
 * are executed in time slices, one event of each subscriber in turn.
 * @param runEvent runs an execution, with its deadline.
 */
export function useSharedExecution(
  runEvent: Deadlines['runEvent'],
  options: Partial<SharedExecutionOptions> = {},
): Plugin {
  const { slices = createSlices(), admission } = options
  const selections = createEventSelections()
  const executor = createEventExecutor(runEvent, selections.documentOf, options)

  /** Holds what events need, and nothing else of the operation: its variables and document may be large. */
  function subscriptionOf(args: ExecutionArgs): EventSubscription {
    const { contextValue, schema } = args
    const { record } = contextValue as DeliveryContext
    const renewable = isRenewable(contextValue) ? contextValue : undefined
    return {
      schema,
      caller: record?.limitKey ?? '',
      selection: selections.selectionOf(args, renewable?.sharingKey),
      contextFor: renewable?.renewed ?? (() => contextValue),
    }
  }

  return {
    onSubscribe({ setSubscribeFn }) {
      setSubscribeFn(async (args: ExecutionArgs) => {
        const source = await createSourceEventStream(args)
        if (!isAsyncIterable<unknown>(source)) return source
        const subscription = subscriptionOf(args)
        const { outlet } = args.contextValue as DeliveryContext
        return new EventResults(source[Symbol.asyncIterator](), {
          slices,
          outlet,
          roomToSend: () => admission?.roomToSend(subscription.caller),
          resultOf: (event) => executor.resultOf(subscription, event),
        })
      })
    },
  }
}

function isRenewable(context: unknown): context is RenewableContext {
  return typeof context === 'object' && context !== null && 'renewed' in context && 'sharingKey' in context
}
