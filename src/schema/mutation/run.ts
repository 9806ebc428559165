import { isCallAborted, isUpstreamError, type UpstreamError } from '../../appstream/exceptions.ts'
import type { ReadOptions } from '../../inventory/cached.ts'
import type { Reading } from '../../inventory/inventory.ts'
import { truncate } from '../../truncate.ts'
import { type Caller, missingScopes } from '../access.ts'
import type { GraphContext } from '../context.ts'
import type { AuditEntry } from './audit.ts'
import type { Settled } from './client-tokens.ts'
import type { InputProblem, ModelledError, MutationError } from './error-types.ts'
import { inputError, outcomeUnknownError, toMutationError, withNewResources } from './errors.ts'
import { InvalidInput, isPlan, MutationRejected, type Plan, type Planned } from './plan.ts'
import type { RecentCreations } from './recent-creations.ts'
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
    const run = (signal: AbortSignal | undefined) => attempt(mutation, sound, context, signal)
    if (clientToken == null) return (await run(context.signal)).result
    const key = JSON.stringify([sound.target.key, clientToken])
    let isFirst = false
    const result = tokens.once(caller.name, key, input, { signal: context.signal }, (signal) => {
      isFirst = true
      return run(signal)
    })
    repeated = result !== undefined && !isFirst
    return result ?? rejected([{ path: 'clientToken', message: TOKEN_USED }])
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

/** Writes the audit record of a mutation that the caller may not run. Makes no AWS call. */
export function rejectMutation(
  mutation: Pick<Runnable, 'operation'>,
  context: GraphContext,
  planned: Planned<unknown>,
  error: MutationError,
): MutationError {
  const record = createRecorder(mutation, context, isPlan(planned) ? planned : undefined)
  record({ outcome: error.code, awsRequestId: undefined, repeated: false })
  return error
}

/** Maximum length of names in the audit log. Valid names are shorter; unchecked names can have any length. */
const MAX_NAME_LENGTH = 300

/** Creates a function that writes the audit record of a mutation, given its outcome. */
export function createRecorder(
  { operation }: Pick<Runnable, 'operation'>,
  { audit, caller, clock }: GraphContext,
  plan: Pick<Plan<unknown>, 'target' | 'name' | 'made'> | undefined,
) {
  const startedAt = clock.now()
  return (end: Pick<AuditEntry, 'outcome' | 'awsRequestId' | 'repeated'>): void =>
    audit({
      caller: caller.name,
      operation,
      target: plan && `${plan.target.accountId ?? 'unknown'}/${plan.target.region}`,
      resource: plan && truncate(plan.name, MAX_NAME_LENGTH),
      made: plan?.made && truncate(plan.made, MAX_NAME_LENGTH),
      ...end,
      durationMs: Math.round(clock.now() - startedAt),
    })
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
): Promise<Settled<MutationResult<Payload>>> {
  const succeed = (payload: Payload, awsRequestId: string | undefined) => {
    noteCreation(mutation, plan, recentCreations)
    return {
      result: { outcome: { ...payload, __typename: mutation.payloadType }, awsRequestId },
      keep: true,
    }
  }
  const fail = (outcome: MutationError) => ({
    result: { outcome, awsRequestId: outcome.awsRequestId },
    keep: !outcome.retryable,
  })
  let isSent = false
  try {
    await plan.verify?.({ signal, onSend })
    isSent = true
    const { output, awsRequestId } = await plan.send(
      plan.target.writer({ caller: caller.name, signal, onSend }),
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
