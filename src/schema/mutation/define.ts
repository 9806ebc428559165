import { hash } from 'node:crypto'
import type { InputObjectRef, ObjectRef } from '@pothos/core'
import { GraphQLError, type GraphQLResolveInfo, locatedError } from 'graphql'
import type { z } from 'zod'
import { listScopes, missingScopes, type Scopes } from '../access.ts'
import { builder, type SchemaTypes } from '../builder.ts'
import type { GraphContext } from '../context.ts'
import { mutationCost } from '../cost.ts'
import { problemsOf } from './constraints.ts'
import {
  commonErrorRefs,
  forbiddenError,
  type ModelledError,
  type MutationError,
  modelledErrorRef,
  outcomeUnknownErrorRef,
} from './errors.ts'
import type { Planned } from './plan.ts'
import { type Outcome, rejectMutation, runMutation } from './run.ts'

/** A mutation, as its file describes it. */
export interface MutationDefinition<Input extends object, Payload extends object> {
  /** The field, e.g. `startImageBuilder`; its types are named after it. */
  readonly name: string
  /** The scope that its caller needs, or several of which it needs all. */
  readonly scope: Scopes
  /** The AWS operation; of a mutation that makes several calls, its own name. */
  readonly operation: string
  readonly description: string
  readonly input: InputObjectRef<SchemaTypes, Input>
  readonly payload: ObjectRef<SchemaTypes, Payload>
  /** The exceptions that the model lists for the operation. */
  readonly errors: readonly ModelledError[]
  /** True if it creates something: it takes a client token, and its outcome can stay unknown. */
  readonly creates?: boolean
  /** True if it deletes its resource. */
  readonly deletes?: boolean
  /** Constraints on the members of the input. */
  readonly constraints: z.ZodType
  /** Resolves the resources that the input names. Does not call AWS. */
  readonly plan: (input: Input, context: GraphContext) => Planned<Payload>
}

/** Adds a mutation to the graph: `<name>(input: …): <Name>Result!`, a union of its payload and its errors. */
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
  const typeName = `${name.charAt(0).toUpperCase()}${name.slice(1)}`
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

  // An error of GraphQL would end the document here; so it is data, like a refusal of AWS's.
  function reject(given: Input, context: GraphContext): MutationError {
    const error = forbiddenError(missingScopes(context.caller, scope))
    return rejectMutation(mutation, context, definition.plan(given, context), error)
  }

  async function resolve(given: Input & { clientToken?: string | null }, context: GraphContext) {
    const { clientToken, ...fingerprinted } = given
    return runMutation(mutation, context, {
      planned: definition.plan(given, context),
      problems: problemsOf(constraints, given),
      clientToken,
      fingerprint: hash('sha256', JSON.stringify([name, fingerprinted])),
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
 * An error of a field that cannot be null would end a document there, and leave what follows undone. So it is kept for
 * when the document is through, and something that fits the type stands in its place until then.
 */
function defer(error: unknown, context: GraphContext, info: GraphQLResolveInfo): MutationError {
  const path = []
  for (let step: GraphQLResolveInfo['path'] | undefined = info.path; step !== undefined; step = step.prev)
    path.unshift(step.key)
  const original =
    error instanceof Error ? error : new GraphQLError('Something other than an error was thrown.')
  context.deferredErrors.push(locatedError(original, info.fieldNodes, path))
  return {
    __typename: 'AppStreamThrottledError',
    message: '',
    code: '',
    awsRequestId: undefined,
    retryable: false,
  }
}
