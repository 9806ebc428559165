import { isUpstreamError, UpstreamError } from '../../appstream/errors/exceptions.ts'
import { CoordinationUnavailable } from '../../shared/peers.ts'
import type { GraphContext } from '../context.ts'
import { attempt, reconcileLost } from './attempt.ts'
import { createRecorder } from './audit-recorder.ts'
import type { InputProblem } from './error-types.ts'
import { inputError } from './errors.ts'
import type { IdempotentMutation } from './idempotent-mutation.ts'
import type { MutationResult, Outcome, Runnable } from './outcome.ts'
import { isPlan, type Plan, type Planned } from './plan.ts'
import { decodeResult, encodeResult } from './stored-result.ts'
import { subjectOf } from './subject.ts'

/** Request to run a mutation. */
export interface RunRequest<Payload> {
  readonly planned: Planned<Payload>
  /** Violated constraints of the input. */
  readonly problems: readonly InputProblem[]
  readonly clientToken: string | null | undefined
  /** Text of the input: a token must not be reused with another input. */
  readonly input: string
}

const TOKEN_USED = 'Was used with a different input in the last 10 minutes: use a new token.'

function rejected(problems: readonly InputProblem[]): MutationResult<never> {
  return { outcome: inputError(problems), awsRequestId: undefined }
}

/**
 * Runs a mutation: executes its plan once per client token, reconciles unknown outcomes and writes the audit log.
 * @throws errors that are not modelled, unchanged
 */
export async function runMutation<Payload>(
  mutation: Runnable,
  context: GraphContext,
  { planned, problems, clientToken, input }: RunRequest<Payload>,
): Promise<Outcome<Payload>> {
  const { callerName, tokens, loaders } = context
  const plan = isPlan(planned) ? planned : undefined
  const allProblems = isPlan(planned) ? problems : [...problems, ...planned]
  let repeated = false
  const audit = createRecorder(mutation, context, plan)
  const record = (outcome: string, awsRequestId: string | undefined) =>
    audit({ outcome, awsRequestId, repeated })

  async function execute(sound: Plan<Payload>): Promise<MutationResult<Payload>> {
    if (clientToken == null) return (await attempt(mutation, sound, context, context.signal)).result
    const key = JSON.stringify([sound.target.key, clientToken])
    const request = { caller: callerName, key, input }
    const once = await tokens
      .once(request, { signal: context.signal }, idempotent(mutation, sound, context))
      .catch((error: unknown) => {
        if (error instanceof CoordinationUnavailable)
          throw new UpstreamError(mutation.operation, error, false)
        throw error
      })
    repeated = once?.isRepeat ?? false
    return once?.result ?? rejected([{ path: 'clientToken', message: TOKEN_USED }])
  }

  try {
    const result = plan === undefined || allProblems.length > 0 ? rejected(allProblems) : await execute(plan)
    record('code' in result.outcome ? String(result.outcome.code) : 'OK', result.awsRequestId)
    return result.outcome
  } catch (error) {
    const failed = isUpstreamError(error) ? error : undefined
    const isAborted = context.signal?.aborted && error === context.signal.reason
    record(failed?.code ?? (isAborted ? 'ABORTED' : 'INTERNAL_SERVER_ERROR'), failed?.awsRequestId)
    throw error
  } finally {
    // Later fields of the request must not see data that was read before the mutation.
    loaders.clear()
  }
}

/** Returns the mutation in the form that runs once per client token. */
function idempotent<Payload>(
  mutation: Runnable,
  plan: Plan<Payload>,
  context: GraphContext,
): IdempotentMutation<MutationResult<Payload>> {
  return {
    run: (signal, permitSend) => attempt(mutation, plan, context, signal, permitSend),
    reconcile: (ageMs) => reconcileLost(mutation, plan, context, ageMs),
    encode: ({ outcome, awsRequestId }) => encodeResult(outcome, awsRequestId),
    decode(stored) {
      const decoded = decodeResult(stored, context.inventory.targets)
      if (decoded === undefined) return undefined
      const subject = 'code' in decoded.outcome && { subject: subjectOf(plan, context.reading) }
      // The fingerprint includes the operation, so the result has its type.
      return { ...decoded, outcome: { ...decoded.outcome, ...subject } as Outcome<Payload> }
    },
  }
}
