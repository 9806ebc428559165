import { Kind, type OperationDefinitionNode, parse } from '@0no-co/graphql.web'
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

/** Returns the parameters of a request, without members that are null. */
export function paramsOf({ query, operationName, variables }: Operation) {
  return { query, ...(operationName && { operationName }), ...(isRecord(variables) && { variables }) }
}

/**
 * Returns the operation to execute, with its kind. GraphiQL parses a document only a moment after it has changed, so just
 * after a change of tabs, it passes the operation name of the previous tab. A document that does not parse counts as a query.
 */
export function chooseOperation(operation: Operation): { operation: Operation; kind: OperationKind } {
  const definitions = operationsIn(operation.query)
  const named = definitions.find(({ name }) => name?.value === operation.operationName)
  const kind = (named ?? definitions[0])?.operation ?? 'query'
  return { operation: named === undefined ? { ...operation, operationName: null } : operation, kind }
}

function operationsIn(query: string): readonly OperationDefinitionNode[] {
  try {
    return parse(query, { noLocation: true }).definitions.filter(
      (definition) => definition.kind === Kind.OPERATION_DEFINITION,
    )
  } catch {
    // The gateway explains the syntax error.
    return []
  }
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
