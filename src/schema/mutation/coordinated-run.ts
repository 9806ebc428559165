import type { PermitSend } from '../../appstream/calls/attempts.ts'
import { isUpstreamError } from '../../appstream/errors/exceptions.ts'
import type { Schedule } from '../../clock.ts'
import type { TokenRequest, TokenRun, TokenStore } from '../../shared/peers.ts'
import type { IdempotentMutation, Settled } from './idempotent-mutation.ts'

/** Coordination of mutations between replicas. */
export interface Coordination {
  readonly store: TokenStore
  /** Time after which a request to AWS has ended, in milliseconds. */
  readonly settleMs: number
  readonly schedule: Schedule
}

/** Interval at which a repeat checks whether the run of another replica has ended. */
const CHECK_INTERVAL_MS = 50

/**
 * Runs a mutation unless another replica runs or ran it: then waits for its result. Returns undefined if the token was
 * used with another input.
 * @throws CoordinationUnavailable before anything is sent; the signal's reason if it aborts
 */
export async function coordinate<Result>(
  { store, settleMs, schedule }: Coordination,
  request: Omit<TokenRequest, 'settleMs'>,
  mutation: IdempotentMutation<Result>,
  signal: AbortSignal,
): Promise<Settled<Result> | undefined> {
  for (;;) {
    signal.throwIfAborted()
    const token = await store.begin({ ...request, settleMs })
    switch (token.state) {
      case 'begun':
        return endWith(token.run, 'repeatable', mutation, (permitSend) => mutation.run(signal, permitSend))
      case 'unclear':
        return {
          ...(await endWith(token.run, 'unclear', mutation, () => mutation.reconcile(token.ageMs))),
          isRepeat: true,
        }
      case 'done': {
        const result = mutation.decode(token.result)
        if (result !== undefined) return { result, keep: true, isRepeat: true }
        return { ...(await mutation.reconcile(token.ageMs)), isRepeat: true }
      }
      case 'otherInput':
        return undefined
      case 'running':
        await pause(schedule, signal)
    }
  }
}

/** Records the outcome of a run for the other replicas. `otherwise` applies to failures that are not kept. */
async function endWith<Result>(
  run: TokenRun,
  otherwise: 'repeatable' | 'unclear',
  mutation: IdempotentMutation<Result>,
  execute: (permitSend: PermitSend) => Promise<Settled<Result>>,
): Promise<Settled<Result>> {
  let outcome: Parameters<TokenRun['end']>[0] = otherwise
  let isSent = false
  try {
    const settled = await execute(async () => {
      const beforeSend = await run.sent()
      return () => {
        beforeSend()
        isSent = true
      }
    })
    if (settled.keep) outcome = { result: mutation.encode(settled.result) }
    else if (settled.isUnclear) outcome = 'unclear'
    return settled
  } catch (error) {
    const isRejected = isUpstreamError(error) && !error.mayHaveRun
    if (isSent && !isRejected) outcome = 'unclear'
    throw error
  } finally {
    await run.end(outcome)
  }
}

/** Resolves after the interval, or when the signal aborts. */
async function pause(schedule: Schedule, signal: AbortSignal): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>()
  const wake = () => resolve()
  const cancel = schedule(CHECK_INTERVAL_MS, wake)
  signal.addEventListener('abort', wake)
  await promise
  signal.removeEventListener('abort', wake)
  cancel()
}
