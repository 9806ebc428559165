import { type DocumentNode, type ExecutionResult, execute, GraphQLError, type GraphQLSchema } from 'graphql'
import { isPromise, type PromiseOrValue } from 'graphql-yoga'
import { createSlices, type Slices } from '../../inventory/slices.ts'
import type { Turns } from '../../schema/pacing/turns.ts'
import { createCostEstimate } from '../cost/estimate.ts'
import type { KnownSizes } from '../cost/lengths.ts'
import { type AdmissionLimits, createAdmission } from '../execution/admission.ts'
import { measureResult } from '../execution/serialized-results.ts'
import type { Deadlines } from '../limits/deadlines.ts'
import type { EventSelection } from './event-selection.ts'
import { createSharedResults, type SharedResult, type SizedResult } from './shared-results.ts'

/** Options of {@link createEventExecutor}. */
export interface EventExecutorOptions {
  /** Scheduler that lets large results yield to the event loop. */
  readonly slices: Slices
  readonly turns: Turns
  readonly sizes: KnownSizes
  readonly admissionLimits: AdmissionLimits
  /** Maximum size of an event's result in bytes; 0: no limit. */
  readonly maxResponseBytes: number
}

/** Inputs for the execution of a subscription's events. */
export interface EventSubscription {
  readonly schema: GraphQLSchema
  readonly caller: string
  readonly selection: EventSelection
  /**
   * Creates the context of one event.
   * @param signal aborts when the result is no longer needed.
   */
  readonly contextFor: (signal: AbortSignal) => unknown
}

/** Executions up to this cost take a few milliseconds and need not yield to the event loop. */
export const PACED_FROM_COST = 1000
/** Number of large events of one caller that execute concurrently. Each counts as this part of the caller's limit. */
const LARGE_EVENTS = 4

/**
 * Creates the executor of events. Large events yield to the event loop, and only a few execute concurrently. They have
 * their own {@link AdmissionLimits}, so that events and queries never wait for each other.
 */
export function createEventExecutor(
  runEvent: Deadlines['runEvent'],
  documentOf: (selection: EventSelection) => DocumentNode,
  options: Partial<EventExecutorOptions>,
) {
  const { slices = createSlices(), turns, sizes, admissionLimits, maxResponseBytes = 0 } = options
  const maxBytes = maxResponseBytes === 0 ? Number.POSITIVE_INFINITY : maxResponseBytes
  const costOf = sizes && createCostEstimate({ sizes })
  // The queue is unlimited, because a rejected event would be lost. The feed bounds the number of events.
  const admission =
    admissionLimits &&
    createAdmission({
      ...admissionLimits,
      maxQueued: 0,
      callerQueued: 0,
      maxUnsentBytes: 0,
      callerUnsentBytes: 0,
    })
  const results = createSharedResults()

  function run(
    { schema, selection, contextFor }: EventSubscription,
    event: unknown,
    cancellation: AbortController,
    abandoned: AbortSignal,
  ): PromiseOrValue<ExecutionResult> {
    const { variableValues } = selection
    const contextValue = contextFor(cancellation.signal)
    return runEvent(
      () =>
        execute({ schema, document: documentOf(selection), variableValues, rootValue: event, contextValue }),
      cancellation,
      abandoned,
    )
  }

  async function runLarge(
    subscription: EventSubscription,
    event: unknown,
    cost: number,
    abandoned: AbortSignal,
  ): Promise<ExecutionResult> {
    const { caller } = subscription
    const share = (admissionLimits?.callerRunningCost || Number.POSITIVE_INFINITY) / LARGE_EVENTS
    const leave = await admission?.enter({ caller, cost: Math.min(cost, share), signal: abandoned })
    const cancellation = new AbortController()
    const unregister = turns?.register(cancellation.signal)
    try {
      return await run(subscription, event, cancellation, abandoned)
    } finally {
      unregister?.()
      leave?.()
    }
  }

  function sized(result: ExecutionResult, signal: AbortSignal): PromiseOrValue<SizedResult> {
    const measured = measureResult(result, { maxBytes, slices, signal })
    return isPromise(measured) ? measured.then((bytes) => bounded(result, bytes)) : bounded(result, measured)
  }

  function bounded(result: ExecutionResult, bytes: number): SizedResult {
    if (bytes <= maxBytes) return { result, bytes }
    const message = `The event is larger than ${maxBytes} bytes (MAX_RESPONSE_BYTES). Select fewer items or fields.`
    const error = new GraphQLError(message, { extensions: { code: 'RESPONSE_TOO_LARGE' } })
    return { result: { data: null, errors: [error] }, bytes: message.length }
  }

  function failed(error: unknown): SizedResult {
    const originalError = error instanceof Error ? error : new Error(String(error))
    const result = { data: null, errors: [new GraphQLError('Unexpected error', { originalError })] }
    return { result, bytes: originalError.message.length }
  }

  function executeEvent(
    subscription: EventSubscription,
    event: unknown,
    abandoned: AbortSignal,
  ): PromiseOrValue<SizedResult> {
    try {
      const { schema, selection } = subscription
      const { variableValues } = selection
      const cost = costOf?.({ schema, document: documentOf(selection), variableValues }) ?? 0
      const result =
        cost >= PACED_FROM_COST
          ? runLarge(subscription, event, cost, abandoned)
          : run(subscription, event, new AbortController(), abandoned)
      const sizedResult = isPromise(result)
        ? result.then((settled) => sized(settled, abandoned))
        : sized(result, abandoned)
      return isPromise(sizedResult) ? sizedResult.catch(failed) : sizedResult
    } catch (error) {
      return failed(error)
    }
  }

  return {
    resultOf(subscription: EventSubscription, event: unknown): SharedResult {
      const execute = (abandoned: AbortSignal) => executeEvent(subscription, event, abandoned)
      const shareable = typeof event === 'object' && event !== null ? event : {}
      return results.get(shareable, subscription.selection.key, execute)
    },
  }
}
