import {
  type CallAborted,
  isCallAborted,
  isException,
  type UpstreamError,
} from '../../appstream/errors/exceptions.ts'
import type { OperationName } from '../../appstream/model/operations.ts'
import { exceptionsOf } from '../../appstream/model/requests.ts'
import { forbiddenMessage } from '../errors.ts'
import {
  type InputError,
  type InputProblem,
  MODELLED,
  type ModelledError,
  type MutationError,
  typeNameOf,
} from './error-types.ts'

/** Returns the error of a caller that lacks scopes. */
export function forbiddenError(missing: readonly string[]): MutationError {
  return {
    __typename: 'AppStreamAccessDeniedError',
    message: forbiddenMessage(missing, 'This mutation'),
    code: 'FORBIDDEN',
    awsRequestId: undefined,
    retryable: false,
  }
}

/** Returns the error for an invalid input. */
export function inputError(fields: readonly InputProblem[]): InputError {
  const message = fields.map((problem) => `${problem.path}: ${problem.message}`).join(' ')
  return {
    __typename: 'AppStreamInputError',
    message,
    code: 'BAD_USER_INPUT',
    awsRequestId: undefined,
    retryable: false,
    fields,
  }
}

/** Returns the error for an unknown outcome. */
export function outcomeUnknownError(operation: string, cause: UpstreamError | CallAborted): MutationError {
  const reason = isCallAborted(cause) ? 'it was aborted' : 'the connection broke'
  return unknownOutcome(operation, reason, isCallAborted(cause) ? undefined : cause.awsRequestId)
}

/** Returns the error for the unknown outcome of a call that another replica sent. */
export function lostOutcomeError(operation: string): MutationError {
  return unknownOutcome(operation, 'the gateway process that sent it ended', undefined)
}

function unknownOutcome(operation: string, reason: string, awsRequestId: string | undefined): MutationError {
  return {
    __typename: 'AppStreamOutcomeUnknownError',
    message: `${operation} was sent, but ${reason} before AWS responded, so it may have been executed. Read the resource before retrying.`,
    code: 'OUTCOME_UNKNOWN',
    awsRequestId,
    retryable: true,
  }
}

/** Returns the error for a failed call, with this text of AWS; undefined if the operation does not model it. */
export function toMutationError(
  error: UpstreamError,
  modelled: readonly ModelledError[],
  awsMessage = error.awsMessage,
): MutationError | undefined {
  const { awsRequestId } = error
  const name = modelled.find((candidate) => isException(error, candidate))
  if (name !== undefined) return { ...modelledError(name, awsMessage), awsRequestId }
  if (error.code === 'UPSTREAM_THROTTLED' || error.code === 'UPSTREAM_BUDGET_EXHAUSTED') {
    return {
      __typename: 'AppStreamThrottledError',
      message: error.message,
      code: error.code.replace('UPSTREAM_', ''),
      awsRequestId,
      retryable: true,
    }
  }
  if (error.code === 'UPSTREAM_ACCESS_DENIED') {
    // The message of AWS contains the role and account of the gateway.
    return {
      __typename: 'AppStreamAccessDeniedError',
      message: error.message,
      code: 'ACCESS_DENIED',
      awsRequestId,
      retryable: false,
    }
  }
  if (error.invalidInput) return { ...inputError([]), message: awsMessage, awsRequestId }
  return undefined
}

/** Returns a modelled exception as data. */
export function modelledError(name: ModelledError, message: string): MutationError {
  return {
    __typename: typeNameOf(name),
    message,
    code: name.replace(/(?!^)[A-Z]/g, '_$&').toUpperCase(),
    awsRequestId: undefined,
    retryable: MODELLED[name][1],
  }
}

/** Errors that can disappear by themselves shortly after a resource in the call was created. */
const TRANSIENT = new Set(
  ['ResourceNotFound', 'EntitlementNotFound', 'InvalidRole'].map((name) => `AppStream${name}Error`),
)

/** Returns the error; a passing one is retryable only if the resources in the call are new. */
export function withNewResources(error: MutationError, areNew: boolean): MutationError {
  return TRANSIENT.has(error.__typename) ? { ...error, retryable: areNew } : error
}

/** Exceptions that are no errors: AWS confirms a dry run with one. */
const CONFIRMATIONS: ReadonlySet<string> = new Set(['DryRunOperation'])

/** Returns the modelled errors of an operation, from the service model. */
export function modelledErrorsOf(operation: OperationName): readonly ModelledError[] {
  // The service model lists some of them twice.
  return [...new Set(exceptionsOf(operation)).difference(CONFIRMATIONS)].map((name) => {
    if (!isModelled(name)) throw new Error(`${operation} can end in ${name}, which has no error type.`)
    return name
  })
}

function isModelled(name: string): name is ModelledError {
  return Object.hasOwn(MODELLED, name)
}
