import type { PermitSend } from '../../appstream/calls/attempts.ts'
import { isCallAborted, isUpstreamError, type UpstreamError } from '../../appstream/errors/exceptions.ts'
import { missingScopes, type Permissions } from '../access.ts'
import type { GraphContext } from '../context.ts'
import type { MutationError } from './error-types.ts'
import {
  inputError,
  lostOutcomeError,
  outcomeUnknownError,
  toMutationError,
  withNewResources,
} from './errors.ts'
import type { Settled } from './idempotent-mutation.ts'
import type { MutationResult, Runnable } from './outcome.ts'
import { InvalidInput, MutationRejected, type Plan } from './plan.ts'
import type { RecentCreations } from './recent-creations.ts'
import { reconcileQuietly } from './reconcile.ts'
import { subjectOf } from './subject.ts'

/**
 * Sends a plan and converts modelled errors to data. A call that was aborted after it was sent may have been executed,
 * like any call without a response, so its outcome is reconciled.
 */
export async function attempt<Payload>(
  mutation: Runnable,
  plan: Plan<Payload>,
  { caller, callerName, reading, reads, onSend, recentCreations }: GraphContext,
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
    await plan.verify?.({ signal, onSend, onRead: reads.note })
    isSent = true
    const { output, awsRequestId } = await plan.send(
      plan.target.writer({ caller: callerName, signal, permitSend, onSend }),
    )
    return succeed(output, awsRequestId)
  } catch (error) {
    if (error instanceof InvalidInput) return fail(inputError(error.problems))
    if (error instanceof MutationRejected) return fail({ ...error.error, subject: subjectOf(plan, reading) })
    if (!isUpstreamError(error) && !isCallAborted(error)) throw error
    if (isSent && error.mayHaveRun && plan.reconcile !== undefined) {
      const found = await reconcileQuietly(plan.reconcile, reading, error)
      if (found !== undefined) return succeed(found, isUpstreamError(error) ? error.awsRequestId : undefined)
      if (mutation.creates) {
        return { ...fail(outcomeUnknownError(mutation.operation, error)), isUnclear: true }
      }
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
export async function reconcileLost<Payload>(
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

/** Returns AWS's message, or the gateway's own if AWS's may name a person that the caller must not see. */
function textFor(caller: Permissions, { message, awsMessage, mayRevealPeople }: UpstreamError): string {
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
