import { roundMs } from '../../clock.ts'
import type { GraphContext } from '../context.ts'
import { truncate } from '../errors.ts'
import type { AuditEntry } from './audit.ts'
import type { MutationError } from './error-types.ts'
import type { Runnable } from './outcome.ts'
import { isPlan, type Plan, type Planned } from './plan.ts'

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
  { audit, callerName, clock }: GraphContext,
  plan: Pick<Plan<unknown>, 'target' | 'name' | 'made'> | undefined,
) {
  const startedAt = clock.now()
  return (end: Pick<AuditEntry, 'outcome' | 'awsRequestId' | 'repeated'>): void =>
    audit({
      caller: callerName,
      operation,
      target: plan && `${plan.target.accountId ?? 'unknown'}/${plan.target.region}`,
      resource: plan && truncate(plan.name, MAX_NAME_LENGTH),
      made: plan?.made && truncate(plan.made, MAX_NAME_LENGTH),
      ...end,
      durationMs: roundMs(clock.now() - startedAt),
    })
}
