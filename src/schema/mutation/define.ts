import type { InputObjectRef, ObjectRef } from '@pothos/core'
import { GraphQLError, type GraphQLResolveInfo, locatedError } from 'graphql'
import type { z } from 'zod'
import { listScopes, missingScopes, type Scopes } from '../access.ts'
import { builder, mutationCost, type SchemaTypes } from '../builder.ts'
import type { GraphContext } from '../context.ts'
import type { ActingMutation } from '../kit/actions.ts'
import { type OperationUse, operationRegistry } from '../kit/operations.ts'
import { rejectMutation } from './audit-recorder.ts'
import { problemsOf } from './constraints.ts'
import type { MutationError } from './error-types.ts'
import {
  commonErrorRefs,
  type ModelledError,
  modelledErrorRef,
  outcomeUnknownErrorRef,
} from './error-types.ts'
import { forbiddenError } from './errors.ts'
import type { Outcome } from './outcome.ts'
import type { Planned } from './plan.ts'
import { runMutation } from './run.ts'

/** Definition of a mutation. */
export interface MutationDefinition<Input extends object, Payload extends object> {
  /** Field name, for example `startImageBuilder`. Prefix of its type names. */
  readonly name: string
  /** Scopes required of the caller. All must be granted. */
  readonly scope: Scopes
  /** AWS operation, or the name of the mutation if it makes several calls. */
  readonly operation: string
  /** Use of AWS, unless the mutation makes one call of `operation`. */
  readonly uses?: Pick<OperationUse, 'operation' | 'calls'>
  readonly description: string
  readonly input: InputObjectRef<SchemaTypes, Input>
  readonly payload: ObjectRef<SchemaTypes, Payload>
  /** Exceptions that the service model lists for the operation. */
  readonly errors: readonly ModelledError[]
  /** True if the mutation creates a resource: it takes a client token and its outcome can be unknown. */
  readonly creates?: boolean
  /** True if the mutation deletes its resource. */
  readonly deletes?: boolean
  /** Adds the mutation to the actions on a resource. Default: it is none. */
  readonly action?: ((mutation: ActingMutation) => void) | undefined
  /** Constraints on the members of the input. */
  readonly constraints: z.ZodType
  /** Resolves the resources that the input refers to. Does not call AWS. */
  readonly plan: (input: Input, context: GraphContext) => Planned<Payload>
}

/** Adds a mutation to the graph: `<name>(input: …): <Name>Result!`, a union of its payload and errors. */
export function defineMutation<Input extends object, Payload extends object>(
  definition: MutationDefinition<Input, Payload>,
): void {
  const {
    name,
    operation,
    input,
    payload,
    errors,
    constraints,
    scope,
    creates = false,
    deletes = false,
  } = definition
  definition.action?.({ name, scope })
  const typeName = `${name.charAt(0).toUpperCase()}${name.slice(1)}`
  operationRegistry.add({ ...(definition.uses ?? { operation, calls: '1' }), coordinate: `Mutation.${name}` })
  const mutation = { operation, errors, creates, deletes, payloadType: `${typeName}Payload` }

  const result = builder.unionType(`${typeName}Result`, {
    description: `Result of \`${name}\`: its payload or a typed error.`,
    types: [
      payload,
      ...commonErrorRefs,
      ...(creates ? [outcomeUnknownErrorRef] : []),
      ...errors.map(modelledErrorRef),
    ],
    resolveType: (outcome) => (outcome as Outcome<object>).__typename,
  })

  // A GraphQL error would end the document here, so the error is returned as data, like a rejection by AWS.
  function reject(values: Input, context: GraphContext): MutationError {
    const error = forbiddenError(missingScopes(context.caller, scope))
    return rejectMutation(mutation, context, definition.plan(values, context), error)
  }

  async function resolve(values: Input & { clientToken?: string | null }, context: GraphContext) {
    const { clientToken, ...others } = values
    return runMutation(mutation, context, {
      planned: definition.plan(values, context),
      problems: problemsOf(constraints, values),
      clientToken,
      input: JSON.stringify([name, others]),
    })
  }

  builder.mutationField(name, (t) =>
    t.field({
      type: result,
      description: definition.description,
      scope,
      tag: listScopes(scope).map((one) => one.replace(':', '-')),
      ...mutationCost,
      args: { input: t.arg({ type: input, required: true, description: 'Input of the mutation.' }) },
      // Pothos' conditional types of arguments and result stay open over type parameters.
      unauthorizedResolver: (_root, args, context) =>
        reject((args as { readonly input: Input }).input, context) as never,
      resolve: (_root, args, context, info) =>
        resolve((args as { readonly input: Input }).input, context).catch((error: unknown) =>
          defer(error, context, info),
        ) as never,
    }),
  )
}

/**
 * Stores an error until the document has been executed, and returns a placeholder of the field's type. An error of a
 * non-null field would otherwise end the document and skip the mutations that follow.
 */
function defer(error: unknown, context: GraphContext, info: GraphQLResolveInfo): MutationError {
  const path = []
  for (let step: GraphQLResolveInfo['path'] | undefined = info.path; step !== undefined; step = step.prev)
    path.unshift(step.key)
  const original = error instanceof Error ? error : new GraphQLError('The thrown value is not an Error.')
  context.deferredErrors.push(locatedError(original, info.fieldNodes, path))
  return {
    __typename: 'AppStreamThrottledError',
    message: '',
    code: '',
    awsRequestId: undefined,
    retryable: false,
  }
}

/** Returns the idempotency key field of a creating mutation. */
export function clientTokenField(t: PothosSchemaTypes.InputFieldBuilder<SchemaTypes, 'InputObject'>) {
  return t.string({
    description:
      'Idempotency key. A repeat with the same token and input within ten minutes returns the first result; the same token with another input is an AppStreamInputError. 1 to 128 printable ASCII characters without spaces.',
  })
}
