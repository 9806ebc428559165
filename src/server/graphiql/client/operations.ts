import type { OperationKind } from './settings.ts'

/** Operation as GraphiQL passes it to its fetcher. */
export interface Operation {
  readonly query: string
  readonly operationName?: string | null
  readonly variables?: unknown
}

/** HTTP headers by name. */
export type Headers = Readonly<Record<string, string>>

/** Receives the results of an operation, then its end. */
export interface Sink {
  /** Called once the transport is connected. */
  connected(): void
  next(result: unknown): void
  complete(): void
  /** Ends with a failure: a result with errors. */
  fail(failure: Failure): void
}

/** Reason why an operation got no further results. */
export interface Failure {
  readonly message: string
  /** True if the gateway rejected the token. */
  readonly isUnauthenticated: boolean
  /** Errors of the response, if the gateway sent any. */
  readonly errors?: readonly unknown[]
}

/** Part of a parsed document that decides its kind. */
export interface ParsedDocument {
  readonly definitions: readonly {
    readonly kind: string
    readonly operation?: string
    readonly name?: { readonly value: string } | undefined
  }[]
}

/** Returns the parameters of a request, without members that are null. */
export function paramsOf({ query, operationName, variables }: Operation) {
  return { query, ...(operationName && { operationName }), ...(isRecord(variables) && { variables }) }
}

/** Returns the kind of the operation to execute. A document that does not parse counts as a query. */
export function kindOf(document: ParsedDocument | undefined, operationName?: string | null): OperationKind {
  const operations = document?.definitions.filter(({ kind }) => kind === 'OperationDefinition') ?? []
  const chosen = operations.find(({ name }) => name?.value === operationName) ?? operations[0]
  const kind = chosen?.operation
  return kind === 'mutation' || kind === 'subscription' ? kind : 'query'
}

/** Returns the result that GraphiQL shows for a failure. */
export function resultOf({ message, errors }: Failure): unknown {
  return { errors: errors ?? [{ message }] }
}

/** Returns the errors of a response; undefined if it has none. */
export function errorsOf(result: unknown): readonly unknown[] | undefined {
  if (typeof result !== 'object' || result === null || !('errors' in result)) return undefined
  return Array.isArray(result.errors) ? result.errors : undefined
}

/** Returns the message of the first error, or a text for none. */
export function firstMessage(errors: readonly unknown[] | undefined, fallback: string): string {
  const first = errors?.[0]
  if (typeof first !== 'object' || first === null || !('message' in first)) return fallback
  return String(first.message)
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
