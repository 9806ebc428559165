import { isUpstreamError, mayHaveRun } from '../../appstream/exceptions.ts'
import type { Target } from '../../appstream/target.ts'
import type { AppStreamWriter, Written } from '../../appstream/writer.ts'
import type { ReadOptions } from '../../inventory/cached.ts'
import type { Write } from '../../inventory/writes.ts'
import type { InputProblem, MutationError } from './errors.ts'
import type { ReferredResource } from './recent-creations.ts'

/** A mutation that has been checked as far as that goes without AWS: how to carry it out. */
export interface Plan<Payload> {
  readonly target: Target
  /** The name of what it is about; of a tag's resource, the ARN. */
  readonly name: string
  /** The type of that, as in an ARN: names of different types may be the same. */
  readonly resourceType?: string
  /** The name of what it makes out of that. */
  readonly made?: string
  /** The resource that it creates, if others may refer to that. */
  readonly created?: ReferredResource
  /**
   * The resources that it refers to. Where this is given, an error that passes by itself after a creation is retryable
   * only if this gateway has created one of them lately.
   */
  readonly refersTo?: readonly ReferredResource[]
  /** Makes sure of what takes a look at AWS, before anything is changed. @throws UpstreamError, InvalidInput */
  readonly verify?: (read: ReadOptions) => Promise<void>
  /** Calls AWS in the caller's name, and tells the inventory. @throws UpstreamError, CallAborted */
  readonly send: (writer: AppStreamWriter) => Promise<Written<Payload>>
  /**
   * Looks at AWS after a call that may have been carried out although it failed: the payload if it was, undefined if
   * that cannot be seen. Without it such a failure stays one.
   */
  readonly look?: (read: ReadOptions) => Promise<Payload | undefined>
}

/** A plan, or why there can be none. */
export type Planned<Payload> = Plan<Payload> | readonly InputProblem[]

/** Whether a plan could be made. */
export function isPlan<Payload>(planned: Planned<Payload>): planned is Plan<Payload> {
  return 'send' in planned
}

/** Thrown by a plan that finds out on its way that the input cannot be right. */
export class InvalidInput extends Error {
  override readonly name = 'InvalidInput'
  readonly problems: readonly InputProblem[]

  constructor(problems: readonly InputProblem[]) {
    super('The input cannot be right.')
    this.problems = problems
  }
}

/** Thrown by a plan that finds out before any change that AWS would refuse the mutation. */
export class MutationRefused extends Error {
  override readonly name = 'MutationRefused'
  readonly error: MutationError

  constructor(error: MutationError) {
    super(error.message)
    this.error = error
  }
}

/**
 * Calls AWS to change one resource, and tells the inventory what became of it: what `show` makes of the answer (nothing,
 * where the answer does not tell), or that it has to be read again.
 */
export async function writeThrough<Output, Item, Shown extends Item | undefined>(
  write: Write<Item>,
  call: () => Promise<Written<Output>>,
  show: (output: Output) => Shown,
  isBefore: (shown: Item | undefined, written: Item) => boolean = () => false,
): Promise<Written<Shown>> {
  try {
    const { output, awsRequestId } = await call()
    const item = show(output)
    if (item === undefined) write.unclear()
    else write.showed(item, (shown) => isBefore(shown, item))
    return { output: item, awsRequestId }
  } catch (error) {
    if (mayHaveRun(error)) write.unclear()
    else if (isUpstreamError(error) && error.code === 'UPSTREAM_REJECTED') write.refused()
    else write.changedNothing()
    throw error
  }
}
