import type { ExecutionArgs, ExecutionResult } from 'graphql'
import { isAsyncIterable, type Plugin } from 'graphql-yoga'
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible'
import { codedError } from '../coded-error.ts'
import { jsonSizeOf } from '../execution/json-size.ts'
import { recordOf } from '../observability/request-record.ts'
import { onEnd } from '../stream.ts'
import { createSharedRate, type Rate, type SharedRateOptions } from './shared-rate.ts'
import { createSlots } from './slots.ts'

/** Limits of one caller; 0: no limit. */
export interface CallerLimitOptions {
  /** Operations per minute. */
  readonly operationsPerMinute: number
  /** Concurrent WebSocket connections. */
  readonly connections: number
  /** Concurrent subscriptions over all transports. */
  readonly subscriptions: number
  /** Total bytes of the documents and variables of these subscriptions. */
  readonly subscriptionBytes: number
  /** Same, for all callers together. */
  readonly totalSubscriptionBytes: number
}

/** Limits per caller: per subject of a token, or without authentication per client address. */
export interface CallerLimits {
  /**
   * Counts an operation. Rejects with a GraphQLError (429) above the rate, with a `retry-after` header. Undefined if there
   * is no limit.
   */
  countOperation(caller: string): Promise<void> | undefined
  /** Takes a slot for a connection. Returns its release function, or undefined if the caller is at its limit. */
  admitConnection(caller: string): (() => void) | undefined
  /** Takes a slot for a subscription. Returns its release function, or undefined if the caller is at its limit. */
  admitSubscription(caller: string): (() => void) | undefined
  /** Reserves the bytes that a subscription retains. Returns the release function, or undefined if too few are left. */
  admitSubscriptionBytes(caller: string, bytes: number): (() => void) | undefined
}

const RATE_WINDOW_S = 60

/** Counts that all replicas share, and the schedule of their flushes. */
export type Sharing = Pick<SharedRateOptions, 'counts' | 'clock' | 'schedule'>

/** Creates the limits of callers, all unused. The rate is that of all replicas if they share their counts. */
export function createCallerLimits(options: CallerLimitOptions, sharing?: Sharing): CallerLimits {
  const { operationsPerMinute: limit } = options
  const rate = limit > 0 ? createRate(limit, sharing) : undefined
  function checkWait(waitMs: number): void {
    if (waitMs === 0) return
    const message = `Too many operations: a caller may send ${limit} per minute (RATE_LIMIT_PER_MINUTE). Retry later.`
    const seconds = String(Math.ceil(waitMs / 1000))
    throw codedError('RATE_LIMITED', message, 429, { 'retry-after': seconds })
  }
  return {
    countOperation: (caller) => rate?.(caller).then(checkWait),
    admitConnection: createSlots(options.connections),
    admitSubscription: createSlots(options.subscriptions),
    admitSubscriptionBytes: createSlots(options.subscriptionBytes, options.totalSubscriptionBytes),
  }
}

function createRate(limit: number, sharing: Sharing | undefined): Rate {
  if (sharing !== undefined) return createSharedRate({ limit, windowS: RATE_WINDOW_S, ...sharing })
  const limiter = new RateLimiterMemory({ points: limit, duration: RATE_WINDOW_S })
  return async (caller) => {
    try {
      await limiter.consume(caller)
      return 0
    } catch (error) {
      if (!(error instanceof RateLimiterRes)) throw error
      return error.msBeforeNext
    }
  }
}

/** Returns an upper bound of the bytes that a subscription retains: its document and its variables. */
function bytesOf({ document, variableValues }: ExecutionArgs): number {
  return (document.loc?.source.body.length ?? 0) + jsonSizeOf(variableValues ?? {}, Number.POSITIVE_INFINITY)
}

/** Limits the concurrent subscriptions of one caller over all transports. */
export function useSubscriptionLimit(limits: CallerLimits): Plugin {
  return {
    onSubscribe({ subscribeFn, setSubscribeFn }) {
      setSubscribeFn(async (args) => {
        const caller = recordOf(args).limitKey ?? ''
        const leave = limits.admitSubscription(caller)
        if (leave === undefined) {
          return tooMany('Too many subscriptions of this caller (CALLER_MAX_SUBSCRIPTIONS): end one first.')
        }
        const release = limits.admitSubscriptionBytes(caller, bytesOf(args))
        if (release === undefined) {
          leave()
          return tooMany(
            'The documents and variables of all subscriptions are too large (CALLER_MAX_SUBSCRIPTION_BYTES, MAX_SUBSCRIPTION_BYTES): shorten lists, or open fewer subscriptions.',
          )
        }
        let stream: unknown
        try {
          stream = await subscribeFn(args)
        } finally {
          if (!isAsyncIterable(stream)) {
            leave()
            release()
          }
        }
        return isAsyncIterable(stream) ? onEnd(onEnd(stream, leave), release) : stream
      })
    },
  }
}

function tooMany(message: string): ExecutionResult {
  return { errors: [codedError('TOO_MANY_SUBSCRIPTIONS', message, 429)] }
}
