import { builder } from '../builder.ts'
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

/** Invalid input as data. */
export interface InputError extends MutationError {
  readonly fields: readonly InputProblem[]
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
export const MODELLED = {
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

/** Returns the type name of a modelled exception. */
export function typeNameOf(name: ModelledError): string {
  return `AppStream${name}Error`
}
