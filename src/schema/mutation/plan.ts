import { isUpstreamError, mayHaveRun } from '../../appstream/errors/exceptions.ts'
import type { Target } from '../../appstream/target.ts'
import type { AppStreamWriter, Written } from '../../appstream/writer.ts'
import type { ReportedRead } from '../../inventory/cache/reads.ts'
import type { RuleOfWrite } from '../../inventory/collection/overlay.ts'
import type { Write } from '../../inventory/collection/writes.ts'
import type { InputProblem, MutationError } from './error-types.ts'
import type { ReferredResource } from './recent-creations.ts'

/** Mutation that passed all checks possible without AWS, ready to execute. */
export interface Plan<Payload> {
  readonly target: Target
  /** Name of the resource; for tags, its ARN. */
  readonly name: string
  /** Resource type as in an ARN. Names are unique within a type only. */
  readonly resourceType?: string
  /** Name of the resource created from it, if any. */
  readonly made?: string
  /** Resource that the mutation creates, if others can refer to it. */
  readonly created?: ReferredResource
  /**
   * Resources to which the mutation refers. If given, errors that are transient after a creation are retryable only if
   * this gateway created one of these recently.
   */
  readonly refersTo?: readonly ReferredResource[]
  /** Runs the checks that require AWS, before any change. @throws UpstreamError, InvalidInput */
  readonly verify?: (read: ReportedRead) => Promise<void>
  /** Calls AWS and records the result in the inventory. @throws UpstreamError, CallAborted */
  readonly send: (writer: AppStreamWriter) => Promise<Written<Payload>>
  /**
   * Reconciles a failed call that may have taken effect: returns the payload if AWS shows that it did, otherwise
   * undefined. Without it, such a failure stays a failure.
   * @param since epoch milliseconds of the start of the call, if another replica made it. Default: that of the plan
   */
  readonly reconcile?: (read: ReportedRead, since?: number) => Promise<Payload | undefined>
}

/** Plan, or the problems of the input. */
export type Planned<Payload> = Plan<Payload> | readonly InputProblem[]

/** Returns true if there is a plan. */
export function isPlan<Payload>(planned: Planned<Payload>): planned is Plan<Payload> {
  return 'send' in planned
}

/** Thrown by a plan if a check against AWS shows that the input is invalid. */
export class InvalidInput extends Error {
  override readonly name = 'InvalidInput'
  readonly problems: readonly InputProblem[]

  constructor(problems: readonly InputProblem[]) {
    super('The input is invalid.')
    this.problems = problems
  }
}

/** Thrown by a plan if a check shows, before any change, that AWS would reject the mutation. */
export class MutationRejected extends Error {
  override readonly name = 'MutationRejected'
  readonly error: MutationError

  constructor(error: MutationError) {
    super(error.message)
    this.error = error
  }
}

/**
 * Calls AWS to change one resource and records the result in the inventory: the resource that `show` returns for the
 * response, or, if it returns nothing, that the resource has to be read again. Default rule: AWS shows the result at
 * once.
 */
export async function writeThrough<Output, Item, Shown extends Item | undefined>(
  write: Write<Item>,
  call: () => Promise<Written<Output>>,
  show: (output: Output) => Shown,
  rule: RuleOfWrite<Item> = { kind: 'stateIn', states: [] },
): Promise<Written<Shown>> {
  try {
    const { output, awsRequestId } = await call()
    const item = show(output)
    if (item === undefined) await write.unknown()
    else await write.succeeded(item, typeof rule === 'function' ? rule(item) : rule)
    return { output: item, awsRequestId }
  } catch (error) {
    if (mayHaveRun(error)) await write.unknown()
    else if (isUpstreamError(error) && error.code === 'UPSTREAM_REJECTED') await write.rejected()
    else write.notExecuted()
    throw error
  }
}
