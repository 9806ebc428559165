import {
  type CallAborted,
  isCallAborted,
  isException,
  type UpstreamError,
} from '../../appstream/exceptions.ts'
import type { OperationName } from '../../appstream/operations.ts'
import { exceptionsOf } from '../../appstream/requests.ts'
import { builder } from '../builder.ts'
import { forbiddenMessage } from '../errors.ts'
import type { Subject } from './subject.ts'

/** Error of a mutation, as data. */
export interface MutationError {
  readonly __typename: string
  readonly message: string
  readonly code: string
  readonly awsRequestId: string | undefined
  readonly retryable: boolean
  /** Subject of the mutation, for error fields that read more. */
  readonly subject?: Subject
}

/** Violated constraint of an input. */
export interface InputProblem {
  /** Path in the input, with dots: `vpcConfig.subnetIds`, `tags.0.key`. */
  readonly path: string
  readonly message: string
}

/** Interface of all mutation errors. */
export const mutationErrorRef = builder.interfaceRef<MutationError>('AppStreamError').implement({
  description:
    'Error of a mutation. Nothing was changed, unless the error is AppStreamOutcomeUnknownError: then the change may have been made.',
  fields: (t) => ({
    message: t.exposeString('message', { description: 'Human-readable error message.' }),
    code: t.exposeString('code', {
      description: 'Stable error code, for example `RESOURCE_IN_USE`.',
    }),
    awsRequestId: t.string({
      nullable: true,
      description:
        'AWS request ID of the failed call, for CloudTrail. Null if AWS was not called or did not respond.',
      resolve: ({ awsRequestId }) => awsRequestId,
    }),
    retryable: t.exposeBoolean('retryable', {
      description: 'True if the same request can succeed later without any other change.',
    }),
  }),
})

function errorType(name: string, description: string) {
  return builder.objectRef<MutationError>(name).implement({ description, interfaces: [mutationErrorRef] })
}

/** Modelled exceptions of our operations: description, and true if a retry can succeed. */
const MODELLED = {
  ConcurrentModification: ['Another change of the resource is in progress. Retry later.', true],
  // Transient for a new role: IAM takes a while to propagate it.
  InvalidRole: ['The IAM role is invalid. A new role is also rejected until IAM has propagated it.', true],
  EntitlementAlreadyExists: ['Another entitlement of the stack already has this name.', false],
  EntitlementNotFound: ['The entitlement does not exist.', false],
  RequestLimitExceeded: ['EC2 throttled AppStream. Retry later.', true],
  IncompatibleImage: ['The image does not support the operation.', false],
  InvalidAccountStatus: ['The AWS account is not enabled for AppStream, or not yet.', false],
  InvalidParameterCombination: ['AWS does not allow this combination of inputs.', false],
  LimitExceeded: [
    'The operation exceeds an account quota. Delete resources or request a quota increase from AWS; waiting does not help.',
    false,
  ],
  OperationNotPermitted: ['The operation is not permitted in the current state of the resource.', false],
  ResourceAlreadyExists: ['Another resource already has this name.', false],
  ResourceInUse: ['The resource is still in use; release it first.', false],
  ResourceNotAvailable: ['A required resource exists but is not available.', false],
  ResourceNotFound: ['The resource does not exist.', false],
} as const satisfies Record<string, readonly [description: string, retryable: boolean]>

/** Name of a modelled exception, without its suffix. */
export type ModelledError = keyof typeof MODELLED

const modelledRefs = new Map(
  (Object.keys(MODELLED) as ModelledError[]).map((name) => [
    name,
    errorType(typeNameOf(name), MODELLED[name][0]),
  ]),
)

const AccessDeniedRef = errorType(
  'AppStreamAccessDeniedError',
  'A permission is missing. Either the IAM policy of the target denies the operation (AWS may also return this for a resource that does not exist), or the caller lacks the required scope; `code` is then FORBIDDEN.',
)
const ThrottledRef = errorType(
  'AppStreamThrottledError',
  'The request rate is too high: AWS throttled the call, or the call budget of the gateway is exhausted. Retry later.',
)
const OutcomeUnknownRef = errorType(
  'AppStreamOutcomeUnknownError',
  'The outcome is unknown: the connection broke or the caller aborted after the request was sent, and reading AWS did not show whether it was executed. Read the resource before retrying.',
)

const InputFieldErrorRef = builder.objectRef<InputProblem>('AppStreamInputFieldError').implement({
  description: 'Invalid member of an input.',
  fields: (t) => ({
    path: t.exposeString('path', {
      description:
        'Path of the member within the input, separated by dots, for example `vpcConfig.subnetIds` or `tags.0.key`.',
    }),
    message: t.exposeString('message', { description: 'Human-readable description of the problem.' }),
  }),
})

/** Invalid input as data. */
export interface InputError extends MutationError {
  readonly fields: readonly InputProblem[]
}

const InputErrorRef = builder.objectRef<InputError>('AppStreamInputError').implement({
  description: 'The input is invalid: the gateway rejected it before any change, or AWS did.',
  interfaces: [mutationErrorRef],
  fields: (t) => ({
    fields: t.field({
      type: [InputFieldErrorRef],
      description: 'All invalid members. Empty if AWS rejected the input.',
      resolve: ({ fields }) => fields,
    }),
  }),
})

/** Error types of every mutation, in addition to those of its AWS operation. */
export const commonErrorRefs = [AccessDeniedRef, ThrottledRef, InputErrorRef] as const

/** Error type for the unknown outcome of a creating mutation. */
export const outcomeUnknownErrorRef = OutcomeUnknownRef

/** Returns the error type of a modelled exception. */
export function modelledErrorRef(name: ModelledError) {
  const ref = modelledRefs.get(name)
  if (ref === undefined) throw new Error(`${name} has no error type.`)
  return ref
}

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
  return {
    __typename: 'AppStreamOutcomeUnknownError',
    message: `${operation} was sent, but ${reason} before AWS responded, so it may have been executed. Read the resource before retrying.`,
    code: 'OUTCOME_UNKNOWN',
    awsRequestId: isCallAborted(cause) ? undefined : cause.awsRequestId,
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

function typeNameOf(name: ModelledError): string {
  return `AppStream${name}Error`
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
