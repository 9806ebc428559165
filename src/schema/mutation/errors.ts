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

/** A failed mutation as data. */
export interface MutationError {
  readonly __typename: string
  readonly message: string
  readonly code: string
  readonly awsRequestId: string | undefined
  readonly retryable: boolean
  /** Subject of the mutation, for error fields that read more. */
  readonly subject?: Subject
}

/** A mistake in one place of an input. */
export interface InputProblem {
  /** Where, from the input down, with dots: `vpcConfig.subnetIds`, `tags.0.key`. */
  readonly path: string
  readonly message: string
}

/** The interface of all errors of mutations. */
export const mutationErrorRef = builder.interfaceRef<MutationError>('AppStreamError').implement({
  description: 'Why a mutation changed nothing, or is not known to have changed anything.',
  fields: (t) => ({
    message: t.exposeString('message', { description: 'What went wrong, for people to read.' }),
    code: t.exposeString('code', {
      description: 'What went wrong, for programs: stable, e.g. RESOURCE_IN_USE.',
    }),
    awsRequestId: t.string({
      nullable: true,
      description:
        'The AWS request that failed, to find it in CloudTrail; null where AWS was not asked, or did not answer.',
      resolve: ({ awsRequestId }) => awsRequestId,
    }),
    retryable: t.exposeBoolean('retryable', {
      description:
        'Whether sending the same again, a little later, can succeed without anything else changing.',
    }),
  }),
})

function errorType(name: string, description: string) {
  return builder.objectRef<MutationError>(name).implement({ description, interfaces: [mutationErrorRef] })
}

/** The exceptions that the service model lists for our operations: what each means, and whether to try again. */
const MODELLED = {
  ConcurrentModification: ['Something else changed it at the same moment.', true],
  // Transient on a role that was just made: IAM takes a while to spread it.
  InvalidRole: ['The IAM role is not valid, or too new to be known everywhere.', true],
  RequestLimitExceeded: ['AppStream itself is being throttled, by EC2.', true],
  IncompatibleImage: ['The image does not support this.', false],
  InvalidAccountStatus: ['The account may not use AppStream, or not yet.', false],
  InvalidParameterCombination: ['The inputs do not go together.', false],
  LimitExceeded: [
    'A quota of the account is used up: waiting does not help, deleting or asking AWS for more does.',
    false,
  ],
  OperationNotPermitted: ['Not in this state: the resource has to reach another one first.', false],
  ResourceAlreadyExists: ['There is one of this name.', false],
  ResourceInUse: ['It is used by something that has to let go of it first.', false],
  ResourceNotAvailable: ['Something that this needs is there, but not available.', false],
  ResourceNotFound: ['There is none.', false],
} as const satisfies Record<string, readonly [description: string, retryable: boolean]>

/** The name of a modelled exception, without its ending. */
export type ModelledError = keyof typeof MODELLED

const modelledRefs = new Map(
  (Object.keys(MODELLED) as ModelledError[]).map((name) => [
    name,
    errorType(typeNameOf(name), MODELLED[name][0]),
  ]),
)

const AccessDeniedRef = errorType(
  'AppStreamAccessDeniedError',
  'The IAM policy of the target does not allow it (AWS says so too of what does not exist), or the caller’s token does not: then `code` is FORBIDDEN.',
)
const ThrottledRef = errorType(
  'AppStreamThrottledError',
  'AWS turned it away because it was asked too often; or the gateway did, because its own budget of calls is used up.',
)
const OutcomeUnknownRef = errorType(
  'AppStreamOutcomeUnknownError',
  'The connection broke, or the caller gave up, after the request was sent, and a look at AWS could not settle whether it was carried out. The name is unique: sending it again makes no second one.',
)

const InputFieldErrorRef = builder.objectRef<InputProblem>('AppStreamInputFieldError').implement({
  description: 'A mistake in one place of an input.',
  fields: (t) => ({
    path: t.exposeString('path', {
      description: 'Where, from the input down, with dots: `vpcConfig.subnetIds`, `tags.0.key`.',
    }),
    message: t.exposeString('message', { description: 'What is wrong with it.' }),
  }),
})

/** An input that cannot be right. */
export interface InputError extends MutationError {
  readonly fields: readonly InputProblem[]
}

const InputErrorRef = builder.objectRef<InputError>('AppStreamInputError').implement({
  description: 'The input cannot be right; nothing was sent to AWS, unless AWS itself found it so.',
  interfaces: [mutationErrorRef],
  fields: (t) => ({
    fields: t.field({
      type: [InputFieldErrorRef],
      description: 'Every mistake, each with its place; none where AWS found the input wrong.',
      resolve: ({ fields }) => fields,
    }),
  }),
})

/** The error types that a mutation can answer with, beside those of its AWS operation. */
export const commonErrorRefs = [AccessDeniedRef, ThrottledRef, InputErrorRef] as const

/** The error type of a creating mutation whose outcome is open. */
export const outcomeUnknownErrorRef = OutcomeUnknownRef

/** The error type of a modelled exception. */
export function modelledErrorRef(name: ModelledError) {
  const ref = modelledRefs.get(name)
  if (ref === undefined) throw new Error(`${name} has no error type.`)
  return ref
}

/** Returns the error of a caller without some scopes, as data. */
export function forbiddenError(missing: readonly string[]): MutationError {
  return {
    __typename: 'AppStreamAccessDeniedError',
    message: forbiddenMessage(missing, 'This mutation'),
    code: 'FORBIDDEN',
    awsRequestId: undefined,
    retryable: false,
  }
}

/** A wrong input as data. */
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

/** An open outcome as data. */
export function outcomeUnknownError(operation: string, cause: UpstreamError | CallAborted): MutationError {
  const what = isCallAborted(cause) ? 'it was given up' : 'the connection broke'
  return {
    __typename: 'AppStreamOutcomeUnknownError',
    message: `${operation} was sent, but ${what} before AWS answered, and nothing shows whether it was carried out. Look before you send it again.`,
    code: 'OUTCOME_UNKNOWN',
    awsRequestId: isCallAborted(cause) ? undefined : cause.awsRequestId,
    retryable: true,
  }
}

/** A failed call as data; undefined for what the operation's contract does not foresee. */
export function toMutationError(
  error: UpstreamError,
  modelled: readonly ModelledError[],
): MutationError | undefined {
  const { awsRequestId, awsMessage } = error
  const name = modelled.find((candidate) => isException(error, candidate))
  if (name !== undefined) {
    return { ...modelledError(name, awsMessage), awsRequestId }
  }
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
    // AWS's own text names the role and the account of the gateway.
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

/** The exceptions that pass by themselves a while after something that the call refers to was created. */
const PASSING = new Set(['ResourceNotFound', 'InvalidRole'].map((name) => `AppStream${name}Error`))

/** Returns an error of a call whose resources AWS may not find everywhere yet, if they are that new. */
export function withNewResources(error: MutationError, areNew: boolean): MutationError {
  return PASSING.has(error.__typename) ? { ...error, retryable: areNew } : error
}

function typeNameOf(name: ModelledError): string {
  return `AppStream${name}Error`
}

/** Returns the error types of the exceptions that the service model lists for an operation. */
export function modelledErrorsOf(operation: OperationName): readonly ModelledError[] {
  return exceptionsOf(operation).map((name) => {
    if (!isModelled(name)) throw new Error(`${operation} can end in ${name}, which has no error type.`)
    return name
  })
}

function isModelled(name: string): name is ModelledError {
  return Object.hasOwn(MODELLED, name)
}
