import type { ExecutionResult } from 'graphql'
import { isAsyncIterable, type Plugin } from 'graphql-yoga'
import type { Clock, Schedule } from '../../inventory/clock.ts'
import { recordOf } from '../observability/request-record.ts'
import { refusal } from '../refusal.ts'
import { onEnd } from '../stream.ts'

/** What tells when something expires. */
export interface ExpiryOptions {
  readonly clock: Clock
  readonly schedule: Schedule
}

/** The longest that a timer of Node's can be set for. */
const MAX_DELAY_MS = 2 ** 31 - 1

/** Runs something at a moment, however far off. @returns what calls it off. */
export function runAt(atMs: number, run: () => void, { clock, schedule }: ExpiryOptions): () => void {
  let cancel = () => {}
  function arm(): void {
    const leftMs = Math.max(0, atMs - clock.now())
    cancel = leftMs > MAX_DELAY_MS ? schedule(MAX_DELAY_MS, arm) : schedule(leftMs, run)
  }
  arm()
  return () => cancel()
}

/** Ends a subscription when the token that it was asked with expires: with an error that says so, as its last event. */
export function useExpiry(options: ExpiryOptions): Plugin {
  return {
    onSubscribe({ subscribeFn, setSubscribeFn }) {
      setSubscribeFn(async (args) => {
        const stream: unknown = await subscribeFn(args)
        const { expiresAt } = recordOf(args).identity ?? {}
        if (expiresAt === undefined || !isAsyncIterable<ExecutionResult>(stream)) return stream
        return endingAt(stream, expiresAt, options)
      })
    },
  }
}

/** Not an async generator: its `return` would wait for the next event. */
function endingAt(
  source: AsyncIterable<ExecutionResult>,
  expiresAt: number,
  options: ExpiryOptions,
): AsyncIterableIterator<ExecutionResult> {
  const events = onEnd(source, () => cancel())
  const last = { errors: [refusal('TOKEN_EXPIRED', 'The token of this subscription has expired.')] }
  /** Whoever waits for the next event; raced promises would be kept by the one that lasts as long as the token. */
  let waiting: ((next: IteratorResult<ExecutionResult>) => void) | undefined
  let state: 'open' | 'expired' | 'over' = 'open'
  const cancel = runAt(expiresAt, expire, options)

  function expire(): void {
    state = 'expired'
    waiting?.(takeLast())
  }
  function takeLast(): IteratorResult<ExecutionResult> {
    if (state === 'over') return { done: true, value: undefined }
    void end()
    return { done: false, value: last }
  }
  async function end(): Promise<IteratorResult<ExecutionResult>> {
    state = 'over'
    await events.return?.()
    return { done: true, value: undefined }
  }
  return {
    next() {
      if (state !== 'open') return Promise.resolve(takeLast())
      return new Promise((resolve, reject) => {
        waiting = resolve
        events.next().then(resolve, reject)
      })
    },
    return: end,
    async throw(error) {
      await end()
      throw error
    },
    [Symbol.asyncIterator]() {
      return this
    },
  }
}
