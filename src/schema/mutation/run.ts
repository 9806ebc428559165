import type { PermitSend } from '../../appstream/attempts.ts'
import { isCallAborted, isUpstreamError, UpstreamError } from '../../appstream/exceptions.ts'
import type { ReadOptions } from '../../inventory/cached.ts'
import type { Reading } from '../../inventory/inventory.ts'
import { CoordinationUnavailable } from '../../shared/peers.ts'
import { type Caller, missingScopes } from '../access.ts'
import type { GraphContext } from '../context.ts'
import { createRecorder } from './audit-recorder.ts'
import type { IdempotentMutation, Settled } from './client-tokens.ts'
import type { InputProblem, ModelledError, MutationError } from './error-types.ts'
import {
  inputError,
  lostOutcomeError,
  outcomeUnknownError,
  toMutationError,
  withNewResources,
} from './errors.ts'
import { InvalidInput, isPlan, MutationRejected, type Plan, type Planned } from './plan.ts'
import type { RecentCreations } from './recent-creations.ts'
import { decodeResult, encodeResult } from './stored-result.ts'
import { subjectOf } from './subject.ts'

/** Result of a mutation: its payload or a typed error, each with its `__typename`. */
export type Outcome<Payload> = (Payload & { readonly __typename: string }) | MutationError

/** Properties of a mutation that affect how it runs. */
export interface Runnable {
  /** AWS operation, or the name of a mutation with several calls. */
  readonly operation: string
  readonly payloadType: string
  readonly errors: readonly ModelledError[]
  /** True if the mutation creates a resource: idempotent repeats require a client token. */
  readonly creates: boolean
  /** True if the mutation deletes its resource. */
  readonly deletes?: boolean
}

/** Request to run a mutation. */
export interface RunRequest<Payload> {
  readonly planned: Planned<Payload>
  /** Violated constraints of the input. */
  readonly problems: readonly InputProblem[]
  readonly clientToken: string | null | undefined
  /** Text of the input: a token must not be reused with another input. */
  readonly input: string
}

interface MutationResult<Payload> {
  readonly outcome: Outcome<Payload>
  readonly awsRequestId: string | undefined
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
  const { caller, tokens, loaders } = context
  const plan = isPlan(planned) ? planned : undefined
  const allProblems = isPlan(planned) ? problems : [...problems, ...planned]
  let repeated = false
  const audit = createRecorder(mutation, context, plan)
  const record = (outcome: string, awsRequestId: string | undefined) =>
    audit({ outcome, awsRequestId, repeated })

  async function execute(sound: Plan<Payload>): Promise<MutationResult<Payload>> {
    if (clientToken == null) return (await attempt(mutation, sound, context, context.signal)).result
    const key = JSON.stringify([sound.target.key, clientToken])
    const request = { caller: caller.name, key, input }
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

/**
 * Sends a plan and converts modelled errors to data. A call that was aborted after it was sent may have been executed,
 * like any call without a response, so its outcome is reconciled.
 */
async function attempt<Payload>(
  mutation: Runnable,
  plan: Plan<Payload>,
  { caller, reading, onSend, recentCreations }: GraphContext,
  signal: AbortSignal | undefined,
  permitSend?: PermitSend,
): Promise<Settled<MutationResult<Payload>>> {
  const succeed = (payload: Payload, awsRequestId: string | undefined) =>
    succeeded(mutation, plan, recentCreations, payload, awsRequestId)
  const fail = (outcome: MutationError) => ({
    result: { outcome, awsRequestId: outcome.awsRequestId },
    keep: !outcome.retryable,
  })
  let isSent = false
  try {
    await plan.verify?.({ signal, onSend })
    isSent = true
    const { output, awsRequestId } = await plan.send(
      plan.target.writer({ caller: caller.name, signal, permitSend, onSend }),
    )
    return succeed(output, awsRequestId)
  } catch (error) {
    if (error instanceof InvalidInput) return fail(inputError(error.problems))
    if (error instanceof MutationRejected) return fail({ ...error.error, subject: subjectOf(plan, reading) })
    if (!isUpstreamError(error) && !isCallAborted(error)) throw error
    if (isSent && error.mayHaveRun && plan.reconcile !== undefined) {
      const found = await reconcileQuietly(plan.reconcile, reading, error)
      if (found !== undefined) return succeed(found, isUpstreamError(error) ? error.awsRequestId : undefined)
      if (mutation.creates) return fail(outcomeUnknownError(mutation.operation, error))
    }
    if (isCallAborted(error)) throw error.cause
    const known = toMutationError(error, mutation.errors, textFor(caller, error))
    if (known === undefined) throw error
    const { refersTo } = plan
    const outcome =
      refersTo === undefined ? known : withNewResources(known, refersTo.some(recentCreations.has))
    return fail({ ...outcome, subject: subjectOf(plan, reading) })
  }
}

/** Reconciles a mutation that another replica sent before it died. It is never sent again. */
async function reconcileLost<Payload>(
  mutation: Runnable,
  plan: Plan<Payload>,
  { clock, reading, recentCreations }: GraphContext,
  ageMs: number,
): Promise<Settled<MutationResult<Payload>>> {
  const since = clock.now() - ageMs
  const { reconcile } = plan
  const cause = new Error('The replica that sent the request ended.')
  const found = reconcile && (await reconcileQuietly((read) => reconcile(read, since), reading, cause))
  if (found !== undefined) return succeeded(mutation, plan, recentCreations, found, undefined)
  return { result: { outcome: lostOutcomeError(mutation.operation), awsRequestId: undefined }, keep: false }
}

function succeeded<Payload>(
  mutation: Runnable,
  plan: Plan<Payload>,
  recentCreations: RecentCreations,
  payload: Payload,
  awsRequestId: string | undefined,
): Settled<MutationResult<Payload>> {
  noteCreation(mutation, plan, recentCreations)
  return {
    result: { outcome: { ...payload, __typename: mutation.payloadType }, awsRequestId },
    keep: true,
  }
}

/** Returns the text of AWS; the gateway's own if AWS may name a person of whom the caller may not know. */
function textFor(caller: Caller, { message, awsMessage, mayRevealPeople }: UpstreamError): string {
  const isWithheld = mayRevealPeople && missingScopes(caller, 'appstream:people').length > 0
  return isWithheld ? message : awsMessage
}

function noteCreation(
  { deletes }: Runnable,
  { target, name, resourceType, created }: Plan<unknown>,
  recentCreations: RecentCreations,
): void {
  if (deletes && resourceType !== undefined) recentCreations.delete({ target, resourceType, name })
  if (created !== undefined) recentCreations.add(created)
}

/** Timeout of a reconciliation, which continues even if no caller waits for it any longer. */
const RECONCILE_TIMEOUT_MS = 30_000

/** Reconciles an unknown outcome. Undefined if the read fails; the caller then reports the original error. */
export async function reconcileQuietly<Payload>(
  reconcile: (read: ReadOptions) => Promise<Payload | undefined>,
  reading: Reading,
  cause: Error,
): Promise<Payload | undefined> {
  const timeout = AbortSignal.timeout(RECONCILE_TIMEOUT_MS)
  try {
    return await reconcile(reading.now(timeout))
  } catch (error) {
    if (isUpstreamError(error) || timeout.aborted) return undefined
    throw new AggregateError([error, cause], 'Reading the outcome from AWS failed.')
  }
}
