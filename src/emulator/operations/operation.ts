import type { EmulatorBehaviour } from '../behaviour.ts'
import type { Durations } from '../durations.ts'
import { AwsError } from '../errors.ts'
import type { JsonObject } from '../json.ts'
import type { RegionStore } from '../region.ts'
import type { EmulatorStore } from '../store.ts'

/** What an operation works on besides its input. */
export interface OperationContext {
  /** The operation's name. */
  readonly operation: string
  /** What the calling account holds in the region of the call. */
  readonly region: RegionStore
  /** Everything, for what crosses accounts or regions. */
  readonly store: EmulatorStore
  readonly behaviour: EmulatorBehaviour
  /** How long transitions take, at the speed of the emulator. */
  readonly durations: Durations
  /** When the call is carried out, epoch ms. */
  readonly nowMs: number
}

/** An operation of the service: its input has passed validation, its output goes over the wire, Dates as timestamps. */
export type Operation = (input: JsonObject, context: OperationContext) => JsonObject

/** Operations by name. */
export type Operations = Readonly<Record<string, Operation>>

/** ResourceNotFoundException, in the words seen from the service. */
export function notFound(kind: 'image' | 'image builder', name: string, accountId: string): AwsError {
  return new AwsError(
    'ResourceNotFoundException',
    `The ${kind} ${name} for account ${accountId} does not exist.`,
  )
}

/** ResourceAlreadyExistsException: names are unique within an account and region, for each kind. */
export function alreadyExists(kind: 'image' | 'image builder', name: string): AwsError {
  return new AwsError('ResourceAlreadyExistsException', `The ${kind} ${name} already exists.`)
}

/** LimitExceededException: a quota of the account is used up. */
export function quotaExceeded(what: string, quota: number): AwsError {
  return new AwsError('LimitExceededException', `The quota of ${quota} ${what} has been reached.`)
}

/** OperationNotPermittedException, for a state that does not bear the operation. */
export function notPermitted(kind: 'image' | 'image builder', name: string, state = 'in no state'): AwsError {
  return new AwsError('OperationNotPermittedException', `The ${kind} ${name} is ${state}.`)
}

/** ResourceNotFoundException for an ARN. */
export function arnNotFound(arn: string): AwsError {
  return new AwsError('ResourceNotFoundException', `The resource ${arn} does not exist.`)
}

/**
 * What was found of what was asked for, each once. When nothing was found, and in the strict mode when anything was
 * not, throws what `missing` makes of the first name not found.
 */
export function findEach<Item>(
  wanted: readonly string[],
  find: (key: string) => Item | undefined,
  whenSomeMissing: 'fail' | 'omit',
  missing: (key: string) => AwsError,
): readonly Item[] {
  const found: Item[] = []
  let firstMissing: string | undefined
  for (const key of new Set(wanted)) {
    const item = find(key)
    if (item !== undefined) found.push(item)
    else firstMissing ??= key
  }
  const fails = found.length === 0 || whenSomeMissing === 'fail'
  if (firstMissing !== undefined && fails) throw missing(firstMissing)
  return found
}
