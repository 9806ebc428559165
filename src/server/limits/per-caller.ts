import { isAsyncIterable, type Plugin } from 'graphql-yoga'
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible'
import { recordOf } from '../observability/request-record.ts'
import { refusal } from '../refusal.ts'
import { onEnd } from '../stream.ts'

/** What one caller may have at a time; 0 is no limit. */
export interface CallerLimitOptions {
  /** Operations a minute. */
  readonly operationsPerMinute: number
  /** WebSocket connections at a time. */
  readonly connections: number
  /** Subscriptions at a time, over whatever transport. */
  readonly subscriptions: number
}

/** The limits of single callers; a caller is a token's subject, or an address where nobody has to say who they are. */
export interface CallerLimits {
  /** Counts an operation. @throws a refusal (429) past the rate, which says when to try again. */
  countOperation(caller: string): Promise<void>
  /** Takes a place for a connection; undefined when the caller has as many as it may. */
  admitConnection(caller: string): (() => void) | undefined
  /** Takes a place for a subscription; undefined when the caller has as many as it may. */
  admitSubscription(caller: string): (() => void) | undefined
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
  }
}

/** Counts what each caller has; what it returns for an admitted one gives the place back, once. */
function createPlaces(max: number): (caller: string) => (() => void) | undefined {
  const taken = new Map<string, number>()
  return (caller) => {
    const count = taken.get(caller) ?? 0
    if (max > 0 && count >= max) return undefined
    taken.set(caller, count + 1)
    let isHeld = true
    return () => {
      if (!isHeld) return
      isHeld = false
      const left = (taken.get(caller) ?? 1) - 1
      if (left === 0) taken.delete(caller)
      else taken.set(caller, left)
    }
  }
}

/** Bounds the subscriptions that one caller has at a time, over whatever transport. */
export function useSubscriptionLimit(limits: CallerLimits): Plugin {
  return {
    onSubscribe({ subscribeFn, setSubscribeFn }) {
      setSubscribeFn(async (args) => {
        const place = limits.admitSubscription(recordOf(args).limitKey ?? '')
        if (place === undefined) {
          return {
            errors: [
              refusal('TOO_MANY_SUBSCRIPTIONS', 'This caller has as many subscriptions as it may.', 429),
            ],
          }
        }
        let stream: unknown
        try {
          stream = await subscribeFn(args)
        } finally {
          if (!isAsyncIterable(stream)) place()
        }
        return isAsyncIterable(stream) ? onEnd(stream, place) : stream
      })
    },
  }
}
