import type { ModelledError, MutationError } from './error-types.ts'

/** Result of a mutation: its payload or a typed error, each with its `__typename`. */
export type Outcome<Payload> = (Payload & { readonly __typename: string }) | MutationError

/** Properties of a mutation that affect how it runs. */
export interface Runnable {
  /** AWS operation, or the name of a mutation with several calls. */
  readonly operation: string
  readonly payloadType: string
  readonly errors: readonly ModelledError[]
  /** True if the mutation creates a resource: idempotent repeats require a client token. */
  readonly creates: boolean
  /** True if the mutation deletes its resource. */
  readonly deletes?: boolean
}

/** Outcome of a mutation, with the id of the AWS request that determined it. */
export interface MutationResult<Payload> {
  readonly outcome: Outcome<Payload>
  readonly awsRequestId: string | undefined
}
