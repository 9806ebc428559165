import type { ExecutionArgs, ExecutionResult } from 'graphql'
import { isAsyncIterable, type Plugin } from 'graphql-yoga'
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible'
import { jsonSizeOf } from '../execution/json-size.ts'
import { recordOf } from '../observability/request-record.ts'
import { refusal } from '../refusal.ts'
import { onEnd } from '../stream.ts'
import { createPlaces } from './places.ts'

/** What one caller may have at a time; 0 is no limit. */
export interface CallerLimitOptions {
  /** Operations a minute. */
  readonly operationsPerMinute: number
  /** WebSocket connections at a time. */
  readonly connections: number
  /** Subscriptions at a time, over whatever transport. */
  readonly subscriptions: number
  /** Bytes of the documents and variables of these subscriptions. */
  readonly subscriptionBytes: number
  /** The same of all callers. */
  readonly totalSubscriptionBytes: number
}

/** The limits of single callers; a caller is a token's subject, or an address where nobody has to say who they are. */
export interface CallerLimits {
  /** Counts an operation. @throws a refusal (429) past the rate, which says when to try again. */
  countOperation(caller: string): Promise<void>
  /** Takes a place for a connection; undefined when the caller has as many as it may. */
  admitConnection(caller: string): (() => void) | undefined
  /** Takes a place for a subscription; undefined when the caller has as many as it may. */
  admitSubscription(caller: string): (() => void) | undefined
  /** Takes room for the bytes that a subscription holds; undefined when there is not enough. */
  admitSubscriptionBytes(caller: string, bytes: number): (() => void) | undefined
}

const RATE_WINDOW_S = 60

/** Makes the limits of one gateway's callers, all unused. */
export function createCallerLimits(options: CallerLimitOptions): CallerLimits {
  const { operationsPerMinute } = options
  const rate =
    operationsPerMinute > 0
      ? new RateLimiterMemory({ points: operationsPerMinute, duration: RATE_WINDOW_S })
      : undefined
  return {
    async countOperation(caller) {
      await rate?.consume(caller).catch((error: unknown) => {
        if (!(error instanceof RateLimiterRes)) throw error
        const message = `A caller may send ${operationsPerMinute} operations a minute.`
        const seconds = String(Math.ceil(error.msBeforeNext / 1000))
        throw refusal('RATE_LIMITED', message, 429, { 'retry-after': seconds })
      })
    },
    admitConnection: createPlaces(options.connections),
    admitSubscription: createPlaces(options.subscriptions),
    admitSubscriptionBytes: createPlaces(options.subscriptionBytes, options.totalSubscriptionBytes),
  }
}

/** Returns about the most that a subscription makes the gateway hold: its document and its variables. */
function bytesOf({ document, variableValues }: ExecutionArgs): number {
  return (document.loc?.source.body.length ?? 0) + jsonSizeOf(variableValues ?? {}, Number.POSITIVE_INFINITY)
}

/** Bounds the subscriptions that one caller has at a time, over whatever transport. */
export function useSubscriptionLimit(limits: CallerLimits): Plugin {
  return {
    onSubscribe({ subscribeFn, setSubscribeFn }) {
      setSubscribeFn(async (args) => {
        const caller = recordOf(args).limitKey ?? ''
        const leave = limits.admitSubscription(caller)
        if (leave === undefined) {
          return tooMany('This caller has as many subscriptions as it may (CALLER_MAX_SUBSCRIPTIONS).')
        }
        const release = limits.admitSubscriptionBytes(caller, bytesOf(args))
        if (release === undefined) {
          leave()
          return tooMany(
            'The documents and variables of subscriptions are too large together (CALLER_MAX_SUBSCRIPTION_BYTES, MAX_SUBSCRIPTION_BYTES). Send shorter lists, or fewer subscriptions.',
          )
        }
        const end = () => {
          leave()
          release()
        }
        let stream: unknown
        try {
          stream = await subscribeFn(args)
        } finally {
          if (!isAsyncIterable(stream)) end()
        }
        return isAsyncIterable(stream) ? onEnd(stream, end) : stream
      })
    },
  }
}

function tooMany(message: string): ExecutionResult {
  return { errors: [refusal('TOO_MANY_SUBSCRIPTIONS', message, 429)] }
}
